--liquibase formatted sql
--changeset veritwin:0142-search-beside-the-trail splitStatements:false
-- What the explorer searches by stands beside the trail, so that an act pays for its entry and not
-- for its index: eight indexes and a vector of words were more work than the entry itself. Entries
-- come here many at once: by the sequencer in the transaction that gives them their place, and by
-- whoever searches before that. These rows are extracts and prove nothing; verifying compares them.

create table audit_search (
  id            bigint primary key,
  at            timestamptz not null,
  event         text not null,
  person_id     text not null,
  person_name   text not null,
  record_type   text not null,
  record_id     text not null,
  refused       boolean not null,
  words         tsvector not null
);

create function search_words(sentence text, reason text) returns tsvector language sql immutable as
  $$ select to_tsvector('simple'::regconfig, sentence || ' ' || coalesce(reason, '')) $$;

-- Brings the entries of an earlier version over.
insert into audit_search
  select id, at, event, person_id, person_name, record_type, record_id, refused, words
    from audit_entry;

create index audit_search_record on audit_search (record_type, record_id, id);
create index audit_search_record_number on audit_search (record_id, id);
create index audit_search_person on audit_search (person_id, id);
create index audit_search_person_name on audit_search (person_name, id);
create index audit_search_event on audit_search (event, id);
create index audit_search_at on audit_search (at, id);
create index audit_search_refused on audit_search (id) where refused;
create index audit_search_words on audit_search using gin (words);
select make_append_only('audit_search');

drop index audit_entry_record_number, audit_entry_person, audit_entry_person_name,
  audit_entry_event, audit_entry_at, audit_entry_refused, audit_entry_words;
alter table audit_entry drop column words;

-- The only way into audit_search: what waits for its place and is not there yet.
create function make_searchable() returns void language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  insert into audit_search
    select e.id, e.at, e.event, e.person_id, e.person_name, e.record_type, e.record_id, e.refused,
        search_words(e.sentence, e.reason)
      from audit_unsequenced u join audit_entry e on e.id = u.entry_id
      where not exists (select 1 from audit_search s where s.id = u.entry_id)
      order by u.entry_id
    on conflict do nothing;
end $$;
revoke execute on function make_searchable() from public;
grant execute on function make_searchable() to veritwin_app, veritwin_reader;
grant select on audit_search to veritwin_app, veritwin_reader;

-- Whether a transaction wrote an entry is asked of the short list of waiting entries, where its own
-- always stand: nobody else sees them before the commit.
alter table audit_unsequenced add column txid xid8;
create index audit_unsequenced_txid on audit_unsequenced (txid);
drop index audit_entry_txid;

create or replace function await_sequencing() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  insert into audit_unsequenced values (new.id, new.txid);
  return null;
end $$;

create or replace function refuse_without_audit_entry() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from audit_unsequenced where txid = pg_current_xact_id()) then
    raise exception 'no record, no act: % of % without an audit entry in the same transaction',
      lower(tg_op), tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
