--liquibase formatted sql
--changeset veritwin:0430-register-twin-bindings splitStatements:false
-- The two units of the demonstration site as their twins see them.

insert into twin_binding (unit, structure, quantity, role, tag, factor, value, sd, required) values
  ('BR-204', 'cho-fed-batch/1', 'feed',   'INPUT',  'FIC-204.PV', 0.001, null, null, true),
  ('BR-204', 'cho-fed-batch/1', 'VOLUME', 'ONLINE', 'LI-204.PV',  1,     null, 0.2,  true),
  ('BR-204', 'cho-fed-batch/1', 'VCD',    'ASSAY',  'LAB.VCD',    1,     null, 0.5,  false),
  ('BR-204', 'cho-fed-batch/1', 'GLC',    'ASSAY',  'LAB.GLC',    1,     null, 1.0,  false),
  ('BR-204', 'cho-fed-batch/1', 'GLN',    'ASSAY',  'LAB.GLN',    1,     null, 0.2,  false),
  ('BR-204', 'cho-fed-batch/1', 'LAC',    'ASSAY',  'LAB.LAC',    1,     null, 0.6,  false),
  ('BR-204', 'cho-fed-batch/1', 'AMM',    'ASSAY',  'LAB.AMM',    1,     null, 0.2,  false),
  ('BR-204', 'cho-fed-batch/1', 'TITRE',  'ASSAY',  'LAB.TITRE',  1,     null, 30,   false),
  ('BR-204', 'cho-fed-batch/1', 'Xv',  'START', null, 1, 0.5,  0.3,  false),
  ('BR-204', 'cho-fed-batch/1', 'Glc', 'START', null, 1, 30,   5,    false),
  ('BR-204', 'cho-fed-batch/1', 'Gln', 'START', null, 1, 5,    2,    false),
  ('BR-204', 'cho-fed-batch/1', 'Lac', 'START', null, 1, 2,    2,    false),
  ('BR-204', 'cho-fed-batch/1', 'Amm', 'START', null, 1, 0.5,  0.5,  false),
  ('BR-204', 'cho-fed-batch/1', 'mAb', 'START', null, 1, 0,    50,   false),
  ('BR-204', 'cho-fed-batch/1', 'V',   'START', null, 1, 25,   2,    false),
  ('BR-204', 'cho-fed-batch/1', 'Xv',  'DRIFT', null, 1, null, 0.30, false),
  ('BR-204', 'cho-fed-batch/1', 'Glc', 'DRIFT', null, 1, null, 0.40, false),
  ('BR-204', 'cho-fed-batch/1', 'Gln', 'DRIFT', null, 1, null, 0.08, false),
  ('BR-204', 'cho-fed-batch/1', 'Lac', 'DRIFT', null, 1, null, 1.00, false),
  ('BR-204', 'cho-fed-batch/1', 'Amm', 'DRIFT', null, 1, null, 0.06, false),
  ('BR-204', 'cho-fed-batch/1', 'mAb', 'DRIFT', null, 1, null, 20,   false),
  ('BR-204', 'cho-fed-batch/1', 'V',   'DRIFT', null, 1, null, 0.01, false),
  -- The replayed unit's feed is a totaliser without a trusted scale: a signed tag calibration gives
  -- its mL, and until there is one the twin knows of no feed.
  ('BR-101', 'yeast-overflow/1', 'feed', 'INPUT_TOTALISER', 'SUBST_A', 0.001, null, null, true),
  ('BR-101', 'yeast-overflow/1', 'gas',  'INPUT',           'AIRSP',   60,    null, null, true),
  ('BR-101', 'yeast-overflow/1', 'CX',   'ASSAY', 'LAB.CX', 1, null, 0.5,  false),
  ('BR-101', 'yeast-overflow/1', 'CS',   'ASSAY', 'LAB.CS', 1, null, 0.3,  false),
  ('BR-101', 'yeast-overflow/1', 'CE',   'ASSAY', 'LAB.CE', 1, null, 0.2,  false),
  ('BR-101', 'yeast-overflow/1', 'CO2',  'ONLINE', 'CO2',   1, null, 0.1,  false),
  ('BR-101', 'yeast-overflow/1', 'X', 'START', null, 1, 0.5, 0.3,  false),
  ('BR-101', 'yeast-overflow/1', 'S', 'START', null, 1, 15,  5,    false),
  ('BR-101', 'yeast-overflow/1', 'E', 'START', null, 1, 0.2, 0.2,  false),
  ('BR-101', 'yeast-overflow/1', 'V', 'START', null, 1, 0.5, 0.05, false),
  ('BR-101', 'yeast-overflow/1', 'X', 'DRIFT', null, 1, null, 0.20, false),
  ('BR-101', 'yeast-overflow/1', 'S', 'DRIFT', null, 1, null, 0.15, false),
  ('BR-101', 'yeast-overflow/1', 'E', 'DRIFT', null, 1, null, 0.10, false),
  ('BR-101', 'yeast-overflow/1', 'V', 'DRIFT', null, 1, null, 0.002, false);
