--liquibase formatted sql
--changeset veritwin:0440-answer-engineer-questions splitStatements:false
-- A question to the process engineer is answered once; while it is open its recommendation cannot be
-- accepted. Run as veritwin_owner.

alter table engineer_question
  add column answer           text,
  add column answered_by_name text,
  add column answered_at      timestamptz,
  add constraint engineer_question_answered_whole
    check ((answer is null) = (answered_at is null)
       and (answer is null) = (answered_by_name is null));
create index engineer_question_open on engineer_question (id) where answered_at is null;

create function keep_engineer_question() returns trigger language plpgsql as $$
declare
  moving text[] := array['version', 'answer', 'answered_by_name', 'answered_at'];
begin
  if tg_op = 'DELETE' or old.answered_at is not null
     or (to_jsonb(old) - moving) <> (to_jsonb(new) - moving) then
    raise exception 'a question is answered once and never changed: % is refused', lower(tg_op)
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_engineer_question before update or delete on engineer_question
  for each row execute function keep_engineer_question();
alter table engineer_question enable always trigger keep_engineer_question;

grant update (version, answer, answered_by_name, answered_at) on engineer_question to veritwin_app;
