import type { LargeMessage, OpenRequests } from '../core/connections/large-message.ts';
import type { ArgumentProblem } from '../core/policy/arguments.ts';
import type { DiffLine } from '../core/preview/card.ts';
import type { Finding } from '../core/scan/finding.ts';
import type { OtherTool } from '../core/scan/names.ts';
import type { Json, JsonObject } from '../core/words/index.ts';

/** A job for a thread. */
export type Job =
  | { readonly kind: 'diff'; readonly before: string; readonly after: string; readonly timeoutMs: number }
  | { readonly kind: 'check'; readonly schema: Json; readonly args: JsonObject }
  | { readonly kind: 'read-large'; readonly bytes: Uint8Array; readonly open: OpenRequests }
  | { readonly kind: 'scan-definitions'; readonly definitions: readonly JsonObject[]; readonly otherTools: readonly OtherTool[] }
  | { readonly kind: 'scan-result'; readonly result: Json };

/** Its answer. Lines travel in two flat lists: many small objects cross threads slowly. */
export type Done =
  | { readonly kind: 'diff'; readonly ops: Uint8Array; readonly texts: readonly string[] }
  | { readonly kind: 'check'; readonly problems: readonly ArgumentProblem[] }
  | { readonly kind: 'read'; readonly message: LargeMessage }
  | { readonly kind: 'scan'; readonly findings: readonly (readonly Finding[])[] };

const OPS = ['same', 'add', 'remove'] as const;

/** Packs lines for the way between threads. */
export function packLines(lines: readonly DiffLine[]): Done {
  return { kind: 'diff', ops: Uint8Array.from(lines, (line) => OPS.indexOf(line.op)), texts: lines.map((line) => line.text) };
}

/** Unpacks what {@link packLines} packed. */
export function unpackLines(ops: Uint8Array, texts: readonly string[]): readonly DiffLine[] {
  return texts.map((text, at) => ({ op: OPS[ops[at] ?? 0] ?? 'same', text }));
}
