package io.veritwin.simulator.server;

import java.time.Instant;

/**
 * One write that reached a node, as the server saw it.
 *
 * @param user who wrote
 * @param node the node's identifier: "BR204.FIC-204.SP"
 * @param value the value sent
 * @param auditEntryId the request's audit entry id; {@code null} when the client sent none
 * @param good true when the server answered Good
 * @param at when it arrived
 */
public record AppliedWrite(
    String user, String node, Object value, String auditEntryId, boolean good, Instant at) {}
