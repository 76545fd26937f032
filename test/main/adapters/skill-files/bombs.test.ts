import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { unzipSync, zipSync } from 'fflate';
import { readTable } from '../../../../main/adapters/skill-files/read-table.ts';

describe('a spreadsheet made to fill the memory', () => {
  test('is refused by what comes out of it, whatever it says of itself', async () => {
    const parts = unzipSync(readFileSync('test/data/tables/german.xlsx'));
    const bomb = zipSync({ ...parts, 'xl/worksheets/sheet1.xml': new Uint8Array(200 * 1024 * 1024).fill(0x20) }, { level: 9 });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await readTable(bomb, 'bomb.xlsx', {})).toMatchObject({ ok: false, problems: [{ code: 'archive-bomb' }] });
    // The same with a small size written into the directory: the bytes are counted, and the two do not agree.
    const lying = Buffer.from(bomb);
    for (let at = lying.indexOf('PK\u0001\u0002'); at !== -1; at = lying.indexOf('PK\u0001\u0002', at + 4)) lying.writeUInt32LE(100, at + 24);
    expect(await readTable(lying, 'bomb.xlsx', {})).toMatchObject({ ok: false });
  });

  test('with more entries than a spreadsheet has is refused', async () => {
    const many = zipSync(Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`x${at}.xml`, new Uint8Array(1)])));
    expect(await readTable(many, 'many.xlsx', {})).toMatchObject({ ok: false, problems: [{ code: 'archive-bomb' }] });
  });
});
