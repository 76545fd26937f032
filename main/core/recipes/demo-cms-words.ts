import type { AccountRecipe, RefusalCheck, ToolRecipe } from './recipe.ts';

/** What is known of a tool, before its digests are put beside. */
export type Known = Omit<ToolRecipe, 'digests'>;

/** One kind of record: the stem of its tools, the catalogue's word, and what differs from kind to kind. */
export interface RecordKind {
  readonly one: string;
  readonly many: string;
  readonly noun: string;
  /** The word for it in the rights of an account. */
  readonly kind: string;
  readonly defaults: Readonly<Record<string, string>>;
  readonly serverSets: readonly string[];
  readonly public: boolean;
  /** What no record of this kind may be. */
  readonly refuses: readonly RefusalCheck[];
  readonly bulk: boolean;
}

export const ABSENT = ['Not found: '];
export const REFUSED = ['Not allowed: '];
export const SET_BY_SERVER = ['version', 'updatedAt'];
export const MADE_BY_SERVER = [...SET_BY_SERVER, 'id', 'createdAt', 'projectName'];
export const NOTHING_GIVEN: RefusalCheck = { why: 'nothing-given' };
export const PUBLIC = { pointer: '/status', values: ['published'] } as const;

/** The right to do something with a kind of record; what goes public needs that right too. `ifThere`: the deed where the record is there already. */
export function accountFor(deed: string, kind: string, ifThere?: string): AccountRecipe {
  return {
    read: { tool: 'whoami', args: {} }, name: '/account', list: '/rights',
    needs: [{ at: '/deeds', value: deed, ...(ifThere === undefined ? {} : { ifThere }), ifEffect: { publish: 'publish' } }, { at: '/kinds', value: kind }, { at: '/projects', project: true }],
  };
}
