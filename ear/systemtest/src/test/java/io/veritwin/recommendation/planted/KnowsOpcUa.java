package io.veritwin.recommendation.planted;

import org.eclipse.milo.opcua.sdk.client.OpcUaClient;

/** Planted: a second door to the plant. */
final class KnowsOpcUa {
  OpcUaClient client;
}
