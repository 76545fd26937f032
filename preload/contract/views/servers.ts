import { z } from 'zod';
import { ENVIRONMENTS, SERVER_CLASSES, TRUST_LEVELS } from '../../../main/core/words/index.ts';

const given = z.union([z.strictObject({ plain: z.string() }), z.strictObject({ secret: z.literal(true) })]);

/** A connection's state; each is one word with a sentence. */
export const connectionView = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('stopped') }),
  z.strictObject({ state: z.literal('needs-consent') }),
  z.strictObject({ state: z.literal('needs-secret'), names: z.array(z.string()) }),
  z.strictObject({ state: z.literal('starting'), since: z.string() }),
  z.strictObject({ state: z.literal('running'), since: z.string(), era: z.string() }),
  z.strictObject({ state: z.literal('quarantined'), why: z.string() }),
  z.strictObject({
    state: z.literal('failed'),
    /** `exited`, `no-answer`, `garbage`, `unauthorized`, `unreachable`, `command-missing`, `too-large`, `launch-changed`, `wrong-key`, `policy-forbids`. */
    why: z.enum(['exited', 'no-answer', 'garbage', 'unauthorized', 'unreachable', 'command-missing', 'too-large', 'launch-changed', 'wrong-key', 'refused', 'policy-forbids']),
    at: z.string(),
    afterMs: z.number().nullable(),
    lastLine: z.string().nullable(),
    detail: z.string().nullable(),
  }),
]);

export const serverView = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['local', 'remote', 'bundled']),
  class: z.enum(SERVER_CLASSES),
  environment: z.enum(ENVIRONMENTS),
  trust: z.enum(TRUST_LEVELS),
  /** The highest level this launch may have, and policy leaves it. */
  highest: z.enum(TRUST_LEVELS),
  /** What IT's policies say of it: why it may not run, what lowers its trust, and which entries it is recognised as. */
  managed: z.strictObject({
    refused: z.string().nullable(),
    sources: z.array(z.string()),
    cap: z.enum(TRUST_LEVELS).nullable(),
    capFrom: z.array(z.string()),
    entries: z.array(z.strictObject({ id: z.string(), at: z.string(), pinned: z.array(z.string()) })),
  }),
  connection: connectionView,
  /** What runs or where it is, in one line, whole. */
  target: z.string(),
  identity: z.string().nullable(),
  floating: z.boolean(),
  /** Its package can be installed once, in one version. */
  pinnable: z.boolean(),
  /** What to type to fix the version by hand, where it cannot be pinned here. */
  byHand: z.strictObject({ how: z.enum(['as-npx', 'python', 'image', 'other']), command: z.string() }).nullable(),
  secretNames: z.array(z.string()),
  /** Definitions by how they stand; `refused` can be accepted by nobody. */
  tools: z.strictObject({ reviewed: z.number(), waiting: z.number(), changed: z.number(), blocked: z.number(), refused: z.number() }),
  /** What the server says of itself; hostile text. */
  saysName: z.string().nullable(),
  saysVersion: z.string().nullable(),
});
export type ServerView = z.infer<typeof serverView>;

/** Exactly what a first start would run; nothing shortened. */
export const launchView = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['local', 'remote', 'bundled']),
  command: z.array(z.string()),
  resolved: z.string().nullable(),
  cwd: z.string().nullable(),
  env: z.array(z.strictObject({ name: z.string(), value: given })),
  inheritedEnv: z.array(z.string()),
  url: z.string().nullable(),
  headers: z.array(z.string()),
  /** Digests of the TLS keys that policy pins for it; null where it pins none. */
  tlsKeys: z.array(z.string()).nullable(),
  package: z.strictObject({ name: z.string(), version: z.string(), treeDigest: z.string() }).nullable(),
  /** What the package says of its makers; hostile text that nobody checked. */
  claims: z.strictObject({ author: z.string().nullable(), publisher: z.string().nullable(), repository: z.string().nullable(), homepage: z.string().nullable() }).nullable(),
  floating: z.boolean(),
  digest: z.string(),
  /** True when a different launch was consented before. */
  changed: z.boolean(),
});
export type LaunchView = z.infer<typeof launchView>;
