--liquibase formatted sql
--changeset veritwin:0131-dispose-by-signature splitStatements:false
-- Disposal as a signed act (21 CFR 11.10(c), MHRA 6.17). The application still has no right to
-- delete; dispose_record() is its only door: it deletes the rows of one record that a proposal
-- names, and the commit is refused unless a second person signed that proposal in the same
-- transaction.

-- The tables that make up a record of a type; position 1 holds the record itself. A type that is not
-- here cannot be disposed of, whatever its retention.
create table disposable_part (
  record_type text not null,
  position    integer not null check (position > 0),
  table_name  name not null unique,
  key_column  name not null,
  primary key (record_type, position)
);
select make_append_only('disposable_part');

create sequence disposal_proposal_number;
create table disposal_proposal (
  number           text primary key,
  version          integer not null default 0,
  record_type      text not null,
  records          text not null,      -- JSON: from a record's id to the SHA-256 of its rows
  reason           text not null check (length(reason) >= 10),
  proposed_by      text not null,
  proposed_by_name text not null,
  proposed_at      timestamptz not null,
  withdrawn_by_name text,
  withdrawn_at     timestamptz,
  withdrawn_because text,
  signature        text references electronic_signature (number),
  signed_by_name   text,
  signed_at        timestamptz,
  check (signature is null or withdrawn_at is null),
  check ((signature is null) = (signed_at is null))
);

create function keep_disposal_proposal() returns trigger language plpgsql as $$
declare
  moving text[] := array['version', 'withdrawn_by_name', 'withdrawn_at', 'withdrawn_because',
    'signature', 'signed_by_name', 'signed_at'];
begin
  if tg_op = 'DELETE' or old.signature is not null or old.withdrawn_at is not null
     or (to_jsonb(old) - moving) <> (to_jsonb(new) - moving) then
    raise exception 'a disposal proposal ends once and is never changed: % is refused',
      lower(tg_op) using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_disposal_proposal before update or delete on disposal_proposal
  for each row execute function keep_disposal_proposal();
alter table disposal_proposal enable always trigger keep_disposal_proposal;
select require_audit_entry('disposal_proposal');

-- The digest stays when the record is gone.
alter table disposal add column proposal text references disposal_proposal;
alter table disposal add column digest text check (length(digest) = 64);

-- A row leaves only by a disposal of this transaction that names it.
create or replace function refuse_delete_of_kept() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
declare
  part disposable_part;
  id text;
begin
  if tg_op = 'DELETE' then
    select * into part from disposable_part where table_name = tg_table_name;
    if found then
      execute format('select ($1).%I::text', part.key_column) into id using old;
      if exists (select 1 from disposal d where d.txid = pg_current_xact_id()
                 and d.record_type = part.record_type and d.record_id = id) then
        return old;
      end if;
    end if;
  end if;
  raise exception '% is kept: % is refused; a record leaves only by its disposal after retention',
    tg_table_name, lower(tg_op) using errcode = 'integrity_constraint_violation';
end $$;

-- No disposal without a proposal that names the record and that somebody else signed. The entries
-- of a transaction are written at its end, so this is asked at the commit.
create function refuse_unsigned_disposal() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  if not exists (
    select 1 from disposal_proposal p
      join electronic_signature s on s.number = p.signature
      join audit_entry e on e.id = s.audit_entry_id
      join audit_entry d on d.id = new.audit_entry_id
    where p.number = new.proposal and p.record_type = new.record_type
      and p.records::jsonb ->> new.record_id = new.digest
      and s.record_type = 'disposal' and s.record_id = p.number and s.meaning = 'APPROVED'
      and s.signer_subject <> p.proposed_by
      and e.txid = pg_current_xact_id() and d.txid = pg_current_xact_id()
      and d.event = 'RECORD_DISPOSED' and not d.refused
      and d.record_type = new.record_type and d.record_id = new.record_id) then
    raise exception 'disposal of % % is refused: no proposal names it that a second person signed in the same transaction',
      new.record_type, new.record_id using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create constraint trigger refuse_unsigned_disposal after insert on disposal
  deferrable initially deferred for each row execute function refuse_unsigned_disposal();
