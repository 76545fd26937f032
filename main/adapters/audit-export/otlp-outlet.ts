import { z } from 'zod';
import { NotDelivered, type Outlet } from './exporter.ts';
import { logsRequest, tracesRequest, type ToExport } from './otlp.ts';
import type { JsonObject } from '../../core/words/index.ts';

const REQUEST_MS = 30_000;
/** Bytes of an answer; a collector's has some hundred. */
const LONGEST_ANSWER = 64 * 1024;
const partly = z.looseObject({
  partialSuccess: z.looseObject({ rejectedLogRecords: z.coerce.number().optional(), rejectedSpans: z.coerce.number().optional() }).optional(),
});

/** How a server says that it has nothing at an address. */
const NO_SUCH_PLACE: ReadonlySet<string> = new Set(['http-404', 'http-405', 'http-501']);
const NONE_TAKEN = { hashes: new Set<string>(), rejected: 0 };

/** What an outlet to a collector is told. */
export interface CollectorOptions {
  /** The base address: `/v1/logs` and `/v1/traces` are below it. */
  readonly url: string;
  readonly version: string;
}

/**
 * An outlet to a collector of OpenTelemetry: OTLP over HTTP, in JSON. Redirects are not followed: where evidence goes, policy says.
 * SECURITY: taken is what a collector says it took, with its own answer or an empty one. A portal's page with a 200 took nothing.
 */
export function createCollectorOutlet({ url, version }: CollectorOptions): Outlet {
  const base = url.replace(/(?<!\/)\/+$/, '');
  const post = async (path: string, body: JsonObject, signal: AbortSignal): Promise<number> => {
    const response = await fetch(`${base}${path}`, {
      method: 'POST', redirect: 'error', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
    }).catch((error: unknown) => { throw new NotDelivered(reasonOf(error)); });
    const text = await shortText(response).catch((error: unknown) => { throw new NotDelivered(reasonOf(error)); });
    if (!response.ok) throw new NotDelivered(`http-${response.status}`, retryAfter(response.headers.get('retry-after')));
    const rejected = rejectedIn(text);
    if (rejected === null) throw new NotDelivered('not-a-collector');
    return rejected;
  };
  let noSpans = false;
  /** Records that were taken while their spans were not: they are not sent a second time. */
  let taken: { readonly hashes: ReadonlySet<string>; readonly rejected: number } = NONE_TAKEN;
  const deliverLogs = async (items: readonly ToExport[], signal: AbortSignal): Promise<number> => {
    const left = items.filter(({ record }) => !taken.hashes.has(record.hash));
    const rejected = left.length === 0 ? 0 : await post('/v1/logs', logsRequest(left, version), signal);
    taken = { hashes: new Set(items.map(({ record }) => record.hash)), rejected: taken.rejected + rejected };
    return taken.rejected;
  };
  const deliverSpans = async (items: readonly ToExport[], signal: AbortSignal): Promise<number> => {
    const traces = noSpans ? null : tracesRequest(items, version);
    if (traces === null) return 0;
    return post('/v1/traces', traces, signal).catch((error: unknown) => {
      // Whoever takes logs alone is no fault: a span says nothing that is not in the records. With the next start it is asked again.
      noSpans = error instanceof NotDelivered && NO_SUCH_PLACE.has(error.message);
      if (!noSpans) throw error;
      return 0;
    });
  };
  return {
    async deliver(items, signal) {
      const rejected = await deliverLogs(items, signal) + await deliverSpans(items, signal);
      taken = NONE_TAKEN;
      return rejected;
    },
    noSpans: () => noSpans,
    close: () => undefined,
  };
}

/** What was answered, up to its limit: what goes on for longer is no answer of a collector's, and is not held in memory. */
async function shortText(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  // Fetch's own type of a body says nothing of its pieces.
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > LONGEST_ANSWER) return 'too long';
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** How many records or spans a collector threw away by its own word; null: what was answered is no collector's answer. */
function rejectedIn(text: string): number | null {
  if (text.trim() === '') return 0;
  try {
    const { partialSuccess } = partly.parse(JSON.parse(text));
    return (partialSuccess?.rejectedLogRecords ?? 0) + (partialSuccess?.rejectedSpans ?? 0);
  } catch {
    return null;
  }
}

function retryAfter(header: string | null): number {
  if (header === null) return 0;
  const seconds = Number(header);
  const ms = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1_000;
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), 3_600_000);
}

/** A word for why a request failed; never what the other side said. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return error instanceof Error ? error.name : 'unknown';
}
