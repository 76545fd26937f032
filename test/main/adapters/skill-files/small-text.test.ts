import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSmallText } from '../../../../main/adapters/skill-files/small-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-small-text-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a small text', () => {
  it.each([['', 'empty'], ['äöü 🙂', 'short'], ['🙂'.repeat(5), 'as long as it may be']])('is read whole: %s', async (text, name) => {
    writeFileSync(at(name), text);
    expect(await readSmallText(at(name), 10)).toBe(text);
  });

  it.each(['x', 'ä', '€', '🙂'])('that is too long is seen to be, whatever it is made of: %s', async (sign) => {
    writeFileSync(at('long'), sign.repeat(1_000));
    const read = await readSmallText(at('long'), 9);
    expect(read).toHaveLength(10);
    expect(sign.repeat(1_000).startsWith(read ?? '-')).toBe(true);
  });

  it('is none where it is not there, another thing than a file, a link, or no UTF-8', async () => {
    writeFileSync(at('latin'), Buffer.from('Gr\u00FC\u00DFe', 'latin1'));
    symlinkSync(at('latin'), at('link'));
    execFileSync('mkfifo', [at('pipe')]);
    for (const name of ['nowhere', '.', 'link', 'pipe', 'latin']) expect(await readSmallText(at(name), 100), name).toBeNull();
  });
});