alter table disposal enable always trigger refuse_unsigned_disposal;

-- offer_disposal(type, tables, columns): records of the type can be disposed of. The tables' rows
-- stay unchangeable; their deletion is now judged by refuse_delete_of_kept alone.
create function offer_disposal(of_type text, tables text[], columns text[]) returns void
  language plpgsql as $$
begin
  for i in 1 .. array_length(tables, 1) loop
    insert into disposable_part values (of_type, i, tables[i], columns[i]);
    if exists (select 1 from pg_trigger where tgrelid = tables[i]::regclass
               and tgname = 'append_only') then
      execute format('drop trigger append_only on %I', tables[i]);
      execute format('create trigger append_only before update on %I
                      for each row execute function refuse_change()', tables[i]);
      execute format('alter table %I enable always trigger append_only', tables[i]);
    end if;
    if not exists (select 1 from pg_trigger where tgrelid = tables[i]::regclass
                   and tgname = 'kept') then
      perform keep_rows(tables[i]);
    end if;
  end loop;
end $$;

-- What still refers to a record, in words; null when nothing does.
create function still_using(of_type text, of_id text) returns text language plpgsql stable
  security definer set search_path = public, pg_temp as $$
declare
  reference record;
  named text;
begin
  for reference in
    select part.table_name as parent, part.key_column as parent_key, a.attname as parent_column,
           child.relname as child, c.attname as child_column,
           coalesce(own.key_column, first_key.attname) as child_key,
           coalesce(own.record_type, replace(child.relname, '_', ' ')) as child_words,
           coalesce(own.record_type = of_type, false) as same_type
      from disposable_part part
      join pg_constraint f on f.contype = 'f' and f.confrelid = part.table_name::regclass
      join pg_class child on child.oid = f.conrelid
      join pg_attribute a on a.attrelid = f.confrelid and a.attnum = f.confkey[1]
      join pg_attribute c on c.attrelid = f.conrelid and c.attnum = f.conkey[1]
      left join disposable_part own on own.table_name = child.relname
      left join pg_index i on i.indrelid = child.oid and i.indisprimary
      left join pg_attribute first_key
        on first_key.attrelid = child.oid and first_key.attnum = i.indkey[0]
     where part.record_type = of_type
     order by child.relname
  loop
    execute format(
      'select c.%I::text from %I c where c.%I in (select p.%I from %I p where p.%I::text = $1)%s
       order by 1 limit 1',
      coalesce(reference.child_key, reference.child_column), reference.child,
      reference.child_column, reference.parent_column, reference.parent, reference.parent_key,
      case when reference.same_type
           then format(' and c.%I::text <> $1', reference.child_key) else '' end)
      into named using of_id;
    if named is not null then
      return format('%s %s still uses it', reference.child_words, named);
    end if;
  end loop;
  return null;
end $$;

-- SHA-256 of a record's rows: each row as JSON text (times in UTC, bytes in hex), the rows of a
-- table in the order of their text, the tables in their order, each row ended by a line feed. Null
-- when there is no such record.
create function disposable_digest(of_type text, of_id text) returns text language plpgsql stable
  security definer set search_path = public, pg_temp set timezone = 'UTC'
  set bytea_output = 'hex' set extra_float_digits = 1 set datestyle = 'ISO' as $$
declare
  part disposable_part;
  rows text;
  content text := '';
begin
  for part in select * from disposable_part where record_type = of_type order by position loop
    execute format('select string_agg(r || E''\n'', '''' order by r collate "C")
                    from (select to_jsonb(t)::text as r from %I t where t.%I::text = $1) s',
                   part.table_name, part.key_column) into rows using of_id;
    if rows is null and part.position = 1 then
      return null;
    end if;
    content := content || coalesce(rows, '');
  end loop;
  return case when content = '' then null
              else encode(sha256(convert_to(content, 'UTF8')), 'hex') end;
end $$;

-- The last values of a record, for the entry that tells of its disposal; long ones by their digest.
create function disposable_values(of_type text, of_id text)
  returns table (field text, last_value text) language plpgsql stable
  security definer set search_path = public, pg_temp set timezone = 'UTC'
  set bytea_output = 'hex' set extra_float_digits = 1 set datestyle = 'ISO' as $$
declare
  part disposable_part;
begin
  select * into part from disposable_part where record_type = of_type and position = 1;
  if not found then
    return;
  end if;
  return query execute format(
    'select e.key, case when length(e.value) <= 500 then e.value
        else ''sha-256:'' || encode(sha256(convert_to(e.value, ''UTF8'')), ''hex'')
             || '' ('' || length(e.value) || '' characters)'' end
     from %I t, jsonb_each_text(to_jsonb(t)) e
     where t.%I::text = $1 and e.value is not null order by e.key',
    part.table_name, part.key_column) using of_id;
end $$;

-- The records of a type with the end of their retention, and what stands against their disposal.
create function retention_state(of_type text)
  returns table (record_id text, newest timestamptz, keep_until timestamptz, reason text)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  part disposable_part;
begin
  select * into part from disposable_part where record_type = of_type and position = 1;
  if not found then
    return;
  end if;
  return query execute format(
    'select k.id, n.at, n.at + r.keep_for,
            coalesce(reason_to_keep($1, k.id), still_using($1, k.id))
     from (select t.%I::text as id from %I t) k
     left join retention_rule r on r.record_type = $1
     left join lateral (select max(e.at) as at from audit_entry e
       where e.record_type = $1 and e.record_id = k.id and not e.refused) n on true
     order by n.at nulls last, k.id', part.key_column, part.table_name) using of_type;
end $$;

-- Disposes of one record of a proposal, children first. The commit asks for the signature.
create function dispose_record(of_proposal text, of_id text, of_entry bigint) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  proposal disposal_proposal;
  part disposable_part;
  refused text;
  digest_now text;
begin
  -- Neither a hold nor a rule may come in between.
  lock table legal_hold, retention_rule in share mode;
  select * into proposal from disposal_proposal where number = of_proposal for update;
  if not found or not jsonb_exists(proposal.records::jsonb, of_id) or proposal.withdrawn_at is not null then
    raise exception 'disposal is refused: % names no such record', of_proposal
      using errcode = 'integrity_constraint_violation';
  end if;
  refused := still_using(proposal.record_type, of_id);
  if refused is not null then
    raise exception 'disposal of % % is refused: %', proposal.record_type, of_id, refused
      using errcode = 'integrity_constraint_violation';
  end if;
  digest_now := disposable_digest(proposal.record_type, of_id);
  if digest_now is distinct from proposal.records::jsonb ->> of_id then
    raise exception 'disposal is refused: % % is not as it was proposed',
      proposal.record_type, of_id using errcode = 'integrity_constraint_violation';
  end if;
  insert into disposal (record_type, record_id, reason, decided_by, at, audit_entry_id, proposal,
      digest)
    select proposal.record_type, of_id, proposal.reason, s.signer_subject, s.signed_at, of_entry,
      of_proposal, digest_now
    from electronic_signature s
    where s.record_type = 'disposal' and s.record_id = of_proposal;
  if not found then
    raise exception 'disposal is refused: nobody signed %', of_proposal
      using errcode = 'integrity_constraint_violation';
  end if;
  for part in select * from disposable_part where record_type = proposal.record_type
    order by position desc
  loop
    execute format('delete from %I where %I::text = $1', part.table_name, part.key_column)
      using of_id;
  end loop;
end $$;

revoke execute on function offer_disposal(text, text[], text[]),
  dispose_record(text, text, bigint), still_using(text, text), disposable_digest(text, text),
  disposable_values(text, text), retention_state(text) from public;
grant execute on function dispose_record(text, text, bigint), still_using(text, text),
  disposable_digest(text, text), disposable_values(text, text), retention_state(text)
  to veritwin_app;

revoke insert on disposal from veritwin_app;
grant select on disposable_part to veritwin_app, veritwin_reader;
grant select, insert on disposal_proposal to veritwin_app;
grant update (version, withdrawn_by_name, withdrawn_at, withdrawn_because, signature,
  signed_by_name, signed_at) on disposal_proposal to veritwin_app;
grant usage on sequence disposal_proposal_number to veritwin_app;
grant select on disposal_proposal to veritwin_reader;
