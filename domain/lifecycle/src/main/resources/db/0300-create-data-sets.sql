--liquibase formatted sql
--changeset veritwin:0300-create-data-sets splitStatements:false
-- Imported batches and data sets (A22-08, A22-09). Written once: nothing updates or deletes a row.

create sequence imported_batch_number_seq;
create sequence data_set_number_seq;
create sequence calibration_number_seq;

create table imported_batch (
  number           text primary key,
  version          integer not null,
  batch            text not null,
  structure_id     text not null,
  format           text not null,
  file_names       text not null,
  file_digests     text not null,
  content          bytea not null,
  content_digest   text not null unique check (length(content_digest) = 64),
  origin           text not null,
  synthetic        boolean not null,
  rows_read        integer not null,
  rows_accepted    integer not null,
  rows_rejected    integer not null,
  measured_values  integer not null,
  holes            integer not null,
  rejections       bytea not null,
  reason           text not null,
  imported_by      text not null,
  imported_by_name text not null,
  imported_at      timestamptz not null,
  check (rows_read = rows_accepted + rows_rejected)
);
create index imported_batch_batch on imported_batch (batch);
select make_append_only('imported_batch');
select require_audit_entry('imported_batch');

create table data_set (
  number       text primary key,
  version      integer not null,
  title        text not null,
  role         text not null check (role in ('CALIBRATION', 'HOLD_OUT')),
  structure_id text not null,
  digest       text not null check (length(digest) = 64),
  synthetic    boolean not null,
  made_by      text not null,
  made_by_name text not null,
  made_at      timestamptz not null
);
select make_append_only('data_set');
select require_audit_entry('data_set');

create table data_set_batch (
  data_set       text not null references data_set,
  position       integer not null,
  imported_batch text not null references imported_batch,
  primary key (data_set, position)
);
select make_append_only('data_set_batch');
select require_audit_entry('data_set_batch');

grant usage on sequence imported_batch_number_seq, data_set_number_seq, calibration_number_seq
  to veritwin_app;
grant select, insert on imported_batch, data_set, data_set_batch to veritwin_app;
grant select on imported_batch, data_set, data_set_batch to veritwin_reader;
