--liquibase formatted sql
--changeset veritwin:0190-withdraw-training splitStatements:false
-- A training that is taken back before its end (21 CFR 11.10(i)). The training itself is never
-- changed. Run as veritwin_owner.
create table training_withdrawal (
  training          text primary key references training,
  version           integer not null default 0,
  reason            text not null,
  withdrawn_by      text not null,
  withdrawn_by_name text not null,
  withdrawn_at      timestamptz not null
);
select make_append_only('training_withdrawal');
select require_audit_entry('training_withdrawal');
grant select, insert on training_withdrawal to veritwin_app;
grant select on training_withdrawal to veritwin_reader;
