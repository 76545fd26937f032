import type { CallFacts } from '../../../../main/core/policy/evaluate.ts';
import { combine } from '../../../../main/core/policy/document/combine.ts';
import { evaluateWithPolicy, type PolicyVerdict } from '../../../../main/core/policy/evaluate-with-policy.ts';
import { NO_USAGE } from '../../../../main/core/policy/limits.ts';
import type { PolicyCall } from '../../../../main/core/policy/policy-call.ts';
import type { PolicySource } from '../../../../main/core/policy/document/open.ts';
import type { JsonObject } from '../../../../main/core/words/index.ts';
import { good } from './document/documents.ts';
import { NOBODY } from '../../../../main/core/trust/server-identity.ts';

export const DIGEST = 'a'.repeat(64);

export const serverFacts = {
  id: 'own-name', name: 'S', identity: 'i', trust: 'trusted', class: 'local', environment: 'live', connected: true,
  launchChanged: false, package: null, soleCode: null, bundle: null, known: NOBODY,
} as const;

/** A read that is allowed without any policy. */
export const readFacts: CallFacts = {
  role: 'owner', server: serverFacts, tool: { name: 't', definition: {}, digest: DIGEST, pin: 'same', acceptedEffect: null, ambiguous: false },
  effect: 'read', effectSource: 'review', objects: 1, touchesProtected: false, argumentsFit: true, hosts: [],
};
export const writeFacts: CallFacts = { ...readFacts, effect: 'write' };

export const url = 'https://cms.example.org/mcp';
export const identity = { url, command: null, executable: null, bundle: null, publisherKey: null };
export const call: PolicyCall = {
  role: 'owner', server: { by: 'identity', identity }, tool: 't', project: { state: 'none' }, ownProjects: null, skill: null, client: null,
  labelled: [], usage: NO_USAGE, grant: null,
};
/** An entry that the server of the calls above matches. */
export const entry = (more: JsonObject = {}): JsonObject => ({ id: 'cms', match: { by: 'url', url }, ...more });

/** The verdict under these documents. */
export function verdict(documents: readonly (JsonObject | PolicySource)[], more: Partial<PolicyCall> = {}, facts: CallFacts = readFacts): PolicyVerdict {
  const sources = documents.map((document, index) => ('state' in document && 'file' in document ? document as PolicySource : good(document as JsonObject, `${index}.json`)));
  return evaluateWithPolicy({ ...call, ...more }, facts, combine(sources));
}
