import type { LargeMessage, OpenRequests } from '../core/connections/large-message.ts';
import type { ArgumentProblem } from '../core/policy/arguments.ts';
import type { Drawing, Drawn } from '../core/preview/drawing.ts';
import type { Finding } from '../core/scan/finding.ts';
import type { OtherTool } from '../core/scan/names.ts';
import type { Json, JsonObject } from '../core/words/index.ts';

/** A job for a thread. */
export type Job =
  | { readonly kind: 'draw'; readonly drawing: Drawing; readonly timeoutMs: number }
  | { readonly kind: 'check'; readonly schema: Json; readonly args: JsonObject }
  | { readonly kind: 'read-large'; readonly bytes: Uint8Array; readonly open: OpenRequests }
  | { readonly kind: 'scan-definitions'; readonly definitions: readonly JsonObject[]; readonly otherTools: readonly OtherTool[] }
  | { readonly kind: 'scan-result'; readonly result: Json };

/** Its answer. Of a large drawing nearly everything is pages, which are texts: many small objects cross threads slowly. */
export type Done =
  | { readonly kind: 'draw'; readonly drawn: Drawn }
  | { readonly kind: 'check'; readonly problems: readonly ArgumentProblem[] }
  | { readonly kind: 'read'; readonly message: LargeMessage }
  | { readonly kind: 'scan'; readonly findings: readonly (readonly Finding[])[] };
