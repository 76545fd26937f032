import type { Translate } from './translator.ts';
import { visible } from './visible.ts';

interface SaidMoment {
  readonly at: string;
}

/** Who changed an object on one server, as far as it is said. */
export interface SaidServer {
  readonly server: { readonly name: string; readonly identity: string };
  readonly answer: 'through Countersign' | 'not through this log' | 'changed elsewhere since';
  readonly last: (SaidMoment & { readonly end: 'executed' | 'failed' | 'unknown' | 'open' | 'dry-run' }) | null;
  readonly sure: SaidMoment | null;
  readonly elsewhere: readonly { readonly after: SaidMoment; readonly seen: SaidMoment; readonly dryRun: SaidMoment | null }[];
  readonly missing: { readonly after: SaidMoment; readonly failed: SaidMoment; readonly dryRun: SaidMoment | null } | null;
  readonly observed: SaidMoment | null;
}

/** The same of every server that has something of its name. */
export interface SaidObject {
  readonly servers: readonly SaidServer[];
  readonly others: readonly string[];
  readonly partial: boolean;
  /** Parts of the log that say nothing, for they are damaged: what they said is not in the answer. */
  readonly damaged: number;
}

/** Characters of an identity that tell two servers of one name apart. */
const SHORT_IDENTITY = 8;
const MOST_OTHERS = 10;

/** What the log says of an object on one server, in sentences: the answer, then what it rests on. `at` spells a moment. */
export function provenanceWords(said: SaidServer, t: Translate, at: (iso: string) => string): string[] {
  const { last, elsewhere, missing, observed } = said;
  return [
    headline(said, t, at),
    ...(last !== null && last.end !== 'executed' ? [t(`activity.object.${last.end}`, { at: at(last.at) })] : []),
    ...elsewhere.map(({ after, seen, dryRun }) => between('between', after, seen, dryRun, t, at)),
    ...(missing === null ? [] : [between('missing', missing.after, missing.failed, missing.dryRun, t, at)]),
    observed === null ? t('activity.object.never-read') : t('activity.object.observed', { at: at(observed.at) }),
  ];
}

function between(what: 'between' | 'missing', from: SaidMoment, to: SaidMoment, dryRun: SaidMoment | null, t: Translate, at: (iso: string) => string): string {
  const moments = { from: at(from.at), to: at(to.at) };
  return dryRun === null ? t(`activity.object.${what}`, moments) : t(`activity.object.${what}-dry-run`, { ...moments, at: at(dryRun.at) });
}

function headline({ answer, last, sure, elsewhere }: SaidServer, t: Translate, at: (iso: string) => string): string {
  if (answer !== 'changed elsewhere since') return last === null ? t('activity.object.not') : sure === null ? t('activity.object.perhaps') : t('activity.object.through', { at: at(sure.at) });
  // Nobody checked what the dry run did.
  if ((elsewhere.at(-1)?.dryRun ?? null) !== null) return t('activity.object.elsewhere-or-dry-run');
  if (last === null) return t('activity.object.elsewhere-only');
  if (last.end === 'executed') return t('activity.object.elsewhere', { at: at(last.at) });
  // What was tried in vain may have come behind the change elsewhere: that is since the last one that was carried out.
  if (last.end === 'failed' || last.end === 'dry-run') return sure === null ? t('activity.object.elsewhere-tried') : t('activity.object.elsewhere', { at: at(sure.at) });
  return t('activity.object.elsewhere-perhaps', { at: at(last.at) });
}

/** Which server an answer is about; with its identity where another one of the answer bears the same name. */
export function placeWords({ server }: Pick<SaidServer, 'server'>, { servers }: Pick<SaidObject, 'servers'>, t: Translate): string {
  const alike = servers.filter((one) => one.server.name === server.name).length > 1;
  const name = visible(server.name, 80);
  return alike ? t('activity.object.on-identity', { server: name, identity: visible(server.identity.slice(0, SHORT_IDENTITY), 40) }) : t('activity.object.on', { server: name });
}

/** What is to be known before the answers are read: that there are several, or none, or that others were not asked for. */
export function aroundWords({ servers, others, partial, damaged }: SaidObject, t: Translate): string[] {
  const names = others.slice(0, MOST_OTHERS).map((name) => t('activity.object.other-name', { name: visible(name, 80) }));
  return [
    ...(servers.length > 1 ? [t('activity.object.several', { count: servers.length })] : []),
    ...(servers.length === 0 && !partial ? [t('activity.object.no-trace')] : []),
    ...(names.length > 0 ? [t('activity.object.others', { names: names.join(', ') + (others.length > names.length ? ' …' : '') })] : []),
    ...(damaged > 0 ? [t('activity.object.damaged', { count: damaged })] : []),
    ...(partial && damaged === 0 ? [t('activity.object.partial')] : []),
  ];
}
