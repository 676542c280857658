--liquibase formatted sql
--changeset veritwin:0400-create-twin-estimates splitStatements:false
-- How a twin sees its unit, and what it held of it. Run as veritwin_owner.

-- Which tag is which input or output of a model structure, and from where the twin starts. Part of
-- the plant's registration: changed by a reviewed schema change, read-only to the application.
create table twin_binding (
  unit         text not null,
  structure    text not null,
  quantity     text not null,
  role         text not null check (role in
                 ('INPUT', 'INPUT_TOTALISER', 'INPUT_CONSTANT', 'ONLINE', 'ASSAY', 'START', 'DRIFT')),
  tag          text,
  factor       double precision not null default 1,
  value        double precision,
  sd           double precision,
  required     boolean not null default false,
  primary key (unit, structure, quantity, role)
);
comment on column twin_binding.factor is 'model unit = factor x engineering value of the tag';
comment on column twin_binding.value is 'START and INPUT_CONSTANT: the value in the model''s unit';
comment on column twin_binding.sd is
  'START: sd of the start value; DRIFT: sd a state gains per hour; ONLINE, ASSAY: sd where the model version names none';

create sequence twin_estimate_seq;

create table twin_estimate (
  id            bigint primary key,
  unit          text not null,
  batch         text not null,
  model_version text not null,
  model_digest  text not null,
  step          bigint not null,
  process_time  double precision not null,
  source_time   timestamptz not null,
  stored_at     timestamptz not null,
  previous_id   bigint references twin_estimate,
  content       text not null,
  digest        text not null check (length(digest) = 64),
  input_digest  text not null check (length(input_digest) = 64),
  readings      integer not null,
  unique (unit, batch, model_digest, step)
);
create index twin_estimate_newest on twin_estimate (unit, id desc);
select make_append_only('twin_estimate');

grant select on twin_binding to veritwin_app, veritwin_reader;
grant select, insert on twin_estimate to veritwin_app;
grant select on twin_estimate to veritwin_reader;
grant usage on sequence twin_estimate_seq to veritwin_app;
