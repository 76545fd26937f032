import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { blake2b } from '@noble/hashes/blake2.js';
import type { SignatureState } from '../../core/policy/document/open.ts';

/** Detached Ed25519 signatures in minisign's format, over the exact bytes of a file. */
const PREHASHED = 'ED';
const LEGACY = 'Ed';
/** What stands before a bare Ed25519 key in its usual wrapping. */
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A key to sign with. */
export interface SigningKey {
  readonly id: Buffer;
  readonly key: KeyObject;
  /** The public key as minisign writes it: what a policy lists under `signatures`. */
  readonly publicText: string;
}

/** A key that cannot be used to sign. */
export class NotASigningKey extends Error {}

/**
 * Reads a signing key: an Ed25519 key in PEM, or minisign's own file without a password (`minisign -G -W`). Throws
 * {@link NotASigningKey}, which says nothing of the key.
 */
export function readSigningKey(text: string): SigningKey {
  try {
    return text.includes('-----BEGIN') ? fromPem(text) : fromMinisign(text);
  } catch {
    throw new NotASigningKey('This is no Ed25519 key in PEM and no minisign key without a password.');
  }
}

function fromPem(text: string): SigningKey {
  const key = createPrivateKey(text);
  if (key.asymmetricKeyType !== 'ed25519') throw new NotASigningKey('no ed25519');
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length);
  return signingKey(createHash('sha256').update(raw).digest().subarray(0, 8), key, raw);
}

function fromMinisign(text: string): SigningKey {
  const bytes = Buffer.from(lastLine(text), 'base64');
  // algorithm 2, key derivation 2 (zero: no password), checksum 2, salt 32, two limits of 8, id 8, seed 32, public key 32, checksum 32
  if (bytes.length !== 158 || bytes.toString('latin1', 0, 2) !== LEGACY || bytes.readUInt16LE(2) !== 0) throw new NotASigningKey('wrapped');
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, bytes.subarray(62, 94)]), format: 'der', type: 'pkcs8' });
  return signingKey(bytes.subarray(54, 62), key, bytes.subarray(94, 126));
}

function signingKey(id: Buffer, key: KeyObject, raw: Buffer): SigningKey {
  return { id, key, publicText: Buffer.concat([Buffer.from(LEGACY), id, raw]).toString('base64') };
}

/** The signature file for these bytes. `comment` is signed too. */
export function signBytes(bytes: Uint8Array, key: SigningKey, comment: string): string {
  const signature = sign(null, prehash(bytes), key.key);
  const trusted = sign(null, Buffer.concat([signature, Buffer.from(comment)]), key.key);
  const head = Buffer.concat([Buffer.from(PREHASHED), key.id, signature]).toString('base64');
  return `untrusted comment: signature of a Countersign policy\n${head}\ntrusted comment: ${comment}\n${trusted.toString('base64')}\n`;
}

/**
 * Is this signature file by one of the keys, and over these bytes? Never throws. `keys` are public keys as minisign
 * writes them; what is none of them is passed over, so an unreadable list trusts nobody.
 */
export function verifyBytes(bytes: Uint8Array, signatureFile: string | null, keys: readonly string[]): SignatureState {
  if (signatureFile === null) return 'none';
  try {
    const parts = readSignature(signatureFile);
    const key = keys.map(publicKey).find((one) => one !== null && one.id.equals(parts.id));
    if (key === undefined || key === null) return 'unknown-signer';
    const over = verify(null, parts.prehashed ? prehash(bytes) : bytes, key.key, parts.signature);
    const trusted = verify(null, Buffer.concat([parts.signature, Buffer.from(parts.comment)]), key.key, parts.global);
    return over && trusted ? 'valid' : 'wrong';
  } catch {
    return 'wrong';
  }
}

function readSignature(text: string) {
  const [, head, comment, global] = text.split(/\r?\n/);
  const bytes = Buffer.from(head ?? '', 'base64');
  const algorithm = bytes.toString('latin1', 0, 2);
  const prefix = 'trusted comment: ';
  if (bytes.length !== 74 || (algorithm !== PREHASHED && algorithm !== LEGACY) || comment?.startsWith(prefix) !== true) throw new RangeError('no signature');
  return { prehashed: algorithm === PREHASHED, id: bytes.subarray(2, 10), signature: bytes.subarray(10), comment: comment.slice(prefix.length), global: Buffer.from(global ?? '', 'base64') };
}

function publicKey(text: string): { readonly id: Buffer; readonly key: KeyObject } | null {
  const bytes = Buffer.from(lastLine(text), 'base64');
  if (bytes.length !== 42 || bytes.toString('latin1', 0, 2) !== LEGACY) return null;
  try {
    return { id: bytes.subarray(2, 10), key: createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, bytes.subarray(10)]), format: 'der', type: 'spki' }) };
  } catch {
    return null;
  }
}

/** Not by Node's own crypto: the one inside Electron knows no BLAKE2, and every signature would be a wrong one there. */
function prehash(bytes: Uint8Array): Buffer {
  return Buffer.from(blake2b(bytes, { dkLen: 64 }));
}

function lastLine(text: string): string {
  return text.trim().split(/\r?\n/).at(-1) ?? '';
}
