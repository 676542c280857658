--liquibase formatted sql
--changeset veritwin:0420-create-design-spaces splitStatements:false
-- The design space of each setpoint that may be advised on (ICH-01). Run as veritwin_owner.

create table design_space (
  reference          text primary key,
  version            integer not null default 0,
  unit               text not null,
  use_name           text not null,
  tag                text not null,
  title              text not null,
  value_unit         text not null,
  lower_value        numeric not null,
  upper_value        numeric not null check (upper_value > lower_value),
  largest_step       numeric not null check (largest_step > 0),
  resolution         numeric not null check (resolution > 0),
  limits             text not null,
  breach_probability double precision not null,
  input              text not null,
  input_power_of_ten integer not null,
  objective          text not null,
  horizon_hours      double precision not null check (horizon_hours > 0),
  signature_number   text,
  approved_by        text,
  approved_at        timestamptz
);
comment on column design_space.limits is 'one per line: output, MINIMUM or MAXIMUM, value in the model''s unit';
comment on column design_space.input_power_of_ten is 'model input = setpoint x 10^this';

-- Registered by this reviewed change, not yet signed: in force on a demonstration site only, and
-- said to be so; elsewhere only after "approve-design-space" is signed.
insert into design_space (reference, unit, use_name, tag, title, value_unit, lower_value,
    upper_value, largest_step, resolution, limits, breach_probability, input, input_power_of_ten,
    objective, horizon_hours)
values
  ('DS-204 rev 1', 'BR-204', 'feed advice', 'FIC-204.SP', 'Feed rate', 'mL/h', 10.0, 150.0, 6.0,
   0.5, E'GLC MINIMUM 4.0\nGLC MAXIMUM 38.0\nVOLUME MAXIMUM 48.0', 0.10, 'feed', -3, 'PRODUCT', 36),
  -- A replayed unit has no feed setpoint of its own: what is proposed starts from the feed as the
  -- twin sees it, and can never be released (REL-10).
  ('DS-101 rev 1', 'BR-101', 'feed advice', 'FIC-101.SP', 'Feed rate', 'mL/h', 0.5, 15.0, 2.0,
   0.1, E'CS MAXIMUM 5.0', 0.10, 'feed', -3, 'CX', 4);

-- What was registered never changes; it can be signed once.
create function keep_design_space() returns trigger language plpgsql as $$
declare
  moving text[] := array['version', 'signature_number', 'approved_by', 'approved_at'];
begin
  if tg_op = 'DELETE' or old.signature_number is not null
     or (to_jsonb(old) - moving) <> (to_jsonb(new) - moving) then
    raise exception 'a design space is signed once and never changed: % is refused', lower(tg_op)
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_design_space before update or delete on design_space
  for each row execute function keep_design_space();
alter table design_space enable always trigger keep_design_space;
select require_audit_entry('design_space');

grant select, update (version, signature_number, approved_by, approved_at) on design_space
  to veritwin_app;
grant select on design_space to veritwin_reader;
