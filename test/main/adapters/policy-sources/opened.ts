import { sha256 } from '../../../../main/adapters/digest/sha256.ts';
import { verifyBytes } from '../../../../main/adapters/policy-sources/minisign.ts';
import type { PolicySourceReader } from '../../../../main/adapters/policy-sources/source-reader.ts';
import type { PolicySource } from '../../../../main/core/policy/document/open.ts';
import { missedByFloors, openFloors, openSources } from '../../../../main/host/policy/open-sources.ts';

/** What a reader finds, opened as the app does on its first start. */
export async function opened(reader: PolicySourceReader): Promise<readonly PolicySource[]> {
  const found = await reader.find();
  const floors = openFloors(found);
  const sources = openSources(found, floors, { sha256, now: '2026-06-01T00:00:00.000Z', seen: () => null, verify: verifyBytes });
  return [...sources, ...missedByFloors(floors, sources)];
}

/** The same by the first problem of each. */
export async function codes(reader: PolicySourceReader): Promise<readonly (string | undefined)[]> {
  return (await opened(reader)).map((source) => (source.state === 'good' ? 'good' : source.problems[0]?.code));
}
