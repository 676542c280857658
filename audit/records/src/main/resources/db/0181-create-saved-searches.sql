--liquibase formatted sql
--changeset veritwin:0181-create-saved-searches splitStatements:false
-- A person's own searches of the trail, by name. No regulated record: it finds, and says nothing.
create table saved_search (
  owner      text not null,
  name       text not null check (length(name) between 1 and 60),
  conditions text not null check (length(conditions) <= 2000),
  primary key (owner, name)
);
grant select, insert, update, delete on saved_search to veritwin_app;
grant select on saved_search to veritwin_reader;
