import { Refusal, type Row } from './rows.ts';

/** Accounts of the demo, one for each role that a person can have. */
export const ACCOUNTS = [
  'owner', 'admin', 'editor', 'customer-service', 'sales', 'external', 'system-administrator',
] as const;
export type Account = (typeof ACCOUNTS)[number];

export type Deed = 'read' | 'create' | 'update' | 'delete' | 'publish' | 'configure';
export type Kindred = 'news' | 'agenda' | 'directory' | 'media' | 'menu' | 'project';

/** What is about to be done, to what, and where. */
export interface Act {
  readonly deed: Deed;
  readonly kind: Kindred;
  readonly project: string;
  /** The record as it stands; absent for a create and for lists. */
  readonly row?: Row;
}

const ALL_KINDS: readonly Kindred[] = ['news', 'agenda', 'directory', 'media', 'menu', 'project'];

interface Right {
  readonly deeds: readonly Deed[];
  readonly kinds: readonly Kindred[];
  /** Null: every project. */
  readonly projects: readonly string[] | null;
}

const READ_ALL: Right = { deeds: ['read'], kinds: ALL_KINDS, projects: null };
const EVERYTHING: Right = {
  deeds: ['read', 'create', 'update', 'delete', 'publish', 'configure'], kinds: ALL_KINDS, projects: null,
};

const RIGHTS: Readonly<Record<Account, readonly Right[]>> = {
  owner: [EVERYTHING],
  admin: [EVERYTHING],
  editor: [READ_ALL, { deeds: ['create', 'update'], kinds: ['news', 'agenda', 'directory', 'media'], projects: null }],
  'customer-service': [READ_ALL, { deeds: ['create', 'update'], kinds: ['agenda', 'directory'], projects: null }],
  sales: [
    { deeds: ['read'], kinds: ALL_KINDS, projects: ['demo'] },
    { deeds: ['create', 'update'], kinds: ['news', 'agenda', 'directory', 'media'], projects: ['demo'] },
  ],
  external: [{ deeds: ['read'], kinds: ALL_KINDS, projects: ['demo'] }],
  'system-administrator': [{ deeds: ['read'], kinds: ['project'], projects: null }],
};

/** True where the account may do this. An act that no right names is not allowed. */
export function may(account: Account, act: Act): boolean {
  const drafts = account === 'owner' || account === 'admin';
  if (act.row?.['status'] === 'published' && act.deed === 'update' && !drafts) return false;
  // What is not published is nobody's business outside the team.
  if (account === 'external' && act.row?.['status'] === 'draft') return false;
  return RIGHTS[account].some((right) =>
    right.deeds.includes(act.deed) && right.kinds.includes(act.kind)
    && (right.projects === null || right.projects.includes(act.project)));
}

/** Throws a {@link Refusal} that names the account and what it may not do. */
export function demand(account: Account, act: Act): void {
  if (may(account, act)) return;
  const what = act.row === undefined ? act.kind : `${act.kind} ${act.row.id}`;
  const published = act.row?.['status'] === 'published' && act.deed === 'update' ? ', which is published' : '';
  throw new Refusal(`Not allowed: the account "${account}" may not ${act.deed} ${what}${published} in project "${act.project}".`);
}

/** What the account may do, for people and planners who ask. */
export function rightsOf(account: Account): readonly { deeds: string[]; kinds: string[]; projects: string[] | null }[] {
  return RIGHTS[account].map((right) => ({
    deeds: [...right.deeds], kinds: [...right.kinds], projects: right.projects === null ? null : [...right.projects],
  }));
}
