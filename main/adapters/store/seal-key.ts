import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { SecretStore } from '../../core/ports.ts';

const KEY_ACCOUNT = 'seal-key';
const keySchema = z.string().regex(/^[0-9a-f]{64}$/);

/** The key of seals in this keychain, made where there is none. Null where no keychain answers, or gives back something else than it was given. */
export async function openSealKey(secrets: SecretStore): Promise<string | null> {
  const found = await secrets.get(KEY_ACCOUNT);
  if (await secrets.kind() !== 'keychain') return null;
  const parsed = keySchema.safeParse(found);
  return parsed.success ? parsed.data : newKey(secrets, found === null);
}

/** Asked twice: a keychain that just came back must not have its key written over. */
async function newKey(secrets: SecretStore, absent: boolean): Promise<string | null> {
  if (absent) {
    const again = keySchema.safeParse(await secrets.get(KEY_ACCOUNT));
    if (again.success) return again.data;
  }
  const key = randomBytes(32).toString('hex');
  await secrets.set(KEY_ACCOUNT, key);
  return await secrets.kind() === 'keychain' && await secrets.get(KEY_ACCOUNT) === key ? key : null;
}
