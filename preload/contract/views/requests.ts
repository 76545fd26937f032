import { z } from 'zod';
import { EFFECTS, PREVIEW_KINDS } from '../../../main/core/words/index.ts';
import { sentenceView } from './calls.ts';

/** A request as it was opened. All of it is somebody else's text. */
export const requestView = z.strictObject({
  /** False: the file was changed after it was written. */
  intact: z.boolean(),
  requestedAt: z.string(),
  person: z.string(),
  role: z.string(),
  content: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('calls'),
      /** What the set is, in their words; null for single calls. */
      title: z.string().nullable(),
      calls: z.array(z.strictObject({
        serverName: z.string(), tool: z.string(), args: z.record(z.string(), z.json()),
        /** Null: it was never judged, for it waits for another call of the set. */
        effect: z.enum(EFFECTS).nullable(),
        /** Places of the calls of the set, counted from 1, whose results it takes values from. */
        waitsFor: z.array(z.number()),
        preview: z.strictObject({ kind: z.enum(PREVIEW_KINDS), sentence: sentenceView.nullable() }).nullable(),
        /** Servers here that have this very tool, the one launched alike first. */
        servers: z.array(z.strictObject({ serverId: z.string(), name: z.string(), same: z.boolean() })),
      })),
    }),
    z.strictObject({
      kind: z.literal('review'),
      serverName: z.string(), target: z.string(),
      items: z.array(z.strictObject({
        kind: z.string(), name: z.string(), state: z.string(), digest: z.string().nullable(),
        now: z.record(z.string(), z.json()).nullable(), old: z.record(z.string(), z.json()).nullable(), pointers: z.array(z.string()),
      })),
    }),
  ]),
});
export type RequestView = z.infer<typeof requestView>;
