import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-main-'));
  await build({
    configFile: false, logLevel: 'silent', ssr: { noExternal: true },
    build: { ssr: resolve('main/cli/main.ts'), outDir: folder, emptyOutDir: false, target: 'node20', rolldownOptions: { output: { format: 'cjs', entryFileNames: 'countersign.cjs', codeSplitting: false } } },
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a line of shell in which `$CLI` is the real program, as its own process. */
function shell(line: string): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((done) => {
    execFile('sh', ['-c', line], { cwd: folder, env: { ...process.env, LC_ALL: 'en_GB.UTF-8', CLI: `${process.execPath} ${join(folder, 'countersign.cjs')}` } }, (error, _out, said) => {
      done({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, said });
    });
  });
}

describe('an answer that goes into a file', () => {
  it('is a no, and said aloud, where the disk takes none of it', async () => {
    const { code, said } = await shell('$CLI policy schema > /dev/full');
    expect(said).toContain('The answer could not be written whole (ENOSPC).');
    expect(code).toBe(1);
  });

  it('is a no, and said aloud, where the disk takes a part of it (skipped where no small disk can be mounted)', async (context) => {
    const disk = join(folder, 'disk');
    await mkdir(disk);
    if ((await shell(`mount -t tmpfs -o size=8k tmpfs ${disk}`)).code !== 0) context.skip();
    const { code, said } = await shell('$CLI policy schema > disk/part.json');
    const { size } = await stat(join(disk, 'part.json'));
    await shell(`umount -l ${disk}`);
    expect(size).toBe(8_192);
    expect(said).toContain('The answer could not be written whole (ENOSPC).');
    expect(code).toBe(1);
  });

  it('is whole where there is room, behind what was there', async () => {
    const { code } = await shell('echo before > whole.txt; $CLI policy schema >> whole.txt; code=$?; $CLI policy schema > alone.json; exit $code');
    expect(code).toBe(0);
    const alone = await readFile(join(folder, 'alone.json'), 'utf8');
    expect(JSON.parse(alone)).toMatchObject({ title: 'Countersign policy' });
    expect(await readFile(join(folder, 'whole.txt'), 'utf8')).toBe(`before\n${alone}`);
  });

  it('may be left unread: a reader who has enough is no fault', async () => {
    expect((await shell('{ $CLI policy schema; echo $? >&2; } | head -c 10 > /dev/null')).said).toBe('0\n');
  });
});
