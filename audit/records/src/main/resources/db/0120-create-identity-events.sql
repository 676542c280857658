--liquibase formatted sql
--changeset veritwin:0120-create-identity-events splitStatements:false
-- Which events of the identity provider stand in the trail: cursor, and memory for finding gaps.

create table identity_event (
  id             text primary key,
  kind           text not null check (kind in ('PERSON', 'ADMINISTRATION')),
  at             timestamptz not null,
  audit_entry_id bigint not null unique references audit_entry deferrable initially deferred
);
create index identity_event_at on identity_event (kind, at);
select make_append_only('identity_event');
select require_audit_entry('identity_event');

grant select, insert on identity_event to veritwin_app;
grant select on identity_event to veritwin_reader;
