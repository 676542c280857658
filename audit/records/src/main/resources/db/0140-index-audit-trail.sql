--liquibase formatted sql
--changeset veritwin:0140-index-audit-trail splitStatements:false
-- What the explorer sorts by and looks persons up in, at ten million entries.
create index audit_entry_person_name on audit_entry (person_name, id);
create index audit_entry_record_number on audit_entry (record_id, id);
