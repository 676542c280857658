--liquibase formatted sql
--changeset veritwin:0410-create-recommendations splitStatements:false
-- Recommendations and what people do with them. Run as veritwin_owner.

create sequence recommendation_seq;

create table recommendation (
  id               bigint primary key,
  version          integer not null,
  unit             text not null,
  product          text not null,
  batch            text not null,
  phase            text not null,
  process_time     double precision not null,
  tag              text not null,
  node_id          text not null,
  value_unit       text not null,
  current_value    double precision not null,
  proposed_value   double precision not null,
  accepted_value   double precision,
  state            text not null check (state in
                     ('PROPOSED', 'SIGNED', 'SENDING', 'WRITTEN', 'UNKNOWN', 'CONFIRMED',
                      'NOT_WRITTEN', 'REJECTED', 'WITHDRAWN', 'EXPIRED', 'RELEASE_REFUSED',
                      'LAPSED', 'REFUSED_BY_PLANT')),
  proposed_at      timestamptz not null,
  expires_at       timestamptz not null,
  use_id           text not null unique,
  model_version    text not null,
  model_digest     text not null,
  design_space     text not null,
  estimate_id      bigint not null references twin_estimate,
  input_package    text not null,
  input_digest     text not null check (length(input_digest) = 64),
  forecast         text not null,
  forecast_digest  text not null check (length(forecast_digest) = 64),
  seed             bigint not null,
  engine_build     text not null,
  confidence       text not null,
  takes_back       text,
  task_id          text,
  bpmn_digest      text,
  signature_number text,
  signature_entry  bigint,
  signed_digest    text,
  signed_by        text,
  signed_at        timestamptz,
  signer_remark    text,
  gate_answers     text,
  gates_at         timestamptz,
  intent_entry     bigint,
  intent_at        timestamptz,
  written_at       timestamptz,
  write_status     bigint,
  write_window_us  bigint,
  read_back_value  double precision,
  read_back_at     timestamptz,
  closed_at        timestamptz,
  closed_rule      text,
  closed_sentence  text,
  effect           text check (effect in ('WATCHING', 'INSIDE', 'BREACHED', 'SUPERSEDED')),
  effect_until     timestamptz,
  effect_sentence  text,
  effect_at        timestamptz
);
create index recommendation_unit on recommendation (unit, id desc);
create index recommendation_state on recommendation (state)
  where state in ('PROPOSED', 'SIGNED', 'SENDING', 'WRITTEN', 'UNKNOWN');
-- At most one proposal waits for a person, per unit.
create unique index recommendation_one_open on recommendation (unit) where state = 'PROPOSED';

-- What was proposed never changes; what has ended never moves. The effect of a confirmed write is
-- noted once.
create function keep_recommendation() returns trigger language plpgsql as $$
declare
  moving text[] := array['version', 'state', 'accepted_value', 'task_id', 'bpmn_digest',
    'signature_number', 'signature_entry', 'signed_digest', 'signed_by', 'signed_at',
    'signer_remark', 'gate_answers', 'gates_at', 'intent_entry', 'intent_at', 'written_at',
    'write_status', 'write_window_us', 'read_back_value', 'read_back_at', 'closed_at',
    'closed_rule', 'closed_sentence', 'effect', 'effect_until', 'effect_sentence', 'effect_at'];
  allowed boolean;
begin
  if tg_op = 'DELETE' then
    raise exception 'a recommendation is never deleted' using errcode = 'insufficient_privilege';
  end if;
  if (to_jsonb(old) - moving) <> (to_jsonb(new) - moving) then
    raise exception 'what recommendation % proposed is never changed', old.id
      using errcode = 'insufficient_privilege';
  end if;
  allowed := old.state = new.state and old.state not in
      ('NOT_WRITTEN', 'REJECTED', 'WITHDRAWN', 'EXPIRED', 'RELEASE_REFUSED', 'LAPSED',
       'REFUSED_BY_PLANT')
    or (old.state, new.state) in (
      ('PROPOSED', 'SIGNED'), ('PROPOSED', 'REJECTED'), ('PROPOSED', 'WITHDRAWN'),
      ('PROPOSED', 'EXPIRED'),
      ('SIGNED', 'SENDING'), ('SIGNED', 'RELEASE_REFUSED'), ('SIGNED', 'LAPSED'),
      ('SENDING', 'WRITTEN'), ('SENDING', 'RELEASE_REFUSED'), ('SENDING', 'REFUSED_BY_PLANT'),
      ('SENDING', 'UNKNOWN'),
      ('WRITTEN', 'CONFIRMED'), ('WRITTEN', 'NOT_WRITTEN'), ('WRITTEN', 'UNKNOWN'),
      ('UNKNOWN', 'CONFIRMED'), ('UNKNOWN', 'NOT_WRITTEN'));
  if not allowed then
    raise exception 'recommendation % cannot go from % to %', old.id, old.state, new.state
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_recommendation before update or delete on recommendation
  for each row execute function keep_recommendation();
alter table recommendation enable always trigger keep_recommendation;
select require_audit_entry('recommendation');

-- One row per intent to write: a use-id is spent once, whatever any worker believes.
create table spent_write (
  use_id            text primary key,
  recommendation_id bigint not null references recommendation,
  at                timestamptz not null
);
select make_append_only('spent_write');
select require_audit_entry('spent_write');

create sequence engineer_question_seq;

create table engineer_question (
  id                bigint primary key,
  version           integer not null,
  recommendation    text not null,
  unit              text not null,
  question          text not null,
  asked_by          text not null,
  asked_by_name     text not null,
  asked_at          timestamptz not null
);
select require_audit_entry('engineer_question');

create sequence advice_stop_seq;

create table advice_stop (
  id               bigint primary key,
  version          integer not null,
  unit             text not null,
  stopped_by       text not null,
  stopped_by_name  text not null,
  stopped_at       timestamptz not null,
  resumed_by_name  text,
  resumed_at       timestamptz,
  resume_signature text
);
create unique index advice_stop_one_open on advice_stop (unit) where resumed_at is null;
select require_audit_entry('advice_stop');

grant select, insert, update on recommendation, advice_stop to veritwin_app;
grant select, insert on spent_write, engineer_question to veritwin_app;
grant usage on sequence recommendation_seq, engineer_question_seq, advice_stop_seq to veritwin_app;
grant select on recommendation, spent_write, engineer_question, advice_stop to veritwin_reader;
