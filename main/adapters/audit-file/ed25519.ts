import { createPrivateKey, createPublicKey, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import type { SignatureCheck, Signer } from '../../core/audit/signing.ts';

/** What stands before the 32 bytes of a key in its DER form (RFC 8410). */
const PRIVATE_HEAD = '302e020100300506032b657004220420';
const PUBLIC_HEAD = '302a300506032b6570032100';
const SEED = /^[0-9a-f]{64}$/;

const P = 2n ** 255n - 19n;
const SIGN = 1n << 255n;
/** The y of the points of small order (RFC 7748, section 6.1, in Edwards form): a signature of such a key fits many a text. */
const SMALL_ORDER: ReadonlySet<bigint> = new Set([
  0n, 1n, P - 1n,
  BigInt('0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826'), BigInt('0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd83d3d706a17c7'),
]);

/** SECURITY: a key has one spelling (y below the prime), and none of small order is one. Without this the library takes both, and another one does not. */
function isKey(publicKey: string): boolean {
  const y = BigInt(`0x${Buffer.from(publicKey, 'hex').reverse().toString('hex')}`) & (SIGN - 1n);
  return y < P && !SMALL_ORDER.has(y);
}

const known = new Map<string, KeyObject>();

/** Checks Ed25519 signatures (RFC 8032). A key or signature that is none is false. */
export const checkSignature: SignatureCheck = (publicKey, text, signature) => {
  try {
    let key = known.get(publicKey);
    if (key === undefined) {
      if (!isKey(publicKey)) return false;
      key = createPublicKey({ key: Buffer.from(PUBLIC_HEAD + publicKey, 'hex'), format: 'der', type: 'spki' });
      if (known.size < 64) known.set(publicKey, key);
    }
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'hex'));
  } catch {
    return false;
  }
};

/** A new private key: 32 random bytes in hex. */
export function newSeed(): string {
  return randomBytes(32).toString('hex');
}

/** The signer of a private key, or null where the text is none. */
export function signerOf(seed: string): Signer | null {
  if (!SEED.test(seed)) return null;
  const key = createPrivateKey({ key: Buffer.from(PRIVATE_HEAD + seed, 'hex'), format: 'der', type: 'pkcs8' });
  const keyId = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_HEAD.length / 2).toString('hex');
  return {
    keyId,
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('hex'),
  };
}
