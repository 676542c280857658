/**
 * Where a person begins: what this system is, what it decides and what it never does, the models
 * and their status, the way to one's own work.
 */
package io.veritwin.ui.start;
