--liquibase formatted sql
--changeset veritwin:0180-create-trail-reviews splitStatements:false
-- Reviews of the trail (Annex 11, 9; PIC/S PI 041-1, 9.8): prepared once, signed once, never changed
-- otherwise. Run as veritwin_owner.
create sequence trail_review_number;
create table trail_review (
  number           text primary key,
  version          integer not null default 0,
  person           text,
  record_type      text,
  record_id        text,
  from_at          timestamptz,
  to_at            timestamptz,
  event            text,
  only_these       text not null,
  words            text,
  up_to            bigint not null,
  entries          bigint not null check (entries > 0),
  exceptions       bigint not null,
  own              bigint not null,
  digest           text not null check (length(digest) = 64),
  prepared_by      text not null,
  prepared_by_name text not null,
  prepared_at      timestamptz not null,
  found            text,
  signature        text references electronic_signature (number),
  signed_at        timestamptz,
  check ((signature is null) = (found is null) and (signature is null) = (signed_at is null))
);

create function keep_trail_review() returns trigger language plpgsql as $$
declare
  moving text[] := array['version', 'found', 'signature', 'signed_at'];
begin
  if tg_op = 'DELETE' or old.signature is not null
     or (to_jsonb(old) - moving) <> (to_jsonb(new) - moving) then
    raise exception 'a trail review is signed once and never changed: % is refused', lower(tg_op)
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_trail_review before update or delete on trail_review
  for each row execute function keep_trail_review();
alter table trail_review enable always trigger keep_trail_review;
select require_audit_entry('trail_review');

grant select, insert, update (version, found, signature, signed_at) on trail_review to veritwin_app;
grant usage on sequence trail_review_number to veritwin_app;
grant select on trail_review to veritwin_reader;
