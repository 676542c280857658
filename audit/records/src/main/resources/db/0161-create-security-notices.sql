--liquibase formatted sql
--changeset veritwin:0161-create-security-notices splitStatements:false
-- Notices to security and QA (21 CFR 11.300(d)): written with what they tell of, sent afterwards,
-- so that neither a mail server that is away nor a kill loses one. Run as veritwin_owner.
create table security_notice (
  id      bigint generated always as identity primary key,
  at      timestamptz not null,
  subject text not null,
  text    text not null,
  sent_at timestamptz,
  sent_to text
);
create index security_notice_unsent on security_notice (id) where sent_at is null;

create function keep_security_notice() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.sent_at is not null
     or (to_jsonb(old) - array['sent_at', 'sent_to'])
        <> (to_jsonb(new) - array['sent_at', 'sent_to']) then
    raise exception 'a notice is sent once and never changed: % is refused', lower(tg_op)
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_security_notice before update or delete on security_notice
  for each row execute function keep_security_notice();
alter table security_notice enable always trigger keep_security_notice;
select require_audit_entry('security_notice');

grant select, insert (at, subject, text), update (sent_at, sent_to) on security_notice
  to veritwin_app;
grant select on security_notice to veritwin_reader;
