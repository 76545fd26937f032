import { NAMED_FILE } from '../core/preview/index.ts';
import type { NamedFile, Preview } from '../core/preview/preview.ts';
import type { Json } from '../core/words/index.ts';
import type { PlannedCall } from './planned-call.ts';
import type { GatePorts } from './ports.ts';

/**
 * Where before and after are not known, the files that the arguments name are: their digests stand on the card and in
 * what the preview rests on, so they are read again right before the sending, and another content is asked about anew. Of
 * what could not be read the card says so.
 */
export async function withNamedFiles(preview: Preview, call: PlannedCall, ports: GatePorts): Promise<Preview> {
  if (preview.kind === 'effect') return preview;
  // SECURITY: what cannot be read is never taken for bound.
  const { files, open } = await ports.namedFiles.read(call.serverId, call.args).catch(() => ({ files: [], open: true }));
  const unknowns = open ? [...preview.unknowns, 'contents-not-bound' as const] : preview.unknowns;
  if (files.length === 0) return { ...preview, unknowns };
  const base = [...(Array.isArray(preview.base) ? preview.base : []), ...files.map(stateOf)];
  return { ...preview, files, unknowns, base };
}

function stateOf({ pointer, path, bytes, digest }: NamedFile): Json {
  const key = `${NAMED_FILE}${pointer}`;
  return digest === null ? { key, state: 'absent', path } : { key, state: 'read', value: { path, bytes, digest } };
}
