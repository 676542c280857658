/**
 * Notices to security and QA about what endangers signatures (21 CFR 11.300(d)): stored with what
 * they tell of, then sent by mail; on a demonstration site without a mail server they are written
 * as files, and said to be.
 */
package io.veritwin.records.notice;
