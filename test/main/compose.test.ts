import { describe, expect, it } from 'vitest';
import { policyHandlers } from '../../main/ipc/policy.ts';
import { until } from '../servers/opened.ts';
import { sha256 } from '../../main/adapters/digest/sha256.ts';
import { createDocumentStore } from '../../main/adapters/store/conf-store.ts';
import type { PolicySourceReader } from '../../main/adapters/policy-sources/source-reader.ts';
import { openHome, type OpenHome } from '../../main/compose.ts';
import { sealed } from '../../main/core/policy/document/seal.ts';
import type { JsonObject } from '../../main/core/words/index.ts';
import { linesTaken, startCollector } from './adapters/audit-export/collector.ts';
import { linesOf, newHome } from './adapters/audit-file/home.ts';
import { managed } from './core/policy/document/documents.ts';

/** What an administrator would have put on this machine. */
function administered(document: JsonObject): PolicySourceReader {
  const text = JSON.stringify(sealed(document, sha256));
  return { find: () => Promise.resolve([{ place: '/etc/countersign/policy.json', scope: 'managed', ok: true, text, bytes: Buffer.from(text), signature: null }]) };
}

function open(home: string, policy: JsonObject): Promise<OpenHome> {
  return openHome({
    home, client: 'cli', version: '0', openDocuments: createDocumentStore, workerPath: '/nonexistent', programPaths: [], onChange: () => undefined,
    bundle: () => { throw new Error('no bundle'); }, policies: administered(policy),
  });
}

describe('a home whose log is sent to a collector', () => {
  it('has sent its last records, the signed end too, before it is closed', async () => {
    const home = await newHome();
    const collector = await startCollector();
    const opened = await open(home, managed({ audit: { collectors: [{ url: collector.url }] } }));
    await opened.host.settings.change({ language: 'de' });
    await opened.close();
    const lines = Object.values(await linesOf(home)).flat().filter((line) => line !== '');
    expect(lines.at(-1)).toMatch(/app-stopped|checkpoint/);
    expect(linesTaken(collector)).toEqual(lines);
    expect(collector.wrong).toEqual([]);
  });

  it('says on record, once, that the collector throws records away, and shows it where policy stands', async () => {
    const home = await newHome();
    const collector = await startCollector();
    const rejects = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"partialSuccess":{"rejectedLogRecords":2}}' };
    collector.answers.push(...Array.from({ length: 200 }, () => rejects));
    const opened = await open(home, managed({ audit: { collectors: [{ url: collector.url }] } }));
    const handlers = policyHandlers(opened.host, () => Promise.resolve(true));
    await expect.poll(async () => JSON.stringify(await opened.log.list({ before: null, limit: 10 })), { timeout: 10_000 }).toContain('evidence-rejected');
    // What tells of it is itself a record: it is sent, thrown away too, and told of no more.
    await until(() => opened.host.evidence().every(({ waiting }) => waiting === 0), 10_000);
    expect(handlers['policy:read']({})).toMatchObject({ evidence: [{ to: collector.url, waiting: 0, trouble: null, rejected: 4 }] });
    await opened.close();
    const told = Object.values(await linesOf(home)).flat().filter((line) => line.includes('"evidence-rejected"'));
    expect(told).toHaveLength(1);
    expect(JSON.parse(told[0] ?? '')).toMatchObject({ event: { server: null, detail: { to: collector.url, count: 2 } } });
  });
});
