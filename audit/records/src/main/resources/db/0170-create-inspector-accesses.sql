--liquibase formatted sql
--changeset veritwin:0170-create-inspector-accesses splitStatements:false
-- Access of an inspector for a time and to a scope (21 CFR 11.10(d)): opened by QA, only ever made
-- longer, ended once, never removed. Run as veritwin_owner.
create sequence inspector_access_number;
create table inspector_access (
  number          text primary key,
  version         integer not null default 0,
  subject         text not null references signing_right,
  printed_name    text not null,
  on_behalf_of    text not null,
  reason          text not null,
  begins_at       timestamptz not null,
  ends_at         timestamptz not null check (ends_at > begins_at),
  records         text not null,
  entries_from    timestamptz,
  entries_to      timestamptz check (entries_to > entries_from),
  opened_by       text not null,
  opened_by_name  text not null,
  opened_at       timestamptz not null,
  ended_at        timestamptz,
  ended_by_name   text,
  demonstration   boolean not null,
  check (subject <> opened_by)
);
create index inspector_access_subject on inspector_access (subject);

create function keep_inspector_access() returns trigger language plpgsql as $$
declare
  moving text[] := array['version', 'ends_at', 'ended_at', 'ended_by_name'];
begin
  if tg_op = 'DELETE' or old.ended_at is not null or new.ends_at < old.ends_at
     or (to_jsonb(old) - moving) <> (to_jsonb(new) - moving) then
    raise exception 'an inspector access is extended, ended once and never changed: % is refused',
      lower(tg_op) using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_inspector_access before update or delete on inspector_access
  for each row execute function keep_inspector_access();
alter table inspector_access enable always trigger keep_inspector_access;
select require_audit_entry('inspector_access');

grant select, insert, update (version, ends_at, ended_at, ended_by_name)
  on inspector_access to veritwin_app;
grant usage on sequence inspector_access_number to veritwin_app;
grant select on inspector_access to veritwin_reader;
