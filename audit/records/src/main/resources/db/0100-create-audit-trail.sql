--liquibase formatted sql
--changeset veritwin:0100-create-audit-trail splitStatements:false
-- The audit trail (21 CFR 11.10(e)). Run as veritwin_owner; the application acts as veritwin_app.
-- Entries are written once and never changed: the application may insert and select, nothing else.

grant usage on schema public to veritwin_app, veritwin_reader;

-- Refuses every change to a table whose rows stand for ever.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: % is refused', tg_table_name, lower(tg_op)
    using errcode = 'insufficient_privilege';
end $$;

-- make_append_only('t'): rows of t can be added and read, never changed, removed or emptied, also
-- not by the owner and not under session_replication_role = replica.
create function make_append_only(name text) returns void language plpgsql as $$
begin
  execute format('create trigger append_only before update or delete on %I
                  for each row execute function refuse_change()', name);
  execute format('create trigger append_only_truncate before truncate on %I
                  for each statement execute function refuse_change()', name);
  execute format('alter table %I enable always trigger append_only', name);
  execute format('alter table %I enable always trigger append_only_truncate', name);
end $$;

create sequence audit_entry_id_seq;

create table audit_entry (
  id             bigint primary key,
  canonical      bytea not null check (octet_length(canonical) < 65536),
  leaf_hash      bytea not null check (octet_length(leaf_hash) = 32),
  event          text not null,
  person_id      text not null,
  person_name    text not null,
  person_role    text not null,
  record_type    text not null,
  record_id      text not null,
  record_version integer not null,
  refused        boolean not null,
  rule           text,
  reason         text,
  sentence       text not null,
  at             timestamptz not null,
  -- Set by the database alone: the application's role may not name these two columns.
  txid           xid8 not null default pg_current_xact_id(),
  stored_at      timestamptz not null default clock_timestamp(),
  words          tsvector not null generated always as (
                   to_tsvector('simple'::regconfig, sentence || ' ' || coalesce(reason, ''))) stored
);
create index audit_entry_txid on audit_entry (txid);
create index audit_entry_record on audit_entry (record_type, record_id, id);
create index audit_entry_person on audit_entry (person_id, id);
create index audit_entry_event on audit_entry (event, id);
create index audit_entry_at on audit_entry (at, id);
create index audit_entry_refused on audit_entry (id) where refused;
create index audit_entry_words on audit_entry using gin (words);
select make_append_only('audit_entry');

-- Entries that have no place in the log yet. Filled by the database in the entry's transaction,
-- emptied by the sequencer in the transaction that assigns the place.
create table audit_unsequenced (entry_id bigint primary key);

create function await_sequencing() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  insert into audit_unsequenced values (new.id);
  return null;
end $$;
create trigger await_sequencing after insert on audit_entry
  for each row execute function await_sequencing();
alter table audit_entry enable always trigger await_sequencing;

create table audit_position (
  sequence bigint primary key check (sequence >= 0),
  entry_id bigint not null unique references audit_entry
);
select make_append_only('audit_position');

-- An entry leaves the waiting list by getting its place, and in no other way.
create function refuse_unplaced() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from audit_position where entry_id = old.entry_id) then
    raise exception 'audit entry % has no place in the log yet', old.entry_id
      using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $$;
create trigger refuse_unplaced before delete on audit_unsequenced
  for each row execute function refuse_unplaced();
alter table audit_unsequenced enable always trigger refuse_unplaced;

-- Full tiles only (C2SP tlog-tiles, height 8); a partial tile follows from the entries.
create table log_tile (
  level      smallint not null,
  tile_index bigint not null,
  hashes     bytea not null check (octet_length(hashes) = 8192),
  root_hash  bytea not null check (octet_length(root_hash) = 32),
  primary key (level, tile_index)
);
select make_append_only('log_tile');

create table log_checkpoint (
  size      bigint primary key check (size > 0),
  root_hash bytea not null check (octet_length(root_hash) = 32),
  note      text not null,
  at        timestamptz not null
);
select make_append_only('log_checkpoint');

create table log_time_stamp (
  size  bigint primary key references log_checkpoint,
  token bytea not null,
  at    timestamptz not null
);
select make_append_only('log_time_stamp');

-- No silent change: a transaction that touched a regulated row commits only with an audit entry of
-- its own.
create function refuse_without_audit_entry() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from audit_entry where txid = pg_current_xact_id()) then
    raise exception 'no record, no act: % of % without an audit entry in the same transaction',
      lower(tg_op), tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;

-- require_audit_entry('t'): refuses a commit that touched t without an audit entry.
create function require_audit_entry(name text) returns void language plpgsql as $$
begin
  execute format('create constraint trigger audit_entry_required
                  after insert or update or delete on %I deferrable initially deferred
                  for each row execute function refuse_without_audit_entry()', name);
  execute format('alter table %I enable always trigger audit_entry_required', name);
end $$;

revoke execute on function make_append_only(text), require_audit_entry(text) from public;

grant usage on sequence audit_entry_id_seq to veritwin_app;
grant select on audit_entry, audit_position, log_tile, log_checkpoint, log_time_stamp,
  audit_unsequenced to veritwin_app, veritwin_reader;
grant insert (id, canonical, leaf_hash, event, person_id, person_name, person_role, record_type,
  record_id, record_version, refused, rule, reason, sentence, at) on audit_entry to veritwin_app;
grant insert on audit_position, log_tile, log_checkpoint, log_time_stamp to veritwin_app;
grant delete on audit_unsequenced to veritwin_app;
