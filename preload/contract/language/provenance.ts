import type { Translate } from './translator.ts';
import { visible } from './visible.ts';

interface SaidMoment {
  readonly at: string;
}

/** Who changed an object on one server, as far as it is said. */
export interface SaidServer {
  readonly server: { readonly name: string; readonly identity: string };
  readonly answer: 'through Countersign' | 'not through this log' | 'changed elsewhere since';
  readonly last: (SaidMoment & { readonly end: 'executed' | 'failed' | 'unknown' | 'open' }) | null;
  readonly sure: SaidMoment | null;
  readonly elsewhere: readonly { readonly after: SaidMoment; readonly seen: SaidMoment }[];
  readonly missing: { readonly after: SaidMoment; readonly failed: SaidMoment } | null;
  readonly observed: SaidMoment | null;
}

/** The same of every server that has something of its name. */
export interface SaidObject {
  readonly servers: readonly SaidServer[];
  readonly others: readonly string[];
  readonly partial: boolean;
}

/** Characters of an identity that tell two servers of one name apart. */
const SHORT_IDENTITY = 8;
const MOST_OTHERS = 10;

/** What the log says of an object on one server, in sentences: the answer, then what it rests on. `at` spells a moment. */
export function provenanceWords({ answer, last, sure, elsewhere, missing, observed }: SaidServer, t: Translate, at: (iso: string) => string): string[] {
  return [
    headline({ answer, last, sure }, t, at),
    ...(last !== null && last.end !== 'executed' ? [t(`activity.object.${last.end}`, { at: at(last.at) })] : []),
    ...elsewhere.map(({ after, seen }) => t('activity.object.between', { from: at(after.at), to: at(seen.at) })),
    ...(missing === null ? [] : [t('activity.object.missing', { from: at(missing.after.at), to: at(missing.failed.at) })]),
    observed === null ? t('activity.object.never-read') : t('activity.object.observed', { at: at(observed.at) }),
  ];
}

function headline({ answer, last, sure }: Pick<SaidServer, 'answer' | 'last' | 'sure'>, t: Translate, at: (iso: string) => string): string {
  if (last === null) return answer === 'changed elsewhere since' ? t('activity.object.elsewhere-only') : t('activity.object.not');
  if (answer !== 'changed elsewhere since') return sure === null ? t('activity.object.perhaps') : t('activity.object.through', { at: at(sure.at) });
  return last.end === 'executed' ? t('activity.object.elsewhere', { at: at(last.at) }) : t('activity.object.elsewhere-perhaps', { at: at(last.at) });
}

/** Which server an answer is about; with its identity where another one of the answer bears the same name. */
export function placeWords({ server }: Pick<SaidServer, 'server'>, { servers }: Pick<SaidObject, 'servers'>, t: Translate): string {
  const alike = servers.filter((one) => one.server.name === server.name).length > 1;
  const name = visible(server.name, 80);
  return alike ? t('activity.object.on-identity', { server: name, identity: visible(server.identity.slice(0, SHORT_IDENTITY), 40) }) : t('activity.object.on', { server: name });
}

/** What is to be known before the answers are read: that there are several, or none, or that others were not asked for. */
export function aroundWords({ servers, others, partial }: SaidObject, t: Translate): string[] {
  const names = others.slice(0, MOST_OTHERS).map((name) => t('activity.object.other-name', { name: visible(name, 80) }));
  return [
    ...(servers.length > 1 ? [t('activity.object.several', { count: servers.length })] : []),
    ...(servers.length === 0 && !partial ? [t('activity.object.no-trace')] : []),
    ...(names.length > 0 ? [t('activity.object.others', { names: names.join(', ') + (others.length > names.length ? ' …' : '') })] : []),
    ...(partial ? [t('activity.object.partial')] : []),
  ];
}
