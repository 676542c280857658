--liquibase formatted sql
--changeset veritwin:0143-ask-by-key splitStatements:false
-- What a batch of entries asks of the great tables is asked by key, entry by entry. Written as joins
-- the planner reads a whole table instead wherever it believes the batch to be large, and it knows
-- nothing of a transition table or of a list that is filled and emptied all the time: a third of the
-- work at the server. A scalar sub-query is no join to it (decision 0306).

create or replace function make_searchable() returns void language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  insert into audit_search
    select e.id, e.at, e.event, e.person_id, e.person_name, e.record_type, e.record_id, e.refused,
        search_words(e.sentence, e.reason)
      from audit_unsequenced u,
        lateral (select * from audit_entry a where a.id = u.entry_id offset 0) e
      where (select s.id from audit_search s where s.id = u.entry_id) is null
      order by u.entry_id
    on conflict do nothing;
end $$;

create or replace function refuse_place_without_entry() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  missing bigint;
begin
  select a.entry_id into missing from added a
    where (select e.id from audit_entry e where e.id = a.entry_id) is null limit 1;
  if found then
    raise exception 'there is no audit entry % to give a place in the log', missing
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;

create or replace function refuse_unplaced() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  unplaced bigint;
begin
  select g.entry_id into unplaced from gone g
    where (select p.sequence from audit_position p where p.entry_id = g.entry_id) is null limit 1;
  if found then
    raise exception 'audit entry % has no place in the log yet', unplaced
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
