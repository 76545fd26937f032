import { z } from 'zod';

/** What can go wrong, as a closed list. The window shows the code's sentence; no foreign message crosses. */
export const PROBLEM_CODES = [
  'bad-request',        // the request is not of its schema
  'internal',           // a fault of ours; the log has its number
  'busy',               // the home is in use by another instance
  'no-request', 'request-later-format', 'request-too-large', 'request-not-possible', 'file-unwritable',
  'unknown-server', 'unknown-tool', 'unknown-call', 'unknown-record', 'unknown-grant', 'unknown-plan', 'unknown-run', 'nothing-to-undo', 'over-limit',
  'json-invalid',       // text that should be JSON is not: `line`, `column`
  'config-invalid',     // JSON, but no server configuration: `where`
  'loader-variable',    // a variable such as NODE_OPTIONS is refused: `name`
  'command-missing',    // the program is not on this machine: `name`
  'name-taken', 'secret-missing', 'launch-changed', 'not-consented', 'server-blocked', 'server-failed',
  'arguments-invalid',  // arguments do not fit the tool's schema: `where`
  'card-moved',         // the choice was made on another painting
  'too-soon',           // within 500 ms of the painting
  'word-missing',       // the effect's word was not typed
  'already-answered',
  'review-moved',       // the definitions changed while they were reviewed
  'log-unwritable',     // no record, no call
  'keychain-unavailable', 'document-damaged', 'permissions-unverified', 'not-allowed', 'too-many-open',
  'locked',             // the policy took it out of the person's hands
  'not-pinnable',       // no `npx` launch that names one package plainly
  'registry-unreachable', 'package-unknown', 'package-differs', 'install-failed', 'install-cancelled',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** A problem that may cross the border: a code and short facts for its sentence, never a stack or a foreign text. */
export const problemSchema = z.strictObject({
  code: z.enum(PROBLEM_CODES),
  facts: z.record(z.string(), z.union([z.string().max(500), z.number()])),
});
export type Problem = z.infer<typeof problemSchema>;

/** Every reply of every channel. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };
