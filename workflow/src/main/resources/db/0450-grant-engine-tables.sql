--liquibase formatted sql
--changeset veritwin:0450-grant-engine-tables splitStatements:false
-- The workflow engine's tables belong to the owner and are made by the engine's own change log,
-- which runs before this. The application works in them; it may not change them (no DDL). They are
-- memory, never evidence: nothing regulated is read back from them.
do $$
declare
  name text;
begin
  if not exists (select 1 from pg_tables where schemaname = 'public' and tablename = 'act_ru_task') then
    raise exception 'the engine''s tables are missing: run its change log first';
  end if;
  for name in
    select tablename from pg_tables where schemaname = 'public' and tablename like 'act\_%'
  loop
    execute format('grant select, insert, update, delete on %I to veritwin_app', name);
    execute format('grant select on %I to veritwin_reader', name);
  end loop;
end $$;
