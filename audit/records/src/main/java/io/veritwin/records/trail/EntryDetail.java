package io.veritwin.records.trail;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An entry opened in the explorer.
 *
 * @param row what its row says
 * @param changes each changed field before and after
 * @param details further values of the entry, in the order of their names
 * @param origin from where the act came
 * @param canonicalJson the entry exactly as hashed into the log
 * @param leafHash its hash in the log's tree, lower-case hex
 * @param receipt its proof; empty while no durable checkpoint covers it
 */
public record EntryDetail(
    TrailRow row,
    List<FieldChange> changes,
    Map<String, String> details,
    String origin,
    String canonicalJson,
    String leafHash,
    Optional<Receipts.StoredReceipt> receipt) {}
