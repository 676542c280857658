/**
 * The change of a model version as a process: {@code change-model-version.bpmn}, the port that the
 * lifecycle module declares, and the worker of its one service task. Must not change a change
 * request or a model version.
 */
package io.veritwin.workflow.lifecycle;
