--liquibase formatted sql
--changeset veritwin:0330-create-assignments splitStatements:false
-- Which version serves which unit, product and use; one at a time (A22-13).

create sequence assignment_number_seq;

create table assignment (
  number             text primary key,
  version            integer not null,
  model_version      text not null references model_version,
  model_digest       text not null check (length(model_digest) = 64),
  unit               text not null,
  product            text not null,
  use_name           text not null,
  signature          text not null,
  assigned_by        text not null,
  assigned_by_name   text not null,
  assigned_by_role   text not null,
  assigned_by_person text not null,
  sign_meaning       text not null,
  assigned_at        timestamptz not null,
  sign_digest        text not null,
  sign_remark        text not null,
  sign_entry         bigint not null references audit_entry deferrable initially deferred,
  ended_at           timestamptz
);
create unique index assignment_one_open on assignment (unit, product, use_name)
  where ended_at is null;
select require_audit_entry('assignment');

grant usage on sequence assignment_number_seq to veritwin_app;
grant select, insert on assignment to veritwin_app;
grant update (version, ended_at) on assignment to veritwin_app;
grant select on assignment to veritwin_reader;
