import { z } from 'zod';
import { EFFECTS, EFFECT_SOURCES, PIN_STATES } from '../../../main/core/words/index.ts';

const jsonObject = z.record(z.string(), z.json());

export const toolView = z.strictObject({
  serverId: z.string(),
  serverName: z.string(),
  name: z.string(),
  /** The server's own words; hostile text. */
  title: z.string().nullable(),
  description: z.string(),
  pin: z.enum(PIN_STATES),
  effect: z.enum(EFFECTS),
  effectSource: z.enum(EFFECT_SOURCES),
  available: z.boolean(),
  /** Why policy or role keep this tool from being called at all, with the rules that say so; null where they do not. */
  locked: z.strictObject({ because: z.string(), sources: z.array(z.string()) }).nullable(),
  /** The server offers this name more than once, so it cannot be called. */
  ambiguous: z.boolean(),
  /** Tools of other servers whose names are, or look like, this one. */
  alike: z.array(z.strictObject({ serverName: z.string(), name: z.string() })),
});
export type ToolView = z.infer<typeof toolView>;

export const toolDetailView = toolView.extend({ definition: jsonObject, inputSchema: z.json() });
export type ToolDetailView = z.infer<typeof toolDetailView>;
