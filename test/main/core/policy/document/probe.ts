import { assignedRole, type Account } from '../../../../../main/core/policy/assigned-role.ts';
import { combine, type EffectivePolicy } from '../../../../../main/core/policy/document/combine.ts';
import type { GoodSource } from '../../../../../main/core/policy/document/open.ts';
import { LOCKS, SITUATIONS } from '../../../../../main/core/policy/document/schema.ts';
import { evaluateWithPolicy } from '../../../../../main/core/policy/evaluate-with-policy.ts';
import { LIMITS, NO_USAGE } from '../../../../../main/core/policy/limits.ts';
import { mappingsOf, projectFact, projectUnderAll } from '../../../../../main/core/policy/projects.ts';
import { serverVerdict } from '../../../../../main/core/policy/server-verdict.ts';
import { NOBODY, type ServerIdentity } from '../../../../../main/core/trust/server-identity.ts';
import { EFFECTS, SERVER_CLASSES, TRUST_LEVELS, type Effect, type JsonObject, type ServerClass } from '../../../../../main/core/words/index.ts';
import { RUNS } from './universe.ts';
import { DIGEST, serverFacts, writeFacts } from '../policy-calls.ts';

/** Who sits at the machine, which server is meant and what is called: what a document decides from beginning to end. */
export interface Probes {
  readonly accounts: readonly Account[];
  readonly servers: readonly { readonly known: ServerIdentity; readonly class: ServerClass }[];
  readonly tools: readonly string[];
  readonly states: readonly JsonObject[];
}

const [BUNDLE, KEY] = ['b'.repeat(64), 'RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3'];
const FILES = { command: ['/usr/bin/mcp-files', '/srv/share'], executable: '4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945' };

/** A wide grid over the samples and over random documents. One server is recognised in three ways at once. */
export const PROBES: Probes = {
  accounts: [
    { names: ['press'], groups: ['editors'] }, { names: ['eva'], groups: ['editors'] }, { names: ['max'], groups: ['editors', 'service'] },
    { names: ['ada'], groups: ['countersign-admins', 'it'] }, { names: ['vera'], groups: ['sales'] }, { names: ['nobody'], groups: [] },
  ],
  servers: [
    { known: { ...NOBODY, bundle: 'demo-cms' }, class: 'local' }, { known: { ...NOBODY, ...FILES, bundle: BUNDLE, publisherKey: KEY }, class: 'local' },
    { known: { ...NOBODY, url: 'https://tickets.example.org/mcp' }, class: 'external' }, { known: { ...NOBODY, url: 'https://a.example.org/' }, class: 'corporate' }, { known: { ...NOBODY, url: 'https://b.example.org/' }, class: 'external' },
  ],
  tools: ['t', 'delete_project', 'write_file', 'get_directory', 'publish_news'],
  states: [{}, { project: 'demo' }, { project: 'town' }, { project: 'p' }],
};
export const PROBED = { BUNDLE, KEY };

/** The short run asks every third question. */
const THINNED = RUNS(3, 1);
const RANK = { deny: 0, ask: 1, allow: 2 } as const;
const USAGES = [NO_USAGE, { plan: 3, hour: 3, day: 3, callsInMinute: 3 }, { plan: 150, hour: 450, day: 900, callsInMinute: 59 }];
const DIGESTS = [DIGEST, '6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b'];

/** How far everything gets under one document: each number grows with what is allowed. */
export function reach(source: GoodSource, probes: Probes = PROBES): readonly number[] {
  const policy = combine([source]);
  return [...calls(policy, probes), ...servers(policy, probes), ...bounds(policy)];
}

function calls(policy: EffectivePolicy, { accounts, servers: known, tools, states }: Probes): number[] {
  let turn = 0;
  return accounts.flatMap((account) => {
    const { role, projects: ownProjects } = assignedRole(policy, account);
    return known.flatMap((server) => tools.flatMap((tool) => states.flatMap((state) => EFFECTS.map((effect: Effect): number => {
      turn += 1;
      if (turn % THINNED !== 0) return 0;
      const project = projectUnderAll(mappingsOf(policy, server.known).map((mapping) => projectFact(mapping, {}, [state])));
      const call = {
        role, ownProjects, server: { by: 'identity' as const, identity: server.known }, tool, project, labelled: [], usage: USAGES[turn % USAGES.length] ?? NO_USAGE,
        grant: turn % 2 === 0 ? 'g' : null, skill: [null, 'news-import', 's'][turn % 3] ?? null, client: [null, null, null, 'desk-assistant', 'c'][turn % 5] ?? null,
      };
      const facts = {
        ...writeFacts, effect, objects: [1, 2, 30, null][turn % 4] ?? null,
        server: { ...serverFacts, class: server.class, environment: turn % 2 === 0 ? 'demo' as const : 'live' as const },
        tool: { name: tool, definition: {}, digest: DIGESTS[turn % 7 === 0 ? 1 : 0] ?? DIGEST, pin: 'same' as const, acceptedEffect: null, ambiguous: false },
      };
      return RANK[evaluateWithPolicy(call, facts, policy).verdict];
    }))));
  });
}

function servers(policy: EffectivePolicy, probes: Probes): number[] {
  return probes.servers.flatMap(({ known, class: kind }) => {
    const { refused, cap } = serverVerdict(policy, known, kind);
    // How far one may be trusted that may not run at all is no reach.
    return [refused === null ? 1 : 0, refused === null ? TRUST_LEVELS.indexOf(cap.trust) : 0];
  });
}

/** What is no call: limits, trust, locks, what a grant may cover, other clients, skills, how long is kept. */
function bounds(policy: EffectivePolicy): number[] {
  return [null, 'p', 'town'].flatMap((project) => {
    const { limits, trust, locks, mayGrant, gateway, skillSignature, retainDays } = policy.boundsIn(project);
    return [
      ...LIMITS.map((name) => limits[name].value), ...(['highest', ...SERVER_CLASSES] as const).map((name) => TRUST_LEVELS.indexOf(trust[name].value)),
      ...LOCKS.map((lock) => (locks.has(lock) ? 0 : 1)), ...SITUATIONS.map((one) => (mayGrant.has(one) ? 1 : 0)),
      gateway.value ? 1 : 0, skillSignature.value ? 0 : 1, -retainDays.value,
    ];
  });
}
