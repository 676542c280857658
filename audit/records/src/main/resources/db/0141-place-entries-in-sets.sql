--liquibase formatted sql
--changeset veritwin:0141-place-entries-in-sets splitStatements:false
-- A batch of entries gets its places in one statement, and the database looks at it in one as well.

-- A row lock on every entry, for ever unchanged, is what this reference cost; that each place is an
-- entry's is asked below, once for the batch, and again by whoever verifies the log.
alter table audit_position drop constraint audit_position_entry_id_fkey;

create function refuse_place_without_entry() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  missing bigint;
begin
  select a.entry_id into missing from added a
    where not exists (select 1 from audit_entry e where e.id = a.entry_id) limit 1;
  if found then
    raise exception 'there is no audit entry % to give a place in the log', missing
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger refuse_place_without_entry after insert on audit_position
  referencing new table as added
  for each statement execute function refuse_place_without_entry();
alter table audit_position enable always trigger refuse_place_without_entry;

drop trigger refuse_unplaced on audit_unsequenced;
create or replace function refuse_unplaced() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  unplaced bigint;
begin
  select g.entry_id into unplaced from gone g
    where not exists (select 1 from audit_position p where p.entry_id = g.entry_id) limit 1;
  if found then
    raise exception 'audit entry % has no place in the log yet', unplaced
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger refuse_unplaced after delete on audit_unsequenced
  referencing old table as gone
  for each statement execute function refuse_unplaced();
alter table audit_unsequenced enable always trigger refuse_unplaced;
