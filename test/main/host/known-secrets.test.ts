import { expect, it } from 'vitest';
import { rememberSecrets } from '../../../main/host/known-secrets.ts';
import { MemorySecrets } from '../../servers/memory.ts';

const LONG = 'a word of prose, '.repeat(30_000);

it('what becomes a secret while a long text is looked through is taken out of it, too', async () => {
  const secrets = rememberSecrets(new MemorySecrets());
  await secrets.set('one', 'the-first-of-them');
  let turns = 0;
  const pause = async (): Promise<void> => {
    turns += 1;
    if (turns === 3) await secrets.set('two', 'known-meanwhile-4711');
  };
  const without = await secrets.redactInTurns({ text: `known-meanwhile-4711 ${LONG} the-first-of-them` }, pause);
  expect(turns).toBeGreaterThan(4);
  expect(without).toEqual({ text: `[secret] ${LONG} [secret]` });
  expect(secrets.redact({ text: `known-meanwhile-4711 ${LONG} the-first-of-them` })).toEqual(without);
});
