import { z } from 'zod';
import { EFFECTS, SERVER_CLASSES, TRUST_LEVELS } from '../../words/index.ts';

/** The format this build reads. A document of a later format is refused, for it may hold bounds we cannot keep. */
export const POLICY_FORMAT = 1;

/** Where a document comes from. Only `managed` ones define; the others hold what narrows and nothing else. */
export const POLICY_SCOPES = ['managed', 'narrowing', 'project', 'user'] as const;
export type PolicyScope = (typeof POLICY_SCOPES)[number];

/** What a lock takes out of the person's hands. */
export const LOCKS = ['add-servers', 'review-servers', 'trust', 'grants', 'skills', 'gateway', 'secrets', 'answers-in-advance', 'audit'] as const;
export type Lock = (typeof LOCKS)[number];

/** What is always asked unless every managed source names it here: then a grant may cover it. */
export const SITUATIONS = ['many-objects', 'import', 'menu-change', 'media-overwrite'] as const;
export type Situation = (typeof SITUATIONS)[number];

export const TOOL_RULES = ['allow', 'ask', 'deny'] as const;
export type ToolRule = (typeof TOOL_RULES)[number];

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const text = z.string().min(1).max(300);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const moment = z.iso.datetime();
const count = z.int().min(0).max(1_000_000_000);

/** How a managed server is recognised: by what cannot be renamed. A display name is never compared. */
export const serverMatchSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('url'), url: z.url({ protocol: /^https?$/ }) }),
  z.strictObject({ by: z.literal('command'), command: z.array(z.string().min(1)).min(1), executable: sha256 }),
  z.strictObject({ by: z.literal('bundle'), bundle: z.string().regex(/^([0-9a-f]{64}|demo-cms)$/) }),
  z.strictObject({ by: z.literal('publisher'), key: text }),
]);

/** Where a server's objects say which project they belong to: argument names at any depth, and a pointer into the object as read. */
const projectMappingSchema = z.strictObject({ arguments: z.array(text).min(1), state: z.string().regex(/^(\/([^~/]|~[01])*)+$/) });

/** `tools` is a closed list once it is there: a tool it does not name follows `otherTools`, and without that is denied. */
const managedServerSchema = z.strictObject({
  id,
  match: serverMatchSchema,
  trust: z.enum(TRUST_LEVELS).optional(),
  tools: z.record(text, z.enum(TOOL_RULES)).optional(),
  otherTools: z.enum(TOOL_RULES).optional(),
  pins: z.record(text, z.array(sha256)).optional(),
  /** SHA-256 of public keys (SubjectPublicKeyInfo), one of which the server's certificate must have; for servers matched by URL. */
  tlsKeys: z.array(sha256).min(1).optional(),
  project: projectMappingSchema.optional(),
});

/** An upper bound. Every list that is there is closed; a list that is not there bounds nothing; an empty one lets nothing through. */
const roleSchema = z.strictObject({
  effects: z.array(z.enum(EFFECTS)),
  users: z.array(text).optional(),
  groups: z.array(text).optional(),
  /** Which role an account has that fits several: the lowest number; a role without one comes after all that have one. */
  rank: z.int().min(0).max(1_000).optional(),
  servers: z.array(id).optional(),
  tools: z.array(text).optional(),
  skills: z.array(text).optional(),
  projects: z.array(text).optional(),
  /** Effects this role may ask another role to countersign. Never carried out for the role itself. */
  requests: z.array(z.enum(EFFECTS)).optional(),
});

/** A rule holds for a call that fits every part it names; it names at least one, so that nothing is meant by accident. */
export const callRuleSchema = z.strictObject({
  roles: z.array(text).min(1).optional(),
  servers: z.array(id).min(1).optional(),
  classes: z.array(z.enum(SERVER_CLASSES)).min(1).optional(),
  tools: z.array(text).min(1).optional(),
  projects: z.array(text).min(1).optional(),
  effects: z.array(z.enum(EFFECTS)).min(1).optional(),
}).refine((rule) => Object.keys(rule).length > 0, { params: { code: 'empty-rule' } });

