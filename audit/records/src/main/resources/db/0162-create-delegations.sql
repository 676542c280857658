--liquibase formatted sql
--changeset veritwin:0162-create-delegations splitStatements:false
-- Delegation for an absence, without shared accounts (21 CFR 11.100(a)): the delegate signs in their
-- own name, and the signature says for whom. Run as veritwin_owner.
create sequence delegation_number;
create table delegation (
  number           text primary key,
  version          integer not null default 0,
  absent_subject   text not null references signing_right,
  absent_name      text not null,
  delegate_subject text not null references signing_right,
  delegate_name    text not null,
  function         text not null,
  reason           text not null,
  made_by          text not null,
  made_by_name     text not null,
  made_at          timestamptz not null,
  ends_at          timestamptz not null check (ends_at > made_at),
  ended_at         timestamptz,
  ended_by_name    text,
  check (absent_subject <> delegate_subject)
);
create index delegation_delegate on delegation (delegate_subject);

create function keep_delegation() returns trigger language plpgsql as $$
declare
  moving text[] := array['version', 'ended_at', 'ended_by_name'];
begin
  if tg_op = 'DELETE' or old.ended_at is not null
     or (to_jsonb(old) - moving) <> (to_jsonb(new) - moving) then
    raise exception 'a delegation is ended once and never changed: % is refused', lower(tg_op)
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_delegation before update or delete on delegation
  for each row execute function keep_delegation();
alter table delegation enable always trigger keep_delegation;
select require_audit_entry('delegation');

-- For whom somebody signed; empty when for themselves.
alter table signing_ceremony add column signed_for text not null default '';
alter table electronic_signature add column signed_for text not null default '';

grant select, insert, update (version, ended_at, ended_by_name) on delegation to veritwin_app;
grant usage on sequence delegation_number to veritwin_app;
grant select on delegation to veritwin_reader;
grant select (signed_for) on signing_ceremony to veritwin_reader;
