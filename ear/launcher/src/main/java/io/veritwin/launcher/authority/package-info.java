/**
 * The small certificate authority of a demonstration site: makes, at first start, every certificate
 * that the parts need to speak TLS, sign and stamp. A GxP site brings its own and never runs this.
 */
package io.veritwin.launcher.authority;
