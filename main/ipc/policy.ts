import type { PolicyView } from '../../preload/contract/views.ts';
import type { EvidencePlace } from '../core/ports.ts';
import type { Host } from '../host/host.ts';
import type { PolicyProblem } from '../core/policy/document/problem.ts';
import { effectiveKeys } from '../host/policy/effective-keys.ts';
import { effectiveRole } from '../host/policy/effective-role.ts';
import type { PolicyRoom } from '../host/policy/policy-room.ts';
import { ProblemError, type Handlers } from './handle.ts';

type PolicyChannels = Extract<keyof Handlers, `policy:${string}`>;

/** Asks the person where to, and writes there. False: the person did not want to. */
export type SaveText = (name: string, text: string) => Promise<boolean>;

/** Who this person is here, what holds, and the desk where policies are made and tried. */
export function policyHandlers({ policy, policyDesk: desk, actor, evidence }: Pick<Host, 'policy' | 'policyDesk' | 'actor' | 'evidence'>, save: SaveText): Pick<Handlers, PolicyChannels> {
  const read = (): PolicyView => policyView(policy, actor.person, evidence());
  return {
    'policy:read': read,
    'policy:choose-role': async ({ role }) => {
      if (!await policy.chooseRole(role)) throw new ProblemError('locked');
      return read();
    },
    'policy:build': async () => ({ text: await desk.build() }),
    'policy:check': ({ text }) => {
      const { problems, loosens, tightens } = desk.check(text);
      return { problems: problems.map(problemView), loosens: [...loosens], tightens: [...tightens] };
    },
    'policy:try': ({ text, ...question }) => {
      const { verdict, because, effect, objects, sources } = desk.ask(text, question);
      return { verdict, because, effect, objects, sources: [...sources] };
    },
    'policy:export': async (request) => {
      if (request.what === 'effective') return { saved: await save('countersign-effective-policy.json', `${JSON.stringify(read(), null, 2)}\n`) };
      // SECURITY: on a managed machine this window makes no policies; IT makes them elsewhere.
      if (policy.sources().length > 0) throw new ProblemError('locked');
      const text = desk.seal(request.text);
      if (text === null) throw new ProblemError('json-invalid', { line: 1, column: 1 });
      return { saved: await save('policy.json', text) };
    },
  };
}

/** Everything the window may see of the policies; documents are the administrator's own text, and none holds a secret. */
export function policyView(policy: PolicyRoom, person: string, evidence: readonly EvidencePlace[]): PolicyView {
  const effective = policy.effective();
  const closed = policy.sources().filter((source) => source.state === 'closed');
  return {
    managed: policy.sources().length > 0, digest: policy.digest(), me: {
      person, ...structuredClone(effectiveRole(policy)) as Omit<PolicyView['me'], 'person' | 'mayChoose' | 'chosen'>,
      mayChoose: policy.mayChooseRole(), chosen: policy.chosenRole(),
    },
    contacts: policy.contacts().map((contact) => ({ ...contact })),
    sources: effective.sources.map(({ file, document }) => ({
      file, scope: document.scope, id: document.id, version: document.version, issuedAt: document.issuedAt, expiresAt: document.expiresAt ?? null,
      signed: document.scope === 'managed' && document.signatures?.required === true, document: structuredClone(document) as PolicyView['sources'][number]['document'],
    })),
    floors: policy.floors().map(({ file, policies }) => ({ file, policies: policies.map(({ id, version, keys }) => ({ id, version, keys: keys === null ? null : [...keys] })) })),
    damaged: [
      ...policy.fallbacks().map(({ file, problems, version }) => ({ file, problems: problems.slice(0, SHOWN).map(problemView), instead: version })),
      ...closed.map(({ file, problems }) => ({ file, problems: problems.slice(0, SHOWN).map(problemView), instead: null })),
    ],
    evidence: evidence.map((place) => ({ ...place })),
    keys: effectiveKeys(effective).map(({ key, value, from, lost }) => ({ key, value, from: [...from], lost: lost.map((one) => ({ ...one })) })),
    locks: [...effective.boundsIn(null).locks].map(([lock, from]) => ({ lock, from: [...from] })),
  };
}

/** So many problems of one file are shown. */
const SHOWN = 50;

function problemView({ code, pointer, line, name }: PolicyProblem): PolicyView['damaged'][number]['problems'][number] {
  return { code, pointer, line, name };
}
