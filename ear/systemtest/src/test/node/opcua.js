// An independent OPC UA client (node-opcua). One command per run; prints one JSON line.
//   node opcua.js ENDPOINT CERT KEY PKI-FOLDER USER PASSWORD read NODE...
//   node opcua.js ENDPOINT CERT KEY PKI-FOLDER USER PASSWORD write NODE TYPE VALUE
// NODE is the identifier in namespace urn:veritwin:plant, for example BR204.FIC-204.SP.
const fs = require("fs");
const os = require("os");
const path = require("path");
const {
  AttributeIds,
  DataType,
  MessageSecurityMode,
  OPCUAClient,
  SecurityPolicy,
  UserTokenType,
} = require("node-opcua-client");
const { OPCUACertificateManager } = require("node-opcua-certificate-manager");
const { readCertificate, readCertificateRevocationList } = require("node-opcua-crypto");

async function main() {
  const [endpoint, certificateFile, privateKeyFile, pkiFolder, userName, password, act, ...args] =
    process.argv.slice(2);
  const authority = path.join(pkiFolder, "ca.pem");
  const revocations = path.join(pkiFolder, "ca.crl");
  const pki = fs.mkdtempSync(path.join(os.tmpdir(), "opcua-pki-"));
  const trust = new OPCUACertificateManager({
    rootFolder: pki,
    automaticallyAcceptUnknownCertificate: false,
  });
  await trust.initialize();
  // The plant's certificate is issued by the site's authority, which keeps a revocation list.
  await trust.addIssuer(readCertificate(authority), false, true);
  await trust.addRevocationList(await readCertificateRevocationList(revocations));
  const client = OPCUAClient.create({
    applicationName: "independent client",
    applicationUri: "urn:veritwin:client",
    certificateFile,
    privateKeyFile,
    clientCertificateManager: trust,
    securityMode: MessageSecurityMode.SignAndEncrypt,
    securityPolicy: SecurityPolicy.Basic256Sha256,
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 1 },
  });
  await client.connect(endpoint);
  const session = await client.createSession({
    type: UserTokenType.UserName,
    userName,
    password,
  });
  try {
    const namespaces = await session.readNamespaceArray();
    const index = namespaces.indexOf("urn:veritwin:plant");
    const nodeId = (name) => `ns=${index};s=${name}`;
    if (act === "write") {
      const [node, type, value] = args;
      const status = await session.write({
        nodeId: nodeId(node),
        attributeId: AttributeIds.Value,
        value: {
          value: {
            dataType: DataType[type],
            value: type === "String" ? value : type === "Boolean" ? value === "true" : Number(value),
          },
        },
      });
      console.log(JSON.stringify({ status: status.name }));
    } else {
      const read = {};
      for (const node of args) {
        const data = await session.read({ nodeId: nodeId(node), attributeId: AttributeIds.Value });
        read[node] = { value: data.value.value, status: data.statusCode.name };
      }
      console.log(JSON.stringify(read));
    }
  } finally {
    await session.close();
    await client.disconnect();
    fs.rmSync(pki, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.log(JSON.stringify({ error: error.message }));
    process.exit(1);
  }
);
