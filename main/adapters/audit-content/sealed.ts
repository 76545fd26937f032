import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const IV = 12;
const TAG = 16;
/** What sealing adds to a length. */
export const SEALED_MORE = IV + TAG;
/** Bytes of a key. */
export const KEY = 32;

/** A fresh key for AES-256. */
export function newKey(): Buffer {
  return randomBytes(KEY);
}

/** AES-256-GCM: IV, tag, ciphertext. `about` is bound to it and must be given again to open. */
export function sealed(key: Buffer, plain: Buffer, about: string): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about, 'utf8'));
  const body = cipher.update(plain);
  const end = cipher.final();
  return Buffer.concat([iv, cipher.getAuthTag(), body, end]);
}

/** The plain bytes, or null where key, bytes or what they are about do not belong together. */
export function unsealed(key: Buffer, bytes: Buffer, about: string): Buffer | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV), { authTagLength: TAG }).setAAD(Buffer.from(about, 'utf8'));
    decipher.setAuthTag(bytes.subarray(IV, IV + TAG));
    return Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()]);
  } catch {
    return null;
  }
}
