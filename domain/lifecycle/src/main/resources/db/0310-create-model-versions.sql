--liquibase formatted sql
--changeset veritwin:0310-create-model-versions splitStatements:false
-- Model versions (A22-13). After registration only the state of a version moves.

create table model_version (
  name               text primary key,
  version            integer not null,
  model              text not null,
  major              integer not null,
  minor              integer not null,
  structure_id       text not null,
  code_digest        text not null check (length(code_digest) = 64),
  parameters_digest  text not null check (length(parameters_digest) = 64),
  digest             text not null check (length(digest) = 64),
  covariance         text not null,
  use_name           text not null,
  question           text not null,
  context_of_use     text not null,
  credible_outputs   text not null,
  product            text not null,
  unit_class         text not null,
  influence          text not null check (influence in ('LOW', 'MEDIUM', 'HIGH')),
  consequence        text not null check (consequence in ('LOW', 'MEDIUM', 'HIGH')),
  calibration_set    text references data_set,
  calibration_digest text,
  hold_out_set       text not null references data_set,
  hold_out_digest    text not null,
  synthetic          boolean not null,
  state              text not null
    check (state in ('DRAFT', 'SUBMITTED', 'EFFECTIVE', 'REJECTED', 'RETIRED')),
  author_subject     text not null,
  author_name        text not null,
  registered_at      timestamptz not null,
  approver_subject   text,
  approver_name      text,
  approval_signature text,
  effective_at       timestamptz,
  ended_at           timestamptz,
  superseded_by      text references model_version,
  unique (model, major, minor)
);
create unique index model_version_one_effective on model_version (model)
  where state = 'EFFECTIVE';

create function keep_model_version() returns trigger language plpgsql as $$
declare
  moving text[] := array['version', 'state', 'approver_subject', 'approver_name',
    'approval_signature', 'effective_at', 'ended_at', 'superseded_by'];
begin
  if tg_op = 'DELETE' or (to_jsonb(old) - moving) <> (to_jsonb(new) - moving) then
    raise exception 'a model version is never changed after it was registered: % is refused',
      lower(tg_op) using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_model_version before update or delete on model_version
  for each row execute function keep_model_version();
alter table model_version enable always trigger keep_model_version;
select require_audit_entry('model_version');

create table model_version_parameter (
  model_version   text not null references model_version,
  position        integer not null,
  parameter       text not null,
  parameter_value double precision not null,
  standard_error  double precision,
  origin          text not null,
  identifiability text not null,
  primary key (model_version, position)
);
select make_append_only('model_version_parameter');
select require_audit_entry('model_version_parameter');

create table model_version_noise (
  model_version text not null references model_version,
  position      integer not null,
  output        text not null,
  absolute_sd   double precision not null,
  relative_sd   double precision not null,
  primary key (model_version, position)
);
select make_append_only('model_version_noise');
select require_audit_entry('model_version_noise');

create table model_version_domain (
  model_version text not null references model_version,
  position      integer not null,
  quantity      text not null,
  lower_value   double precision not null,
  upper_value   double precision not null,
  unit          text not null,
  primary key (model_version, position)
);
select make_append_only('model_version_domain');
select require_audit_entry('model_version_domain');

grant select, insert on model_version, model_version_parameter, model_version_noise,
  model_version_domain to veritwin_app;
grant update (version, state, approver_subject, approver_name, approval_signature, effective_at,
  ended_at, superseded_by) on model_version to veritwin_app;
grant select on model_version, model_version_parameter, model_version_noise,
  model_version_domain to veritwin_reader;
