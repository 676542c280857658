/**
 * Who acts, and from where: persons with the roles in force, named machine identities, the origin
 * of a request.
 *
 * <p>Knows no login and no servlet: {@code ui} resolves the person once per request and passes them
 * on as an argument.
 */
package io.veritwin.records.identity;
