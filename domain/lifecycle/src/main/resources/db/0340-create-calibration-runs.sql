--liquibase formatted sql
--changeset veritwin:0340-create-calibration-runs splitStatements:false
-- Calibrations: kept from their start, so that a result outlives the server before it is registered.

create table calibration_run (
  number          text primary key,
  version         integer not null,
  structure_id    text not null,
  data_set        text not null references data_set,
  data_digest     text not null check (length(data_digest) = 64),
  noise           text not null,
  started_subject text not null,
  started_by_name text not null,
  started_at      timestamptz not null,
  state           text not null check (state in ('RUNNING', 'FINISHED', 'ENDED')),
  ended_at        timestamptz,
  words           text,
  result          text,
  check ((state = 'RUNNING') = (ended_at is null)),
  check ((state = 'FINISHED') = (result is not null))
);

-- How a calibration ended is noted once; everything else stands from its start.
create function keep_calibration_run() returns trigger language plpgsql as $$
declare
  moving text[] := array['version', 'state', 'ended_at', 'words', 'result'];
begin
  if tg_op = 'DELETE' or old.state <> 'RUNNING'
     or (to_jsonb(old) - moving) <> (to_jsonb(new) - moving) then
    raise exception 'a calibration ends once and is never changed: % is refused', lower(tg_op)
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_calibration_run before update or delete on calibration_run
  for each row execute function keep_calibration_run();
alter table calibration_run enable always trigger keep_calibration_run;
select require_audit_entry('calibration_run');

grant select, insert, update on calibration_run to veritwin_app;
grant select on calibration_run to veritwin_reader;
