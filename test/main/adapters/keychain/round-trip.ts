import { createKeychain } from '../../../../main/adapters/keychain/keychain.ts';

// Run by the test of the real keyring, as a process of its own: `set`, `get` or `delete` one secret, one JSON line out.
const [service = '', action = '', value = ''] = process.argv.slice(2);
const keychain = createKeychain({ service });
if (action === 'set') await keychain.set('account', value);
if (action === 'delete') await keychain.delete('account');
const got = await keychain.get('account');
process.stdout.write(`${JSON.stringify({ kind: await keychain.kind(), got })}\n`);
