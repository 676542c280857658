-- The three roles of a Veritwin database (Annex 11: owner, application and reader are apart). Run
-- once per database server by its superuser, before the numbered changes; whoever runs it sets the
-- passwords, and makes veritwin_owner the owner of the database "veritwin".
--   veritwin_owner   owns the schema, runs the changes; nobody works with it
--   veritwin_app     the application: no DDL; adds to the trail, cannot change it
--   veritwin_reader  copies records and trail out, writes nothing (P11-08)
do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'veritwin_owner') then
    create role veritwin_owner login;
  end if;
  if not exists (select 1 from pg_roles where rolname = 'veritwin_app') then
    create role veritwin_app login;
  end if;
  if not exists (select 1 from pg_roles where rolname = 'veritwin_reader') then
    create role veritwin_reader login;
  end if;
end $$;
