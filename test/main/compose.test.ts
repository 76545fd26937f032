import { describe, expect, it } from 'vitest';
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
});
