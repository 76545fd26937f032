import { sha256 } from '../../adapters/digest/sha256.ts';
import { verifyBytes } from '../../adapters/policy-sources/minisign.ts';
import type { PolicySourceReader } from '../../adapters/policy-sources/source-reader.ts';
import { combine } from '../../core/policy/document/combine.ts';
import type { Bound } from '../../core/policy/document/bounds.ts';
import type { PolicySource } from '../../core/policy/document/open.ts';
import type { Json } from '../../core/words/index.ts';
import { missedByFloors, openFloors, openSources } from '../../host/policy/open-sources.ts';
import { visible, type Translate } from '../../../preload/contract/language/index.ts';
import { WrongCall, type Command } from '../command.ts';

/**
 * `policy status`: what administrators put on this machine, and what holds. 0 where a managed policy is in force and
 * everything found holds; 1 where none is, or where something is closed.
 */
export function policyStatus(reader: () => PolicySourceReader): Command {
  return async ({ terminal, rest }) => {
    if (rest.length > 0) throw new WrongCall('cli.needs-arguments', { usage: 'policy status' });
    const found = await reader().find();
    const floors = openFloors(found);
    const opened = openSources(found, floors, { sha256, now: new Date().toISOString(), seen: () => null, verify: verifyBytes });
    const sources = [...opened, ...missedByFloors(floors, opened)];
    const policy = combine(sources);
    const { limits, trust, locks, retainDays } = policy.boundsIn(null);
    const inForce = policy.managed && policy.closed.length === 0;
    terminal.answer({
      managed: policy.managed || policy.closed.length > 0,
      inForce,
      sources: sources.map((source) => sourceAnswer(source, terminal.t)),
      floors: floors.floors.map(({ file, policies }) => ({ file, policies: policies.map(({ id, version, keys }) => ({ id, version, keys: keys === null ? null : [...keys] })) })),
      effective: { limits: bounds(limits), trust: bounds(trust), locks: Object.fromEntries(locks), retainDays: one(retainDays) },
    });
    return inForce ? 0 : 1;
  };
}

function sourceAnswer(source: PolicySource, t: Translate): Json {
  if (source.state === 'closed') {
    const problems = source.problems.map(({ code, pointer, line, name }) => ({ pointer, line, message: t(`policy-problem.${code}`, { name: visible(name, 80) }) }));
    return { file: source.file, holds: false, problems };
  }
  const { document } = source;
  const managed = document.scope === 'managed' ? { signed: document.signatures?.required === true, contact: { ...document.contact } as Json } : {};
  return { file: source.file, holds: true, scope: document.scope, id: document.id, version: document.version, expiresAt: document.expiresAt ?? null, digest: source.digest, ...managed };
}

function bounds(all: Readonly<Record<string, Bound<number | string>>>): Json {
  return Object.fromEntries(Object.entries(all).map(([name, bound]) => [name, one(bound)]));
}

function one(bound: Bound<number | string>): Json {
  return { value: bound.value, from: bound.from };
}
