--liquibase formatted sql
--changeset veritwin:0202-create-tag-calibration splitStatements:false
-- Signed scales of tags: engineering value = gain x raw value + offset.

create sequence tag_calibration_number;

create table tag_calibration (
  number           text primary key,
  version          integer not null,
  unit             text not null,
  tag              text not null,
  gain             double precision not null check (gain <> 0),
  offset_value     double precision not null,
  ucum             text not null,
  evidence         text not null,
  state            text not null
                   check (state in ('PROPOSED', 'EFFECTIVE', 'SUPERSEDED')),
  proposed_by      text not null,
  proposed_by_name text not null,
  proposed_at      timestamptz not null,
  effective_from   timestamptz,
  signature        text,
  foreign key (unit, tag) references tag (unit, name),
  check ((state = 'PROPOSED') = (effective_from is null)),
  check ((state = 'PROPOSED') = (signature is null))
);
-- One scale at a time.
create unique index tag_calibration_effective on tag_calibration (unit, tag)
  where state = 'EFFECTIVE';
select require_audit_entry('tag_calibration');

grant usage on sequence tag_calibration_number to veritwin_app;
grant select, insert, update on tag_calibration to veritwin_app;
grant select on tag_calibration to veritwin_reader;