const limitsSchema = z.strictObject({
  perCall: count.optional(), perPlan: count.optional(), perHour: count.optional(), perDay: count.optional(), callsPerMinute: count.optional(),
});

const trustCapsSchema = z.strictObject({
  highest: z.enum(TRUST_LEVELS).optional(),
  local: z.enum(TRUST_LEVELS).optional(), corporate: z.enum(TRUST_LEVELS).optional(), external: z.enum(TRUST_LEVELS).optional(),
});

/** Evidence travels encrypted, or does not leave the machine. */
const collectorSchema = z.strictObject({ url: z.string().max(2_000).regex(/^(https:\/\/[^\s/]+|http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?)(\/\S*)?$/) });

const tokenSchema = z.strictObject({ startsWith: z.string().min(3).max(40), atLeast: z.int().min(4).max(200) });

const port = z.int().min(1).max(65_535);
const syslogSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.enum(['tls', 'tcp', 'udp']), host: text, port }),
  z.strictObject({ by: z.literal('unix'), path: text }),
]);

const head = {
  $schema: z.string().optional(),
  schema: z.literal(POLICY_FORMAT),
  id,
  /** Below 2^31, so that a number of the day with two more digits fits and no step can use the numbers up. */
  version: z.int().min(1).max(2_147_483_647),
  issuedAt: moment,
  expiresAt: moment.optional(),
  seal: sha256.optional(),
};

const narrowing = {
  deny: z.array(callRuleSchema).optional(),
  allow: z.array(callRuleSchema).optional(),
  limits: limitsSchema.optional(),
  trust: trustCapsSchema.optional(),
};

const managed = {
  organisation: text.optional(),
  contact: z.strictObject({ name: text, mail: text.optional(), phone: text.optional(), url: text.optional() }),
  roles: z.record(text, roleSchema).optional(),
  projects: z.array(text).optional(),
  servers: z.array(managedServerSchema).optional(),
  locks: z.array(z.enum(LOCKS)).optional(),
  mayGrant: z.array(z.enum(SITUATIONS)).optional(),
  gateway: z.strictObject({ enabled: z.boolean(), clients: z.array(text).optional() }).optional(),
  skills: z.strictObject({ allowed: z.array(text).optional(), requireSignature: z.boolean() }).optional(),
  audit: z.strictObject({
    retainDays: z.int().min(1).max(36_500).optional(),
    /** Tokens of one's own kind that nothing on record may hold: what they begin with, and how much more they have at least. */
    tokens: z.array(tokenSchema).max(50).optional(),
    /** Every record goes to each of these (OpenTelemetry, OTLP over HTTP). */
    collectors: z.array(collectorSchema).max(8).optional(),
    /** Where the log stands goes to each of these, so that somebody else knows it. */
    witnesses: z.array(syslogSchema).max(8).optional(),
  }).optional(),
  signatures: z.strictObject({ required: z.boolean(), keys: z.array(text).min(1) }).optional(),
};

/** A policy document of any scope. Strict all through: a key that is not known is refused, never passed over. */
export const policySchema = z.discriminatedUnion('scope', [
  z.strictObject({ ...head, scope: z.literal('managed'), ...managed, ...narrowing }),
  z.strictObject({ ...head, scope: z.literal('narrowing'), ...narrowing }),
  z.strictObject({ ...head, scope: z.literal('project'), project: text, ...narrowing }),
  z.strictObject({ ...head, scope: z.literal('user'), ...narrowing }),
]);

export type PolicyDocument = z.infer<typeof policySchema>;
export type ManagedPolicy = Extract<PolicyDocument, { scope: 'managed' }>;
export type ManagedServer = z.infer<typeof managedServerSchema>;
export type ServerMatch = z.infer<typeof serverMatchSchema>;
export type ProjectMapping = z.infer<typeof projectMappingSchema>;
export type NamedTokenShape = z.infer<typeof tokenSchema>;
export type CollectorTarget = z.infer<typeof collectorSchema>;
export type WitnessTarget = z.infer<typeof syslogSchema>;
export type PolicyRole = z.infer<typeof roleSchema>;
export type CallRule = z.infer<typeof callRuleSchema>;
