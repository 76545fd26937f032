import { execFile, execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvLine } from '../../../../main/core/audit/record-csv.ts';
import { intent } from './events.ts';

const hasSpreadsheet = ((): boolean => {
  try {
    return execFileSync('soffice', ['--version'], { stdio: 'pipe', timeout: 30_000 }).length > 0;
  } catch {
    return false;
  }
})();

/** Everything that may end a cell or a line, what is left out or taken for a quote behind it, and what begins a formula. */
const HOSTILE = ['', 'a;', 'a\t', 'a|', 'a\n', 'a\r', 'a,'].flatMap((cut) => ['', ' ', '\u00a0', '\u200b', '"', "'", '\ufeff'].flatMap((skipped) => ['=1+1', '+1+1', '-1+1', '@SUM(1;1)', '\uff1d1+1'].map((formula) => `${cut}${skipped}${formula};b|c\td`)));
const lineOf = (tool: string, seq: number): string => {
  const event = structuredClone(intent('c', { text: tool })) as unknown as { call: { tool: { name: string } } };
  event.call.tool.name = tool;
  return csvLine({ v: 1, chain: 'c', seq, at: '2026-01-01T00:00:00.000Z', prev: '0'.repeat(64), event: event as never, hash: 'a'.repeat(64) });
};

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'countersign-csv-')); });
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The formulas that LibreOffice makes of a text which it cuts at one letter; its "evaluate formulas" is on, as with a double click. */
async function formulasIn(csv: string, separator: number): Promise<string[]> {
  const place = join(folder, String(separator), String(csv.length));
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'log.csv'), csv);
  await promisify(execFile)('soffice', [
    `-env:UserInstallation=file://${join(folder, 'office')}`, '--headless', `--infilter=CSV:${separator},34,76,1,,0,false,true,false,false,false,-1,true`, '--convert-to', 'fods', '--outdir', place, join(place, 'log.csv'),
  ], { timeout: 120_000, env: { ...process.env, HOME: folder } });
  return [...(await readFile(join(place, 'log.fods'), 'utf8')).matchAll(/table:formula="([^"]*)"/g)].map(([, formula = '']) => formula);
}

describe.runIf(hasSpreadsheet)('the log in a spreadsheet', () => {
  it.each([[',', 44], [';', 59], ['\\t', 9], ['|', 124]])('that cuts rows at %s has no formula, whatever a server named its tools', async (_, separator) => {
    expect(await formulasIn(HOSTILE.map(lineOf).join(''), separator)).toEqual([]);
  }, 180_000);

  it('would have one without the care that is taken', async () => {
    expect(await formulasIn('1,"a;=1+1;b"\r\n', 59)).toEqual(['of:=1+1']);
  }, 180_000);
});
