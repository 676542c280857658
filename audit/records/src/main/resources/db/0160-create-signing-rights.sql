--liquibase formatted sql
--changeset veritwin:0160-create-signing-rights splitStatements:false
-- The right to sign: identity check, training, accountability statement, lockout
-- (21 CFR 11.10(g) to (j), 11.100(b), 11.300(b), 11.300(d)). Run as veritwin_owner.

create table accountability_statement (
  version           integer primary key check (version > 0),
  text              text not null,
  reason            text not null,
  published_by      text not null,
  published_by_name text not null,
  published_at      timestamptz not null
);
-- The first version comes with this reviewed change; nobody has signed it.
insert into accountability_statement values (1,
  'My electronic signature is the legally binding equivalent of my handwritten signature. I alone use it: I give my password to nobody and sign for nobody under their name. I read what I sign. I answer for every act under my signature, and I report at once when somebody else may have used it.',
  'First version.', 'machine:schema', 'Veritwin, schema', now());
select make_append_only('accountability_statement');
select require_audit_entry('accountability_statement');

create table signing_right (
  subject              text primary key,
  version              integer not null default 0,
  username             text not null unique,
  printed_name         text not null,
  person_number        text not null,
  roles                text not null,
  state                text not null
                         check (state in ('UNCHECKED', 'ACTIVE', 'LOCKED', 'TO_BE_RECHECKED')),
  state_since          timestamptz not null,
  state_reason         text not null,
  checked_by           text,
  checked_by_name      text,
  checked_how          text,
  checked_at           timestamptz,
  certification_letter text,
  statement_version    integer references accountability_statement,
  statement_signature  text,
  statement_at         timestamptz,
  demonstration        boolean not null,
  -- Nobody vouches for themselves, also not past the application.
  check (checked_by is null or checked_by <> subject)
);
select require_audit_entry('signing_right');

create sequence training_number;
create table training (
  number           text primary key,
  version          integer not null default 0,
  subject          text not null references signing_right deferrable initially deferred,
  function         text not null,
  valid_until      timestamptz not null,
  evidence         text not null,
  recorded_by      text not null,
  recorded_by_name text not null,
  recorded_at      timestamptz not null,
  demonstration    boolean not null,
  check (recorded_by <> subject)
);
create index training_subject on training (subject);
select make_append_only('training');
select require_audit_entry('training');

-- Refused authentications in signing, each recorded in the trail by the entry it names.
create table refused_authentication (
  audit_entry_id bigint primary key references audit_entry deferrable initially deferred,
  subject        text not null,
  at             timestamptz not null
);
create index refused_authentication_subject on refused_authentication (subject, at);
select make_append_only('refused_authentication');

grant select, insert on accountability_statement, training, refused_authentication to veritwin_app;
grant select, insert, update on signing_right to veritwin_app;
grant usage on sequence training_number to veritwin_app;
grant select on accountability_statement, signing_right, training, refused_authentication
  to veritwin_reader;
