--liquibase formatted sql
--changeset veritwin:0320-create-change-requests splitStatements:false
-- Change requests, their limits, results and reports (A22-06, A22-10).

create sequence change_request_number_seq;
create sequence validation_report_number_seq;
create sequence report_reading_seq;

create table change_request (
  number              text primary key,
  version             integer not null,
  model_version       text not null unique references model_version,
  replaces            text references model_version,
  reason              text not null,
  state               text not null
    check (state in ('DRAFT', 'SUBMITTED', 'AWAITING_DECISION', 'APPROVED', 'REJECTED')),
  author_subject      text not null,
  author_name         text not null,
  raised_at           timestamptz not null,
  limits_digest       text,
  limits_entry        bigint references audit_entry deferrable initially deferred,
  author_signature    text,
  author_sign_subject text,
  author_sign_name    text,
  author_sign_role    text,
  author_sign_person  text,
  author_sign_meaning text,
  author_signed_at    timestamptz,
  author_sign_digest  text,
  author_sign_remark  text,
  author_sign_entry   bigint,
  report              text,
  first_result_at     timestamptz,
  results_entry       bigint references audit_entry deferrable initially deferred,
  decision_signature  text,
  decision_subject    text,
  decision_name       text,
  decision_role       text,
  decision_person     text,
  decision_meaning    text,
  decided_at          timestamptz,
  decision_digest     text,
  decision_remark     text,
  decision_entry      bigint,
  -- Limits before results, also for whoever writes past the application.
  check (first_result_at is null or limits_entry is not null),
  check (results_entry is null or results_entry > limits_entry)
);
create index change_request_state on change_request (state);
select require_audit_entry('change_request');

create table acceptance_criterion (
  id             text primary key,
  version        integer not null,
  change_request text not null references change_request,
  number         text not null,
  title          text not null,
  metric         text not null,
  subject        text not null,
  limit_value    double precision not null,
  unit           text not null,
  claimed        boolean not null,
  why            text not null,
  unique (change_request, number)
);
select require_audit_entry('acceptance_criterion');

-- From submission on, limits stand.
create function keep_limits() returns trigger language plpgsql as $$
declare
  request text := case when tg_op = 'DELETE' then old.change_request else new.change_request end;
begin
  if (select state from change_request where number = request) <> 'DRAFT' then
    raise exception 'the limits of % are fixed since its submission: % is refused',
      request, lower(tg_op) using errcode = 'insufficient_privilege';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger keep_limits before insert or update or delete on acceptance_criterion
  for each row execute function keep_limits();
alter table acceptance_criterion enable always trigger keep_limits;

create table check_result (
  id             text primary key references acceptance_criterion,
  change_request text not null references change_request,
  criterion      text not null,
  title          text not null,
  metric         text not null,
  subject        text not null,
  value          double precision,
  limit_value    double precision not null,
  unit           text not null,
  n              integer not null,
  interval_lower double precision,
  interval_upper double precision,
  claimed        boolean not null,
  passed         boolean not null,
  explanation    text not null,
  points         bytea not null,
  seed           bigint not null,
  executed_at    timestamptz not null,
  digest         text not null check (length(digest) = 64)
);
create index check_result_change on check_result (change_request);
select make_append_only('check_result');
select require_audit_entry('check_result');

create table validation_report (
  number         text primary key,
  change_request text not null unique references change_request,
  pdf            bytea not null,
  digest         text not null check (length(digest) = 64),
  record_digest  text not null check (length(record_digest) = 64),
  rendered_at    timestamptz not null
);
select make_append_only('validation_report');
select require_audit_entry('validation_report');

create table sealed_report (
  number    text primary key references validation_report,
  pdf       bytea not null,
  digest    text not null check (length(digest) = 64),
  sealed_at timestamptz not null
);
select make_append_only('sealed_report');
select require_audit_entry('sealed_report');

create table report_reading (
  id          bigint primary key,
  report      text not null references validation_report,
  digest      text not null,
  reader      text not null,
  reader_name text not null,
  read_at     timestamptz not null
);
create index report_reading_reader on report_reading (report, reader);
select make_append_only('report_reading');
select require_audit_entry('report_reading');

grant usage on sequence change_request_number_seq, validation_report_number_seq,
  report_reading_seq to veritwin_app;
grant select, insert on change_request, acceptance_criterion, check_result, validation_report,
  sealed_report, report_reading to veritwin_app;
grant update on change_request to veritwin_app;
grant update (version, limit_value, why) on acceptance_criterion to veritwin_app;
grant select on change_request, acceptance_criterion, check_result, validation_report,
  sealed_report, report_reading to veritwin_reader;
