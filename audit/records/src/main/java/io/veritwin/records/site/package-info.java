/**
 * What this installation is: a demonstration or a GxP site, its address, its folders, its clock.
 *
 * <p>The only place that reads system properties. It holds no business rule.
 */
package io.veritwin.records.site;
