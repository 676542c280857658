--liquibase formatted sql
--changeset veritwin:0200-create-plant-register splitStatements:false
-- Units and tags. They change only by a reviewed changeset: the application may read them, no more.

create table unit (
  name          text primary key,
  title         text not null,
  product       text not null,
  node_prefix   text not null,
  namespace_uri text not null,
  synthetic     boolean not null,
  replayed      boolean not null,
  culture_days  double precision check (culture_days > 0)
);

create table tag (
  id                text primary key,
  unit              text not null references unit,
  name              text not null,
  title             text not null,
  node_id           text not null,
  ucum              text not null,
  kind              text not null check (kind in ('MEASUREMENT', 'SETPOINT', 'ASSAY', 'CONTEXT')),
  eu_low            double precision,
  eu_high           double precision,
  normal_low        double precision,
  normal_high       double precision,
  maximum_age_s     integer check (maximum_age_s > 0),
  writable          boolean not null,
  needs_calibration boolean not null,
  position          integer not null,
  unique (unit, name),
  check (id = unit || '/' || name),
  -- Only a setpoint with a range can be written.
  check (not writable or (kind = 'SETPOINT' and eu_low is not null and eu_high > eu_low))
);

grant select on unit, tag to veritwin_app, veritwin_reader;
