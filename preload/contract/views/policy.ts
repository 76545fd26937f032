import { z } from 'zod';
import { EFFECTS, ROLES } from '../../../main/core/words/index.ts';

const names = z.array(z.string());

/** What is wrong with a policy: a closed code, where, and the key or value it is about (text of the file). */
export const policyProblemView = z.strictObject({ code: z.string(), pointer: z.string(), line: z.number(), name: z.string() });
export type PolicyProblemView = z.infer<typeof policyProblemView>;

const contact = z.strictObject({
  organisation: z.string().nullable(), name: z.string(), mail: z.string().nullable(), phone: z.string().nullable(), url: z.string().nullable(),
});

/** One key of what holds: its value, who set it, and what other sources would have set. */
export const policyKeyView = z.strictObject({
  key: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]),
  from: names,
  lost: z.array(z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]), from: z.string() })),
});
export type PolicyKeyView = z.infer<typeof policyKeyView>;

/** Who this person is here, and everything that holds. */
export const policyView = z.strictObject({
  /** True where an administrator set something, whether it holds or not. */
  managed: z.boolean(),
  digest: z.string(),
  me: z.strictObject({
    person: z.string(), role: z.string(), from: names,
    effects: z.array(z.enum(EFFECTS)), requests: z.array(z.enum(EFFECTS)),
    /** Null: not bounded. */
    servers: names.nullable(), tools: names.nullable(), skills: names.nullable(), projects: names.nullable(),
    /** False: nobody knows this role, so nothing is allowed. */
    known: z.boolean(),
    /** True: nobody manages the roles here, and the person may take one by hand. `chosen`: the one they took. */
    mayChoose: z.boolean(), chosen: z.enum(ROLES).nullable(),
  }),
  contacts: z.array(contact),
  sources: z.array(z.strictObject({
    file: z.string(), scope: z.string(), id: z.string(), version: z.number(), issuedAt: z.string(), expiresAt: z.string().nullable(),
    signed: z.boolean(), document: z.json(),
  })),
  /** What must be there on this machine: policies by their id, from a version on, signed by one of the keys; null: not asked for. */
  floors: z.array(z.strictObject({ file: z.string(), policies: z.array(z.strictObject({ id: z.string(), version: z.number().nullable(), keys: names.nullable() })) })),
  /** Policies that do not hold. `instead`: the version that goes on holding in its place; null: nothing is allowed. */
  damaged: z.array(z.strictObject({ file: z.string(), problems: z.array(policyProblemView), instead: z.number().nullable() })),
  /** Where the log is sent: how far each place is, why it waits, and how many records it threw away. */
  evidence: z.array(z.strictObject({ to: z.string(), sent: z.number(), waiting: z.number(), trouble: z.string().nullable(), rejected: z.number(), noSpans: z.boolean() })),
  keys: z.array(policyKeyView),
  locks: z.array(z.strictObject({ lock: z.string(), from: names })),
});
export type PolicyView = z.infer<typeof policyView>;

/** A draft as it would hold: what is wrong, and what it changes against what holds now. */
export const policyCheckView = z.strictObject({
  problems: z.array(policyProblemView),
  loosens: names,
  tightens: names,
});
export type PolicyCheckView = z.infer<typeof policyCheckView>;

/** What a policy says to a question. */
export const policyAnswerView = z.strictObject({
  verdict: z.enum(['allow', 'ask', 'deny']), because: z.string(), effect: z.enum(EFFECTS), objects: z.number().nullable(), sources: names,
});
export type PolicyAnswerView = z.infer<typeof policyAnswerView>;
