-- A regulated table as another module would create it.
create table batch_sheet (
  id          bigint primary key,
  number      text not null,
  version     integer not null,
  title       text,
  amount      numeric,
  rate        double precision,
  state       text,
  decided_at  timestamptz,
  low         double precision,
  high        double precision,
  attachment  bytea,
  follows     bigint references batch_sheet
);
create table batch_sheet_tag (sheet_id bigint not null references batch_sheet, tag text not null);
select require_audit_entry('batch_sheet');
grant select, insert, update, delete on batch_sheet, batch_sheet_tag to veritwin_app;
