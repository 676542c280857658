--liquibase formatted sql
--changeset veritwin:0201-create-readings splitStatements:false
-- Raw readings as received, and the gaps between them (21 CFR 211.188, 11.10(c)). Append-only.

create sequence reading_id;

create table reading (
  id           bigint primary key,
  unit         text not null,
  tag          text not null,
  variant_type smallint not null, -- OPC UA built-in type of the value, 0 for none
  value        double precision,
  text         text,
  status_code  bigint not null check (status_code between 0 and 4294967295),
  source_time  timestamptz,
  server_time  timestamptz,
  received_at  timestamptz not null,
  foreign key (unit, tag) references tag (unit, name)
);
create index reading_latest on reading (unit, tag, id desc);
create index reading_range on reading (unit, tag, source_time);
select make_append_only('reading');

create table reading_gap (
  id        bigint generated always as identity primary key,
  unit      text not null references unit,
  tag       text,
  kind      text not null
            check (kind in ('LINK_LOSS', 'PLATFORM_STOPPED', 'QUEUE_OVERFLOW', 'SOURCE_TIME_JUMP')),
  from_time timestamptz not null,
  to_time   timestamptz not null,
  words     text not null,
  stored_at timestamptz not null,
  foreign key (unit, tag) references tag (unit, name)
);
create index reading_gap_range on reading_gap (unit, from_time);
select make_append_only('reading_gap');

-- A signed release is sent at most once: its use-id is used up before anything is sent.
create table plant_write_use (
  use_id         text primary key,
  audit_entry_id bigint not null,
  unit           text not null,
  tag            text not null,
  value          double precision not null,
  used_at        timestamptz not null
);
select make_append_only('plant_write_use');

grant usage on sequence reading_id to veritwin_app;
grant select, insert on reading, reading_gap, plant_write_use to veritwin_app;
grant select on reading, reading_gap, plant_write_use to veritwin_reader;
