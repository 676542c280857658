--liquibase formatted sql
--changeset veritwin:0130-create-retention splitStatements:false
-- Retention, legal hold and disposal (21 CFR 11.10(c), MHRA 6.17). A regulated row can be deleted
-- only by a disposal in the same transaction; a disposal only after the retention of its record.

-- A record type without a rule is kept for ever.
create table retention_rule (
  record_type text primary key,
  keep_for    interval not null check (keep_for >= interval '0'),
  basis       text not null
);

create table legal_hold (
  id          text primary key,
  record_type text not null,
  record_id   text,                    -- null: every record of the type
  reason      text not null,
  placed_by   text not null,
  placed_at   timestamptz not null,
  lifted_at   timestamptz,
  lifted_by   text
);

create table disposal (
  record_type    text not null,
  record_id      text not null,
  reason         text not null,
  decided_by     text not null,
  at             timestamptz not null,
  audit_entry_id bigint not null unique references audit_entry deferrable initially deferred,
  txid           xid8 not null default pg_current_xact_id(),
  primary key (record_type, record_id)
);
create index disposal_txid on disposal (txid);

-- A hold is lifted once and never changed otherwise.
create function keep_legal_hold() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.lifted_at is not null
     or (to_jsonb(old) - array['lifted_at', 'lifted_by'])
        <> (to_jsonb(new) - array['lifted_at', 'lifted_by']) then
    raise exception 'a legal hold is lifted once and never changed: % is refused', lower(tg_op)
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_legal_hold before update or delete on legal_hold
  for each row execute function keep_legal_hold();
alter table legal_hold enable always trigger keep_legal_hold;

-- Why a record must be kept; null when nothing stands against its disposal.
create function reason_to_keep(of_type text, of_id text) returns text language plpgsql stable
  security definer set search_path = public, pg_temp as $$
declare
  hold legal_hold;
  keep interval;
  newest timestamptz;
begin
  select h.* into hold from legal_hold h
    where h.lifted_at is null and h.record_type = of_type
      and (h.record_id is null or h.record_id = of_id) limit 1;
  if found then
    return format('%s %s is under legal hold %s: %s', of_type, of_id, hold.id, hold.reason);
  end if;
  select r.keep_for into keep from retention_rule r where r.record_type = of_type;
  if not found then
    return format('%s has no retention rule, so every %s is kept for ever', of_type, of_type);
  end if;
  select max(e.at) into newest from audit_entry e
    where e.record_type = of_type and e.record_id = of_id and not e.refused;
  if newest is null or newest + keep > clock_timestamp() then
    return format('%s %s is kept until %s', of_type, of_id,
      coalesce(to_char((newest + keep) at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), 'ever'));
  end if;
  return null;
end $$;

create function refuse_early_disposal() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  reason text := reason_to_keep(new.record_type, new.record_id);
begin
  if reason is not null then
    raise exception 'disposal is refused: %', reason using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger refuse_early_disposal before insert on disposal
  for each row execute function refuse_early_disposal();
alter table disposal enable always trigger refuse_early_disposal;

create function refuse_delete_of_kept() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'TRUNCATE'
     or not exists (select 1 from disposal where txid = pg_current_xact_id()) then
    raise exception '% is kept: % is refused; a record leaves only by its disposal after retention',
      tg_table_name, lower(tg_op) using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $$;

-- From now on a table that requires audit entries also keeps its rows.
create or replace function require_audit_entry(name text) returns void language plpgsql as $$
begin
  execute format('create constraint trigger audit_entry_required
                  after insert or update or delete on %I deferrable initially deferred
                  for each row execute function refuse_without_audit_entry()', name);
  execute format('alter table %I enable always trigger audit_entry_required', name);
  perform keep_rows(name);
end $$;

create function keep_rows(name text) returns void language plpgsql as $$
begin
  execute format('create trigger kept before delete on %I
                  for each row execute function refuse_delete_of_kept()', name);
  execute format('create trigger kept_truncate before truncate on %I
                  for each statement execute function refuse_delete_of_kept()', name);
  execute format('alter table %I enable always trigger kept', name);
  execute format('alter table %I enable always trigger kept_truncate', name);
end $$;
revoke execute on function keep_rows(text) from public;

-- The tables of an earlier version of the platform, too.
do $$
declare
  kept name;
begin
  for kept in select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where t.tgname = 'audit_entry_required' loop
    perform keep_rows(kept);
  end loop;
end $$;

select make_append_only('disposal');
select require_audit_entry('disposal');
select require_audit_entry('retention_rule');
select require_audit_entry('legal_hold');

grant select, insert, update on retention_rule to veritwin_app;
grant select, insert on legal_hold, disposal to veritwin_app;
grant update (lifted_at, lifted_by) on legal_hold to veritwin_app;
grant select on retention_rule, legal_hold, disposal to veritwin_reader;
