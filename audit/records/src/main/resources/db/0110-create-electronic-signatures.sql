--liquibase formatted sql
--changeset veritwin:0110-create-electronic-signatures splitStatements:false
-- Signing ceremonies and the signatures they lead to (21 CFR 11.50, 11.70, 11.200).

-- A ceremony is single-use: what is signed never changes, only its state moves, once.
create table signing_ceremony (
  id               text primary key,
  oidc_state       text not null unique,
  act              text not null,
  record_type      text not null,
  record_id        text not null,
  record_version   integer not null,
  canonical        bytea not null,
  record_digest    text not null check (length(record_digest) = 64),
  statement        bytea not null,
  ceremony_digest  text not null unique check (length(ceremony_digest) = 64),
  meaning          text not null,
  signer_subject   text not null,
  signer_username  text not null,
  signer_name      text not null,
  signer_number    text not null,
  signer_roles     text not null,
  choices          text not null,
  code_verifier    text not null,
  begun_at         timestamptz not null,
  expires_at       timestamptz not null,
  state            text not null check (state in ('OPEN', 'SIGNED', 'REFUSED')),
  concluded_at     timestamptz,
  refusal_rule     text,
  refusal_sentence text
);
create index signing_ceremony_record on signing_ceremony (record_type, record_id);

create function keep_ceremony() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state <> 'OPEN'
     or (to_jsonb(old) - array['state', 'concluded_at', 'refusal_rule', 'refusal_sentence'])
        <> (to_jsonb(new) - array['state', 'concluded_at', 'refusal_rule', 'refusal_sentence']) then
    raise exception 'a signing ceremony ends once and is never changed: % is refused', lower(tg_op)
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger keep_ceremony before update or delete on signing_ceremony
  for each row execute function keep_ceremony();
alter table signing_ceremony enable always trigger keep_ceremony;

-- The identity provider's public keys as they stood on the day of a signature.
create table identity_key_set (
  digest  text primary key check (length(digest) = 64),
  jwks    text not null,
  seen_at timestamptz not null
);
select make_append_only('identity_key_set');

create sequence electronic_signature_number_seq;

create table electronic_signature (
  number           text primary key,
  ceremony_id      text not null unique references signing_ceremony,
  record_type      text not null,
  record_id        text not null,
  record_version   integer not null,
  meaning          text not null,
  signer_subject   text not null,
  signer_username  text not null,
  signer_name      text not null,
  signer_number    text not null,
  signer_roles     text not null,
  signed_at        timestamptz not null,
  record_digest    text not null,
  ceremony_digest  text not null,
  remark           text not null,
  signed_document  bytea not null,
  cms              bytea not null,
  id_token         text not null,
  key_set_digest   text not null references identity_key_set,
  certificate_chain text not null,
  audit_entry_id   bigint not null unique references audit_entry deferrable initially deferred
);
create index electronic_signature_record on electronic_signature (record_type, record_id);
create index electronic_signature_signer on electronic_signature (signer_subject);
select make_append_only('electronic_signature');
select require_audit_entry('electronic_signature');

grant select, insert on signing_ceremony, identity_key_set, electronic_signature to veritwin_app;
grant update (state, concluded_at, refusal_rule, refusal_sentence) on signing_ceremony to veritwin_app;
grant usage on sequence electronic_signature_number_seq to veritwin_app;
grant select on electronic_signature, identity_key_set to veritwin_reader;
grant select (id, act, record_type, record_id, record_version, record_digest, statement,
  ceremony_digest, meaning, signer_subject, signer_name, begun_at, expires_at, state, concluded_at,
  refusal_rule, refusal_sentence)
  on signing_ceremony to veritwin_reader;
