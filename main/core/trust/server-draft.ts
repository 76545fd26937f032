import { z } from 'zod';
import { ENVIRONMENTS, SERVER_CLASSES } from '../words/index.ts';

const named = z.array(z.strictObject({ name: z.string().min(1), value: z.string(), secret: z.boolean() }));
const common = { name: z.string().min(1).max(120), class: z.enum(SERVER_CLASSES), environment: z.enum(ENVIRONMENTS) };

/** A server as a person enters or pastes it. `secret` values go to the keychain and never come back. */
export const serverDraftSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('local'), command: z.string().min(1), args: z.array(z.string()), env: named, cwd: z.string().nullable() }),
  z.strictObject({ ...common, kind: z.literal('remote'), url: z.string().min(1), headers: named }),
]);
export type ServerDraft = z.infer<typeof serverDraftSchema>;
export type LocalDraft = Extract<ServerDraft, { kind: 'local' }>;
export type RemoteDraft = Extract<ServerDraft, { kind: 'remote' }>;
export type NamedValue = LocalDraft['env'][number];

/** Why a draft or a pasted text is refused. `where` is a place in the text or the draft, never a value. */
export type DraftProblem =
  | { readonly code: 'json-invalid'; readonly line: number; readonly column: number }
  | { readonly code: 'config-invalid'; readonly where: string }
  | { readonly code: 'loader-variable'; readonly name: string };
