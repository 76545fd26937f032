import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeBundle } from '../../../main/adapters/mcp/connector.ts';
import { createDocumentStore } from '../../../main/adapters/store/conf-store.ts';
import { openHome, type OpenHome } from '../../../main/compose.ts';
import type { AuditRecord } from '../../../main/core/audit/event.ts';
import type { JsonObject } from '../../../main/core/words/index.ts';

let folder = '';
let open: OpenHome | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-named-'));
  // Use is counted for each account; a test has its own.
  process.env['XDG_STATE_HOME'] = join(folder, 'state');
  await mkdir(join(folder, 'parts'));
});
afterEach(async () => {
  await open?.close();
  open = null;
  await rm(folder, { recursive: true, force: true });
});

/** The real host on one home, as the command line opens it, without servers. */
async function opened(): Promise<OpenHome> {
  open = await openHome({
    home: join(folder, 'home'), client: 'cli', version: '0.0.0-test', openDocuments: createDocumentStore, workerPath: join(folder, 'parts', 'worker.cjs'), programPaths: [],
    bundle: nodeBundle('none', {}, folder), onChange: () => undefined,
  });
  return open;
}

async function closed(): Promise<void> {
  await open?.close();
  open = null;
}

/** What the log says of events by a name, each with the one who did it. */
async function recorded(home: OpenHome, what: string): Promise<readonly JsonObject[]> {
  const records = await home.log.range(1, home.log.total());
  return records.map(({ event }: AuditRecord) => event as unknown as JsonObject).filter((event) => event['what'] === what);
}

describe('the log says by name', { timeout: 60_000 }, () => {
  it('that the app was stopped, by whom and from where, as the last record of a run', async () => {
    const { host } = await opened();
    const { person } = host.actor;
    await closed();
    const again = await opened();
    const [started, stopped, next] = await again.log.range(1, again.log.total()).then((records) => records.map(({ event }) => event as unknown as JsonObject).filter(({ what }) => what === 'app-started' || what === 'app-stopped'));
    expect([started?.['what'], stopped?.['what'], next?.['what']]).toEqual(['app-started', 'app-stopped', 'app-started']);
    expect(stopped).toMatchObject({ actor: { person, client: 'cli', planner: { kind: 'person', name: person } }, server: null });
    expect(await again.log.verify()).toMatchObject({ ok: true });
  });

  it('that a document was damaged: which one, why, and where the copy lies', async () => {
    const home = await opened();
    await home.host.settings.change({ contentDays: 30 });
    await closed();
    const file = join(folder, 'home', 'documents', 'settings.json');
    const torn = readFileSync(file, 'utf8').slice(0, -3);
    writeFileSync(file, torn);
    const again = await opened();
    again.host.settings.read();
    await again.log.verify();
    const [said, ...more] = await recorded(again, 'document-damaged');
    expect(more).toEqual([]);
    expect(said).toMatchObject({ actor: { client: 'cli' }, server: null, detail: { document: 'settings' } });
    expect(again.host.damaged).toHaveLength(1);
    const { keptAt } = (said?.['detail'] ?? {}) as { keptAt: string };
    expect(readFileSync(keptAt, 'utf8')).toBe(torn);
  });

  it('that a skill was installed and removed, with its digest, and nothing of one that was refused', async () => {
    const pack = join(folder, 'agenda-of-mine');
    cpSync(resolve('skills/import-agenda'), pack, { recursive: true });
    for (const name of ['SKILL.md', 'playbook.yaml']) {
      const text = readFileSync(join(pack, name), 'utf8');
      writeFileSync(join(pack, name), text.replace('name: import-agenda', 'name: agenda-of-mine'));
    }
    const home = await opened();
    const seen = await home.host.skills.inspect(pack);
    if (!seen.ok) throw new Error(JSON.stringify(seen));
    const { digest } = seen.inspection;
    expect(await home.host.skills.install(pack, '0'.repeat(64))).toMatchObject({ ok: false });
    expect(await recorded(home, 'skill-installed')).toEqual([]);
    expect(await home.host.skills.install(pack, digest)).toMatchObject({ ok: true });
    const detail = { skill: 'agenda-of-mine', digest };
    expect(await recorded(home, 'skill-installed')).toMatchObject([{ actor: { person: home.host.actor.person, client: 'cli' }, detail }]);
    expect(await readdir(join(folder, 'home', 'skills'))).toContain('agenda-of-mine');
    expect(await home.host.skills.remove('agenda-of-mine')).toBe(true);
    expect(await recorded(home, 'skill-removed')).toMatchObject([{ actor: { client: 'cli' }, detail }]);
    expect(await home.host.skills.remove('agenda-of-mine')).toBe(false);
    expect(await recorded(home, 'skill-removed')).toHaveLength(1);
    rmSync(pack, { recursive: true });
  });
});
