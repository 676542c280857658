--liquibase formatted sql
--changeset veritwin:0341-offer-disposal-of-data splitStatements:false
-- Calibrations, data sets and imported batches can be disposed of after their retention, in this
-- order: whatever still refers to one of them keeps it. Model versions, change requests, reports and
-- assignments are the basis of decisions that stand, and are not offered.
create or replace function keep_calibration_run() returns trigger language plpgsql as $$
declare
  moving text[] := array['version', 'state', 'ended_at', 'words', 'result'];
begin
  -- Whether a calibration that has ended may leave is for its retention to say.
  if tg_op = 'DELETE' and old.state <> 'RUNNING' then
    return old;
  end if;
  if tg_op = 'DELETE' or old.state <> 'RUNNING'
     or (to_jsonb(old) - moving) <> (to_jsonb(new) - moving) then
    raise exception 'a calibration ends once and is never changed: % is refused', lower(tg_op)
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

select offer_disposal('calibration', array['calibration_run'], array['number']);
select offer_disposal('data set', array['data_set', 'data_set_batch'], array['number', 'data_set']);
select offer_disposal('imported batch', array['imported_batch'], array['number']);
