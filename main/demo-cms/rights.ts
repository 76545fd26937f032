import { Refusal, type Row, type Value } from './rows.ts';

/** Accounts of the demo, one for each role that a person can have. */
export const ACCOUNTS = [
  'owner', 'admin', 'editor', 'customer-service', 'sales', 'external', 'system-administrator',
] as const;
export type Account = (typeof ACCOUNTS)[number];

export const DEEDS = ['read', 'create', 'update', 'delete', 'publish', 'configure', 'grant'] as const;
export type Deed = (typeof DEEDS)[number];
export const KINDRED = ['news', 'agenda', 'directory', 'media', 'menu', 'project', 'account'] as const;
export type Kindred = (typeof KINDRED)[number];

/** What is about to be done, to what, and where. */
export interface Act {
  readonly deed: Deed;
  readonly kind: Kindred;
  readonly project: string;
  /** The record as it stands; absent for a create and for lists. */
  readonly row?: Row;
}

const ALL_KINDS: readonly Kindred[] = ['news', 'agenda', 'directory', 'media', 'menu', 'project'];
const RECORDS: readonly Kindred[] = ['news', 'agenda', 'directory', 'media'];

/** Projects that begin empty: a demonstration is built in them, and they are emptied again. */
const EMPTY_PROJECTS = ['trade-fair', 'medical-congress', 'staff-days', 'city-festival', 'open-day'];

/** What may be done with which kinds, where; `projects` null: everywhere. */
export interface Right {
  readonly deeds: readonly string[];
  readonly kinds: readonly string[];
  readonly projects: readonly string[] | null;
}

/** Who acts, and with which rights. */
export interface Holder {
  readonly account: Account;
  readonly rights: readonly Right[];
}

const READ_ALL: Right = { deeds: ['read'], kinds: ALL_KINDS, projects: null };
const EVERYTHING: Right = { deeds: [...DEEDS], kinds: [...KINDRED], projects: null };

const RIGHTS: Readonly<Record<Account, readonly Right[]>> = {
  owner: [EVERYTHING],
  admin: [EVERYTHING],
  editor: [READ_ALL, { deeds: ['create', 'update'], kinds: RECORDS, projects: null }],
  'customer-service': [READ_ALL, { deeds: ['create', 'update'], kinds: ['agenda', 'directory'], projects: null }],
  sales: [
    { deeds: ['read'], kinds: ALL_KINDS, projects: ['demo', ...EMPTY_PROJECTS] },
    { deeds: ['create', 'update'], kinds: RECORDS, projects: ['demo'] },
    { deeds: ['create', 'update', 'delete'], kinds: RECORDS, projects: EMPTY_PROJECTS },
    { deeds: ['update'], kinds: ['menu'], projects: EMPTY_PROJECTS },
  ],
  external: [{ deeds: ['read'], kinds: ALL_KINDS, projects: ['demo'] }],
  'system-administrator': [{ deeds: ['read'], kinds: ['project'], projects: null }],
};

/** The rights of an account: those somebody gave it, else those it began with. */
export function rightsOf(account: Account, given: Readonly<Record<string, readonly Right[]>>): readonly Right[] {
  return (Object.hasOwn(given, account) ? given[account] : undefined) ?? RIGHTS[account];
}

/** True where the account may do this. An act that no right names is not allowed. */
export function may({ account, rights }: Holder, act: Act): boolean {
  // What is not published is nobody's business outside the team.
  if (account === 'external' && act.row?.['status'] === 'draft') return false;
  // Changing what readers see already is publishing.
  const deeds: readonly Deed[] = act.row?.['status'] === 'published' && act.deed === 'update' ? ['update', 'publish'] : [act.deed];
  return deeds.every((deed) => rights.some((right) => right.deeds.includes(deed) && right.kinds.includes(act.kind)
    && (right.projects === null || right.projects.includes(act.project))));
}

/** Throws a {@link Refusal} that names the account and what it may not do. */
export function demand(holder: Holder, act: Act): void {
  if (may(holder, act)) return;
  const what = act.row === undefined ? act.kind : `${act.kind} ${act.row.id}`;
  const published = act.row?.['status'] === 'published' && act.deed === 'update' ? ', which is published' : '';
  throw new Refusal(`Not allowed: the account "${holder.account}" may not ${act.deed} ${what}${published} in project "${act.project}".`);
}

/** Rights as they are sent, for people and planners who ask. */
export function rightsShown(rights: readonly Right[]): readonly Readonly<Record<string, Value>>[] {
  return rights.map(({ deeds, kinds, projects }) => ({ deeds: [...deeds], kinds: [...kinds], projects: projects === null ? null : [...projects] }));
}
