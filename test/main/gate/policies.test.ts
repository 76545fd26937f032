import { describe, expect, it } from 'vitest';
import { combine, type EffectivePolicy } from '../../../main/core/policy/document/combine.ts';
import type { GoodSource } from '../../../main/core/policy/document/open.ts';
import { NO_USAGE, type Usage } from '../../../main/core/policy/limits.ts';
import { DEMO_CMS_RECIPE } from '../../../main/core/recipes/demo-cms.ts';
import type { ToolFacts } from '../../../main/core/pins/tool-facts.ts';
import type { Json, JsonObject } from '../../../main/core/words/index.ts';
import type { GatePorts, PolicyBook } from '../../../main/gate/ports.ts';
import { carryOut } from '../../../main/gate/gate.ts';
import { sha256 } from '../../../main/adapters/digest/sha256.ts';
import { good, managed } from '../core/policy/document/documents.ts';
import { choose, gateWorld, never, plan, run, type GateWorld } from './gate-world.ts';

/** Policies a test puts in force. */
class Policies implements PolicyBook {
  role = 'owner';
  ownProjects: readonly string[] | null = null;
  readonly #listeners = new Set<() => void>();
  #effective: EffectivePolicy = combine([]);
  #digest = 'none';
  effective = (): EffectivePolicy => this.#effective;
  digest = (): string => this.#digest;
  person = () => ({ role: this.role, ownProjects: this.ownProjects });
  onChange = (listener: () => void) => { this.#listeners.add(listener); return () => void this.#listeners.delete(listener); };
  put(...documents: readonly JsonObject[]): void {
    const sources: GoodSource[] = documents.map((document, index) => good(managed(document), `${index}.json`));
    this.#effective = combine(sources);
    this.#digest = sha256(JSON.stringify(documents));
    for (const listener of this.#listeners) listener();
  }
}

function world(...documents: readonly JsonObject[]): { world: GateWorld; policies: Policies; ports: GatePorts } {
  const made = gateWorld();
  const policies = new Policies();
  policies.put(...documents);
  return { world: made, policies, ports: Object.assign(made.ports, { policy: policies }) };
}
const WRITE = { path: '/a.txt', content: 'new' };

describe('a call under policies', () => {
  it('is refused by the rule that forbids it, which stands on the receipt and in the log', async () => {
    const { world: w } = world({ deny: [{ tools: ['write_file'] }] });
    const receipt = await run(w, 'write_file', WRITE);
    expect(receipt).toMatchObject({ verdict: 'deny', because: 'policy-denies', sources: ['0.json#/deny/0'], outcome: 'refused' });
    expect(w.wire).toEqual([]);
    expect(w.log.at(-1)).toMatchObject({ type: 'refusal', call: { because: 'policy-denies', rules: ['0.json#/deny/0'] } });
  });

  it('is asked with the rules that led to the question on the card', async () => {
    const { world: w } = world({ servers: [{ id: 'files', match: { by: 'bundle', bundle: 'demo-cms' }, otherTools: 'ask' }] });
    w.server = { ...w.server, known: { ...w.server.known, bundle: 'demo-cms' } };
    w.onQuestion = (question) => choose(w, question, { choice: 'deny' });
    await run(w, 'read_text_file', { path: '/a.txt' });
    expect(w.questions[0]?.card).toMatchObject({ because: 'policy-asks', sources: ['0.json#/servers/0/otherTools'] });
  });

  it('is not sent where its policy is tightened while the question is open: the question goes', async () => {
    const { world: w, policies } = world({});
    w.onQuestion = () => policies.put({ deny: [{ tools: ['write_file'] }] });
    const receipt = await run(w, 'write_file', WRITE);
    expect(receipt).toMatchObject({ verdict: 'deny', because: 'policy-denies', decision: 'none' });
    expect(w.questions).toHaveLength(1);
    expect(w.wire.map(({ tool }) => tool)).not.toContain('write_file');
  });

  it('is painted anew where other policies leave it askable, and an answer to the former card does not count', async () => {
    const { world: w, policies } = world({});
    w.onQuestion = (question) => {
      if (w.questions.length === 1) { policies.put({ organisation: 'Town' }); expect(choose(w, question, {})).toMatchObject({ ok: false }); }
      else choose(w, question, { choice: 'deny' });
    };
    await run(w, 'write_file', WRITE);
    expect(w.questions.map(({ card }) => card.revision)).toEqual([1, 2]);
    expect(w.questions[0]?.card.approval).not.toBe(w.questions[1]?.card.approval);
  });

  it('is not sent where its policy is tightened between the approval and the sending', async () => {
    for (const [at, tightened] of [['log', { deny: [{ effects: ['write'] }] }], ['log', { servers: [] }]] as const) {
      const { world: w, policies, ports } = world({});
      w.onQuestion = (question) => choose(w, question, {});
      const append = ports.audit.append.bind(ports.audit);
      Object.assign(ports, { audit: { append: async (event: Parameters<typeof append>[0]) => {
        await append(event);
        if (at === 'log' && event.type === 'intent' && event.call.tool.name === 'write_file') policies.put(tightened);
      } } });
      const receipt = await carryOut('call-0', plan('write_file', WRITE), ports, never);
      expect(receipt.outcome).toBe('refused');
      expect(w.wire.map(({ tool }) => tool)).not.toContain('write_file');
    }
  });

  it('is judged by the role of the person, with the trust the policy leaves the server', async () => {
    const { world: w, policies } = world({ roles: { reader: { effects: ['read'] } } });
    policies.role = 'reader';
    expect(await run(w, 'write_file', WRITE)).toMatchObject({ because: 'role-forbids' });
    policies.put({ trust: { local: 'untrusted' } });
    policies.role = 'owner';
    w.onQuestion = (question) => choose(w, question, { choice: 'deny' });
    expect(await run(w, 'read_text_file', { path: '/a.txt' })).toMatchObject({ verdict: 'ask', because: 'server-untrusted', sources: ['0.json#/trust/local'] });
  });

  it('of a skill that does not give its name is judged as that skill', async () => {
    const { world: w, ports } = world({ skills: { requireSignature: false, allowed: ['import'] } });
    const receipt = await carryOut('c', { ...plan('write_file', WRITE), planner: { kind: 'skill', name: 'other' } }, ports, never);
    expect(receipt.because).toBe('skill-not-allowed');
    expect(w.wire).toEqual([]);
  });
});

describe('limits and standing permissions', () => {
  const trusted = (w: GateWorld) => { w.server = { ...w.server, trust: 'trusted' }; };

  it('are counted before the sending and settled after it', async () => {
    const { world: w, ports } = world({});
    const told: Json[] = [];
    Object.assign(ports, { usage: { usage: () => NO_USAGE, reserve: async (id: string, { effect }: { effect: string }, objects: number | null) => { told.push([id, effect, objects]); return true; }, settle: async (id: string, spent: number) => { told.push([id, spent]); } } });
    w.onQuestion = (question) => choose(w, question, {});
    expect((await run(w, 'write_file', WRITE)).outcome).toBe('executed');
    expect(told.filter((one) => Array.isArray(one) && one[0] === 'call-0')).toEqual([['call-0', 'write', 1], ['call-0', 1]]);
  });

  it('that cannot be counted let nothing go', async () => {
    for (const reserve of [async () => false, () => Promise.reject(new Error('disk'))]) {
      const { world: w, ports } = world({});
      Object.assign(ports, { usage: { usage: () => NO_USAGE, reserve, settle: async () => undefined } });
      expect(await run(w, 'read_text_file', { path: '/a.txt' })).toMatchObject({ outcome: 'refused', because: 'limit-uncounted' });
      expect(w.wire).toEqual([]);
    }
  });

  it('name the rule that was gone over', async () => {
    const { world: w, ports } = world({ limits: { perHour: 3 } });
    const used: Usage = { ...NO_USAGE, hour: 3 };
    Object.assign(ports, { usage: { ...ports.usage, usage: () => used } });
    expect(await run(w, 'write_file', WRITE)).toMatchObject({ because: 'limit-per-hour', sources: ['0.json#/limits/perHour'] });
  });

  it('send a granted write without a question, after the same checks, and count the use', async () => {
    const { world: w, ports } = world({});
    trusted(w);
    const used: string[] = [];
    Object.assign(ports, { grants: { covering: () => 'g1', use: async (id: string) => { used.push(id); return true; } } });
    expect(await run(w, 'write_file', WRITE)).toMatchObject({ verdict: 'allow', because: 'granted', decision: 'none', outcome: 'executed', sources: ['grant#g1'] });
    expect([used, w.questions, w.files.get('/a.txt')]).toEqual([['g1'], [], 'new']);
  });

  it('ask where the permission was used up meanwhile', async () => {
    const { world: w, ports } = world({});
    trusted(w);
    let left = true;
    Object.assign(ports, { grants: { covering: () => (left ? 'g1' : null), use: async () => { left = false; return false; } } });
    w.onQuestion = (question) => choose(w, question, { choice: 'deny' });
    expect(await run(w, 'write_file', WRITE)).toMatchObject({ verdict: 'ask', decision: 'denied', outcome: 'refused' });
  });
});

describe('the project of a call', () => {
  const PROJECT = { arguments: ['project'], state: '/project' };
  const DOCUMENT: JsonObject = { projects: ['town', 'village'], roles: { editor: { effects: ['read', 'write'], projects: ['town'] } }, servers: [{ id: 'cms', match: { by: 'bundle', bundle: 'demo-cms' }, project: PROJECT }] };
  /** A server of records whose answers a test gives, and whose `update` a recipe knows by what it reads before. */
  function records(answer: Json): ReturnType<typeof world> {
    const made = world(DOCUMENT);
    made.policies.role = 'editor';
    const { world: w, ports } = made;
    w.server = { ...w.server, known: { ...w.server.known, bundle: 'demo-cms' } };
    const tool = (name: string, acceptedEffect: 'read' | 'write'): ToolFacts => ({ name, definition: { name }, digest: sha256(name), pin: 'same', acceptedEffect, ambiguous: false });
    w.tools.set('get_item', tool('get_item', 'read'));
    w.tools.set('update_item', tool('update_item', 'write'));
    Object.assign(ports, { caller: { call: async (_id: string, name: string, args: JsonObject) => {
      w.wire.push({ tool: name, args });
      return { kind: 'result', isError: false, parts: [{ type: 'text', text: JSON.stringify(answer) }], structured: answer };
    } } });
    return made;
  }

  it('lets a read through whose answer is all of the person’s projects', async () => {
    for (const answer of [{ id: 1, project: 'town' }, { items: [{ project: 'town' }, { project: 'town' }] }]) {
      expect(await run(records(answer as Json).world, 'get_item', { id: '1' })).toMatchObject({ outcome: 'executed', failure: null, answer: { kind: 'result' } });
    }
  });

  it.each([
    ['of another project', { project: 'village' }], ['of no project the policy knows', { project: 'city' }],
    ['with one thing of another project', { items: [{ project: 'town' }, { project: 'village' }] }],
    ['that says no project', { id: 1 }], ['with a project that is no name', { project: { id: 'town' } }],
  ])('withholds an answer %s', async (_what, answer) => {
    const receipt = await run(records(answer as Json).world, 'get_item', { id: '1' });
    expect(receipt).toMatchObject({ outcome: 'executed', failure: 'answer-withheld', answer: null });
  });

  it('refuses a change whose project nothing verified', async () => {
    const { world: w } = records({ project: 'town' });
    expect(await run(w, 'update_item', { id: '1', project: 'town' })).toMatchObject({ verdict: 'deny', because: 'project-not-verifiable' });
    expect(w.wire).toEqual([]);
  });

  /** The demo system, whose recipes know several records of one call; what it holds is given as id and project. */
  function several(held: Readonly<Record<string, string>>, document: JsonObject = DOCUMENT): ReturnType<typeof world> {
    const made = world(document);
    made.policies.role = 'editor';
    const { world: w, ports } = made;
    w.server = { ...w.server, bundle: 'demo-cms', package: null, soleCode: null, trust: 'trusted', known: { ...w.server.known, bundle: 'demo-cms' } };
    const known = DEMO_CMS_RECIPE.tools;
    for (const name of ['update_agenda_items', 'import_agenda_items', 'get_agenda_items', 'get_project']) {
      w.tools.set(name, { name, definition: { name }, digest: known[name]?.digests[0] ?? '', pin: 'same', acceptedEffect: null, ambiguous: false });
    }
    const record = (id: string): readonly JsonObject[] => (held[id] === undefined ? [] : [{ id, project: held[id], projectName: held[id], title: 'Before', version: 1 }]);
    Object.assign(ports, { caller: { call: async (_id: string, name: string, args: JsonObject) => {
      w.wire.push({ tool: name, args });
      const structured: Json = name === 'get_project' ? { id: args['id'] ?? null, name: 'Place' } : name === 'get_agenda_items' ? { items: (args['ids'] as readonly string[]).flatMap(record) } : { items: [] };
      return { kind: 'result', isError: false, parts: [{ type: 'text', text: JSON.stringify(structured) }], structured };
    } } });
    w.onQuestion = (question) => choose(w, question, {});
    return made;
  }
  const rows = (...ids: readonly string[]): JsonObject => ({ items: ids.map((id) => ({ id, title: 'After' })) });
  const HELD = { a: 'town', b: 'town', c: 'village', d: 'city' };

  it('of several objects is read from the state of each, and holds where all say the same', async () => {
    const { world: w } = several(HELD);
    expect(await run(w, 'update_agenda_items', rows('a', 'b'))).toMatchObject({ verdict: 'ask', outcome: 'executed' });
    expect(w.questions[0]?.card.bar.project).toBe('town');
  });

  it.each([
    ['one of them is of another project', rows('a', 'c'), 'project-contradicts'], ['all are outside the person’s projects', rows('c'), 'project-outside'],
    ['all are of a project the policy does not know', rows('d'), 'project-unknown'], ['one of them is not there', rows('a', 'z'), 'project-not-verifiable'],
    ['a row names none', { items: [{ title: 'x' }] }, 'project-not-verifiable'], ['there is no row', { items: [] }, 'project-not-verifiable'],
    ['a row names another project', { items: [{ id: 'a', project: 'village' }] }, 'project-contradicts'],
    ['a field within a row does', { items: [{ id: 'a', place: { of: [{ project: 'village' }] } }] }, 'project-contradicts'],
  ])('of several objects denies where %s', async (_what, args, because) => {
    const { world: w } = several(HELD);
    expect(await run(w, 'update_agenda_items', args as JsonObject)).toMatchObject({ verdict: 'deny', because, outcome: 'refused' });
    expect(w.wire.map(({ tool }) => tool)).not.toContain('update_agenda_items');
  });

  it('of several new objects is the one of the place they come into', async () => {
    const args = (project: string, inRow?: string): JsonObject => ({ project, items: [{ title: 'New', ...(inRow === undefined ? {} : { project: inRow }) }] });
    expect(await run(several(HELD).world, 'import_agenda_items', args('town'))).toMatchObject({ verdict: 'ask', outcome: 'executed' });
    expect(await run(several(HELD).world, 'import_agenda_items', args('village'))).toMatchObject({ because: 'project-outside' });
    expect(await run(several(HELD).world, 'import_agenda_items', args('town', 'village'))).toMatchObject({ because: 'project-contradicts' });
    expect(await run(several(HELD).world, 'import_agenda_items', { items: [{ title: 'New' }] })).toMatchObject({ because: 'project-not-verifiable' });
  });

  it('of several objects binds a person whose role has projects, whether or not the server has a mapping', async () => {
    const { servers: _, ...withoutMapping } = DOCUMENT;
    expect(await run(several(HELD, withoutMapping).world, 'update_agenda_items', rows('a', 'b'))).toMatchObject({ outcome: 'executed' });
    expect(await run(several(HELD, withoutMapping).world, 'update_agenda_items', rows('c'))).toMatchObject({ because: 'project-outside' });
    expect(await run(several(HELD, withoutMapping).world, 'update_agenda_items', rows('a', 'c'))).toMatchObject({ because: 'project-contradicts' });
  });
});
