import { z } from 'zod';
import type { SecretStore } from '../../core/ports.ts';
import { newKey } from './sealed.ts';

/** The keychain's account of the content keys. */
const ACCOUNT = 'audit-content';

const hexKey = z.string().regex(/^[0-9a-f]{64}$/);
const master = z.strictObject({ id: z.int().min(1), key: hexKey });
const keysSchema = z.strictObject({
  /** Wraps the keys of all pages. */
  current: master,
  /** The one that follows, while the pages are being wrapped anew. */
  next: master.nullable(),
  /** For keyed digests; stays the same, so that equal names stay findable. */
  marks: hexKey,
});

/** The content keys of a home as the keychain holds them. */
export type ContentKeys = z.infer<typeof keysSchema>;

/**
 * The keys of a home; made where the keychain has none. Null where there is no keychain: content is never kept under a
 * key that lies beside it.
 */
export async function findContentKeys(secrets: SecretStore): Promise<ContentKeys | null> {
  const kept = await keptKeys(secrets);
  if (kept !== 'none') return kept;
  // Asked twice: a keychain that just came back must not have its keys written over.
  const again = await keptKeys(secrets);
  if (again !== 'none') return again;
  const fresh = { current: freshMaster(1), next: null, marks: newKey().toString('hex') };
  return await saveContentKeys(secrets, fresh) ? fresh : null;
}

/** The keys of a home where the keychain has them; nothing is made. */
export async function keptContentKeys(secrets: SecretStore): Promise<ContentKeys | null> {
  const kept = await keptKeys(secrets);
  return kept === 'none' ? null : kept;
}

/** The master key after another. */
export function freshMaster(id: number): ContentKeys['current'] {
  return { id, key: newKey().toString('hex') };
}

/** True when the keychain, and not only memory, holds these keys. */
export async function saveContentKeys(secrets: SecretStore, keys: ContentKeys): Promise<boolean> {
  const text = JSON.stringify(keys);
  await secrets.set(ACCOUNT, text);
  return await secrets.kind() === 'keychain' && await secrets.get(ACCOUNT) === text;
}

/** Keys that are there and cannot be read are no reason to make others: everything under them would be lost. */
async function keptKeys(secrets: SecretStore): Promise<ContentKeys | null | 'none'> {
  const text = await secrets.get(ACCOUNT);
  if (await secrets.kind() !== 'keychain') return null;
  if (text === null) return 'none';
  try {
    return keysSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
