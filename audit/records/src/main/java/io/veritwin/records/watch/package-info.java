/**
 * What the platform watches about itself without being asked: the age of entries that wait for
 * their place, the clock, its components and certificates, the identity provider's events. Whatever
 * changes becomes an entry of the trail, whatever is wrong an alarm.
 *
 * <p>Decides nothing about records; an alarm that stops acts is asked for by {@code log}.
 */
package io.veritwin.records.watch;
