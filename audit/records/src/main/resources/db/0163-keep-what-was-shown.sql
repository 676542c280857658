--liquibase formatted sql
--changeset veritwin:0163-keep-what-was-shown splitStatements:false
-- The record as the signing page showed it, row by row, kept with the ceremony and not with a
-- session (21 CFR 11.50(b)). Empty for ceremonies of an earlier version. Run as veritwin_owner.
alter table signing_ceremony add column shown text not null default '';
grant select (shown) on signing_ceremony to veritwin_reader;
