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
  /** The server offers this name more than once, so it cannot be called. */
  ambiguous: z.boolean(),
  /** Tools of other servers whose names are, or look like, this one. */
  alike: z.array(z.strictObject({ serverName: z.string(), name: z.string() })),
});
export type ToolView = z.infer<typeof toolView>;

export const toolDetailView = toolView.extend({ definition: jsonObject, inputSchema: z.json() });
export type ToolDetailView = z.infer<typeof toolDetailView>;
