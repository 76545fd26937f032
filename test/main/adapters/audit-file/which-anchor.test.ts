import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { witnessData } from '../../../../main/core/audit/witness.ts';
import { createTranslator, verifiedWords } from '../../../../preload/contract/language/index.ts';
import { MemoryKeychain } from '../../../proof/memory-keychain.ts';
import { intent, outcome, started } from '../../core/audit/events.ts';
import { cli } from '../../cli/harness.ts';
import { newHome, openLog } from './home.ts';

const FALSE_HASH = 'e'.repeat(64);
interface Head { chain: string; seq: number; hash: string; file: string }

async function homeWithLog(): Promise<{ home: string; anchor: string; head: Head }> {
  const home = await newHome();
  const log = await openLog(home);
  for (const event of [started(), intent('c1'), outcome('c1')]) await log.append(event);
  await log.close();
  const [name = ''] = await readdir(join(home, 'anchors'));
  const anchor = join(home, 'anchors', name);
  return { home, anchor, head: JSON.parse(await readFile(anchor, 'utf8')) as Head };
}

const disagreeing = (by: string, head: Head) => ({
  code: 1, lines: [{ ok: false, firstBad: { record: 3, why: 'anchor-differs', anchor: { by, chain: head.chain, seq: 3, says: FALSE_HASH, found: head.hash } } }],
});

describe('the anchor that disagrees', () => {
  it('is named when it is the one beside the log', async () => {
    const { home, anchor, head } = await homeWithLog();
    await writeFile(anchor, JSON.stringify({ ...head, hash: FALSE_HASH }));
    const found = await cli(['audit', 'verify', home]);
    expect(found).toMatchObject(disagreeing('file', head));
    expect(found.said).toContain(`the anchor beside the log knows another record here: it says eeeeeeeeeeee…, the log ${head.hash.slice(0, 12)}…`);
  });

  it('is named when it is one that was given, and when it is a witness, with the others in agreement', async () => {
    const { home, head } = await homeWithLog();
    const elsewhere = await newHome();
    const given = join(elsewhere, 'given.json');
    await writeFile(given, JSON.stringify({ ...head, hash: FALSE_HASH }));
    const named = await cli(['audit', 'verify', home, '--anchor', given]);
    expect(named).toMatchObject(disagreeing('external', head));
    expect(named.said).toContain('the anchor that was named knows another record');
    const told = join(elsewhere, 'told.txt');
    await writeFile(told, `<14>1 - host ${witnessData({ ...head, hash: FALSE_HASH })}\n`);
    const witnessed = await cli(['audit', 'verify', home, '--witness', told]);
    expect(witnessed).toMatchObject(disagreeing('witness', head));
    expect(witnessed.lines).toMatchObject([{ firstBad: { anchor: { file: 'told.txt' } } }]);
    expect(witnessed.said).toContain('the witness knows another record');
  });

  it('is named when it is the one in the keychain, also for an end that is missing', async () => {
    const keychain = new MemoryKeychain();
    const log = await openLog(await newHome());
    await log.signWith(keychain);
    await log.append(started());
    const [head] = await log.list({ before: null, limit: 1 });
    const anchored = (seq: number) => keychain.set('audit-anchors', JSON.stringify([{ chain: head?.chain, seq, hash: FALSE_HASH, file: '000001.jsonl' }]));
    await anchored(head?.seq ?? 0);
    const found = await log.verify();
    expect(found.firstBad).toMatchObject({ why: 'anchor-differs', anchor: { by: 'keychain', says: FALSE_HASH, found: head?.hash } });
    await anchored(900);
    const short = await log.verify();
    expect(short.firstBad).toMatchObject({ why: 'anchor-not-reached', anchor: { by: 'keychain', seq: 900, found: null } });
    const say = (bad: typeof found.firstBad, locale: 'en' | 'de') => verifiedWords({ ...found, firstBad: bad, torn: 0, signed: null }, createTranslator(locale)).says[0];
    expect(say(found.firstBad, 'en')).toContain('the anchor in the keychain knows another record here: it says eeeeeeeeeeee…');
    expect(say(found.firstBad, 'de')).toContain('der Anker im Schlüsselbund kennt hier einen anderen Eintrag: Er nennt eeeeeeeeeeee…');
    expect(say(short.firstBad, 'de')).toContain('der Anker im Schlüsselbund kennt Einträge bis 900; sie fehlen');
    await log.close();
  });
});
