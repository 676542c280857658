/**
 * Model versions: what they compute, for what use, with which parameters and from which data
 * (FAI-01, FAI-02, A22-03, A22-13). A version never changes after it was registered, except in its
 * state.
 */
package io.veritwin.lifecycle.model;
