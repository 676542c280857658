/**
 * Recomputes a proof in the reader's own browser, from bytes alone: RFC 6962 leaf and node hashes, the
 * C2SP tlog-proof, the signed-note checkpoint, Ed25519. Nothing here asks the server whether it is true.
 */
const text = new TextEncoder();

const bytesOf = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
export const hex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
export const brief = (bytes) => { const t = hex(bytes); return `${t.slice(0, 4)} ${t.slice(4, 8)}`; };
const equal = (a, b) => a.length === b.length && a.every((v, i) => v === b[i]);

async function sha256(...parts) {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) {
    all.set(p, at);
    at += p.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}

export const leafHash = (leaf) => sha256(Uint8Array.of(0), leaf);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

/** Root that follows from a leaf's hash and its inclusion path (RFC 9162, 2.1.3.2). */
export async function rootOf(index, size, hash, path) {
  if (index >= size) throw new Error("the entry's place lies beyond the checkpoint");
  let fn = BigInt(index);
  let sn = BigInt(size) - 1n;
  let r = hash;
  for (const p of path) {
    if (sn === 0n) throw new Error("the path is longer than the tree is high");
    if (fn % 2n === 1n || fn === sn) {
      r = await nodeHash(p, r);
      while (fn % 2n === 0n && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else r = await nodeHash(r, p);
    fn >>= 1n;
    sn >>= 1n;
  }
  if (sn !== 0n) throw new Error("the path is shorter than the tree is high");
  return r;
}

/** Reads the tlog-proof text form. */
export function readProof(proof) {
  const blank = proof.indexOf("\n\n");
  const head = proof.slice(0, blank).split("\n");
  if (head.shift() !== "c2sp.org/tlog-proof@v1") throw new Error("this is not a tlog-proof");
  if (head[0]?.startsWith("extra ")) head.shift();
  const index = Number(/^index (\d+)$/.exec(head.shift() ?? "")?.[1]);
  return { index, path: head.map(bytesOf), checkpoint: proof.slice(blank + 2) };
}

/** Reads a signed-note checkpoint. */
export function readCheckpoint(note) {
  const end = note.lastIndexOf("\n\n");
  const body = note.slice(0, end + 1);
  const [origin, size, root] = body.split("\n");
  const signatures = note.slice(end + 2).trimEnd().split("\n").map((line) => {
    const [, name, value] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = value ? bytesOf(value) : new Uint8Array();
    return { name, keyId: hex(bytes.slice(0, 4)), bytes: bytes.slice(4) };
  });
  return { body, origin, size: Number(size), root: bytesOf(root), signatures };
}

/** Reads "name+keyid+base64" of C2SP signed-note. */
export function readKey(vkey) {
  const [name, keyId, ...rest] = vkey.trim().split("+");
  const typed = bytesOf(rest.join("+"));
  if (typed[0] !== 1 || typed.length !== 33) throw new Error("the log's key is not an Ed25519 key");
  return { name, keyId, raw: typed.slice(1) };
}

/** Whether the log's key signed the checkpoint; null where this browser has no Ed25519. */
export async function signedBy(checkpoint, key) {
  const line = checkpoint.signatures.find((s) => s.name === key.name && s.keyId === key.keyId);
  if (!line) return false;
  let imported;
  try {
    imported = await crypto.subtle.importKey("raw", key.raw, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    return null;
  }
  return crypto.subtle.verify({ name: "Ed25519" }, imported, line.bytes, text.encode(checkpoint.body));
}

/**
 * The lines that a browser can prove by itself.
 *
 * @param evidence {entry, leafHash, leaf, proof} from the server
 * @param shown the canonical entry as this page shows it
 * @param vkey the log's public key
 */
export async function check(evidence, shown, vkey) {
  const lines = [];
  const leaf = bytesOf(evidence.leaf);
  const hash = await leafHash(leaf);
  const proof = readProof(evidence.proof);
  const checkpoint = readCheckpoint(proof.checkpoint);
  const same = shown === null || equal(leaf, text.encode(shown));
  lines.push(same && hex(hash) === evidence.leafHash
    ? { holds: true, strong: "The stored bytes give the entry\u2019s hash", rest: "", evidence: brief(hash) }
    : { holds: false, strong: `Entry ${evidence.entry} is not what was hashed`, rest: `expected ${evidence.leafHash}, found ${hex(hash)}`, evidence: brief(hash) });
  let root = null;
  try {
    root = await rootOf(proof.index, checkpoint.size, hash, proof.path);
  } catch (e) {
    lines.push({ holds: false, strong: "The entry is not in the log", rest: e.message, evidence: "" });
  }
  if (root) {
    lines.push(equal(root, checkpoint.root)
      ? { holds: true, strong: "The entry is in the log", rest: `at place ${proof.index}, ${proof.path.length} hashes to the root`, evidence: brief(root) }
      : { holds: false, strong: `Entry ${evidence.entry} is not in the log`, rest: `expected root ${hex(checkpoint.root)}, found ${hex(root)}`, evidence: brief(root) });
  }
  const key = readKey(vkey);
  const signed = await signedBy(checkpoint, key);
  lines.push(signed === null
    ? { holds: null, strong: "This browser cannot check Ed25519", rest: "the server\u2019s result stands below", evidence: key.keyId }
    : signed
      ? { holds: true, strong: "The log\u2019s key signed the checkpoint", rest: `Ed25519, ${checkpoint.origin}`, evidence: key.keyId }
      : { holds: false, strong: "The log\u2019s key did not sign this checkpoint", rest: checkpoint.origin, evidence: key.keyId });
  return { lines, proof, checkpoint };
}
