import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceWhole, writeNew, type FileParts } from '../../../../main/adapters/files/whole-file.ts';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'countersign-files-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });
const at = (name: string): string => join(folder, name);
/** What a disk refuses half way. */
const BROKEN = ['the first half', 7 as unknown as string] as FileParts;

describe('a file in the place of another', () => {
  it('has all of its parts, is its owner\'s alone, and leaves nothing beside it', async () => {
    writeFileSync(at('report.csv'), 'old', { mode: 0o644 });
    await replaceWhole(at('report.csv'), ['a;', Buffer.from('ü\n')], { flushed: true });
    expect(readFileSync(at('report.csv'), 'utf8')).toBe('a;ü\n');
    expect(statSync(at('report.csv')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['report.csv']);
    await replaceWhole(at('policy.json'), ['{}'], { flushed: false, mode: 0o644 });
    expect(statSync(at('policy.json')).mode & 0o777).toBe(0o644);
  });

  it('leaves the old one whole where the disk refuses the new one', async () => {
    writeFileSync(at('request.json'), 'old');
    await expect(replaceWhole(at('request.json'), BROKEN, { flushed: true })).rejects.toThrow();
    mkdirSync(at('folder'));
    await expect(replaceWhole(at('folder'), ['x'], { flushed: true })).rejects.toThrow();
    expect(readFileSync(at('request.json'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['folder', 'request.json']);
  });

  it('takes the place of a link and of a pipe, and goes through neither', async () => {
    writeFileSync(at('theirs'), 'theirs');
    symlinkSync(at('theirs'), at('link'));
    symlinkSync(at('theirs'), at('late.new'));
    execFileSync('mkfifo', [at('pipe'), at('early.new')]);
    for (const name of ['link', 'pipe']) await replaceWhole(at(name), ['ours'], { flushed: true });
    for (const name of ['late', 'early']) await replaceWhole(at(name), ['ours'], { flushed: true, beside: at(`${name}.new`) });
    for (const name of ['link', 'pipe', 'late', 'early']) {
      expect(lstatSync(at(name)).isFile()).toBe(true);
      expect(readFileSync(at(name), 'utf8')).toBe('ours');
    }
    expect(readFileSync(at('theirs'), 'utf8')).toBe('theirs');
    expect(readdirSync(folder).toSorted()).toEqual(['early', 'late', 'link', 'pipe', 'theirs']);
  }, 10_000);

  it('may have the longest name a folder takes', async () => {
    await replaceWhole(at('n'.repeat(255)), ['x'], { flushed: true });
    expect(existsSync(at('n'.repeat(255)))).toBe(true);
  });
});

describe('a file where there is none', () => {
  it('is its owner\'s alone, and replaces nothing', async () => {
    await writeNew(at('request.json'), ['{}']);
    expect(statSync(at('request.json')).mode & 0o777).toBe(0o600);
    await expect(writeNew(at('request.json'), ['x'])).rejects.toThrow();
    symlinkSync(at('nowhere'), at('link'));
    await expect(writeNew(at('link'), ['x'])).rejects.toThrow();
    expect(readFileSync(at('request.json'), 'utf8')).toBe('{}');
    expect(existsSync(at('nowhere'))).toBe(false);
  });

  it('is not there by half', async () => {
    await expect(writeNew(at('request.json'), BROKEN)).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
  });
});
