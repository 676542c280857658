package io.veritwin.plant.opcua;

import java.net.URI;
import java.nio.file.Path;

/**
 * How the plant is reached.
 *
 * @param endpoint the server's address
 * @param user the platform's account at the server
 * @param password its password
 * @param pki folder with opcua-client.p12, ca.pem and ca.crl
 * @param pkiPassword opens opcua-client.p12
 */
public record LinkSettings(
    URI endpoint, String user, char[] password, Path pki, char[] pkiPassword) {}
