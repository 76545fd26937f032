import { describe, expect, it } from 'vitest';
import { combine } from '../../../../main/core/policy/document/combine.ts';
import type { ToolFacts } from '../../../../main/core/pins/tool-facts.ts';
import type { ServerFacts } from '../../../../main/core/trust/server-facts.ts';
import type { Effect, JsonObject } from '../../../../main/core/words/index.ts';
import type { PolicyBook } from '../../../../main/gate/ports.ts';
import { PERSON, toolLock } from '../../../../main/host/tools/offered.ts';
import { good, managed } from '../../core/policy/document/documents.ts';
import { serverFacts } from '../../core/policy/policy-calls.ts';

const server: ServerFacts = { ...serverFacts, connected: false, known: { ...serverFacts.known, bundle: 'demo-cms' } };
const tool = (name: string, acceptedEffect: Effect): ToolFacts => ({ name, definition: { name }, digest: 'd', pin: 'same', acceptedEffect, ambiguous: false });
const TOOLS = [tool('get_page', 'read'), tool('save_page', 'write'), tool('publish_page', 'publish')];

/** The policies of a machine where everybody has this role. */
function book(role: string, ...documents: readonly JsonObject[]): PolicyBook {
  const policy = combine(documents.map((document, at) => good(managed(document), `${at}.json`)));
  return { effective: () => policy, digest: () => 'd', person: () => ({ role, ownProjects: null }), onChange: () => () => undefined };
}
const names = (policy: PolicyBook, to = PERSON): readonly string[] => TOOLS.filter((one) => toolLock(server, one, policy, to) === null).map(({ name }) => name);

describe('the tools that are not locked for a planner', () => {
  it('are all of them where nobody manages the machine', () => {
    expect(names(book('owner'))).toEqual(['get_page', 'save_page', 'publish_page']);
  });

  it('are those of the role', () => {
    const policy = book('reader', { roles: { reader: { effects: ['read'] } } });
    expect(names(policy)).toEqual(['get_page']);
  });

  it('leave out what a rule denies, with the rule', () => {
    const policy = book('owner', { deny: [{ effects: ['publish'] }] });
    expect(names(policy)).toEqual(['get_page', 'save_page']);
    expect(toolLock(server, tool('publish_page', 'publish'), policy)).toEqual({ because: 'policy-denies', sources: ['0.json#/deny/0'] });
  });

  it('hold what a role may only request: the planner may make a request of it', () => {
    expect(names(book('editor', { roles: { editor: { effects: ['read', 'write'], requests: ['publish'] } } }))).toEqual(['get_page', 'save_page', 'publish_page']);
  });

  it('hold a tool that is free in one of the projects', () => {
    const policy = book('owner', { projects: ['town'], allow: [{ projects: ['town'] }] });
    expect(names(policy)).toEqual(['get_page', 'save_page', 'publish_page']);
  });

  it('are none for a skill or a client that the policy does not let plan, and none under a policy that does not hold', () => {
    const policy = book('owner', { skills: { allowed: ['import'], requireSignature: false }, gateway: { enabled: true, clients: ['desk'] } });
    expect(names(policy, { skill: 'other', client: null })).toEqual([]);
    expect(names(policy, { skill: null, client: 'other' })).toEqual([]);
    expect(names(policy, { skill: 'import', client: null })).toHaveLength(3);
    const closed = combine([{ state: 'closed', file: 'p.json', project: null, problems: [] }]);
    expect(names({ ...book('owner'), effective: () => closed })).toEqual([]);
  });

  it('are none of a server that is not listed, or whose definition is not the one that IT pinned', () => {
    expect(names(book('owner', { servers: [] }))).toEqual([]);
    const pinned = { id: 'cms', match: { by: 'bundle', bundle: 'demo-cms' }, pins: { save_page: ['a'.repeat(64)] } };
    expect(names(book('owner', { servers: [pinned] }))).toEqual(['get_page', 'publish_page']);
  });
});
