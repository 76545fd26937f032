import type { Signer } from '../../core/audit/signing.ts';
import type { SecretStore } from '../../core/ports.ts';
import { newSeed, signerOf } from './ed25519.ts';

/** The keychain's account of the private key. */
const ACCOUNT = 'audit-signing-key';

/**
 * The home's signing key, made where the keychain has none. Null where there is no keychain: a key is never kept in
 * memory alone or in a file, for a signature whose key is gone tomorrow proves nothing.
 */
export async function findSigningKey(secrets: SecretStore): Promise<Signer | null> {
  const kept = await keptKey(secrets);
  if (kept !== null) return kept;
  // Asked twice: a keychain that just came back must not have its key written over.
  if (await secrets.kind() !== 'keychain') return null;
  const again = await keptKey(secrets);
  if (again !== null) return again;
  if (await secrets.kind() !== 'keychain') return null;
  const seed = newSeed();
  await secrets.set(ACCOUNT, seed);
  return await secrets.kind() === 'keychain' && await secrets.get(ACCOUNT) === seed ? signerOf(seed) : null;
}

async function keptKey(secrets: SecretStore): Promise<Signer | null> {
  const seed = await secrets.get(ACCOUNT);
  return seed === null || await secrets.kind() !== 'keychain' ? null : signerOf(seed);
}
