import type { AccountRecipe, ToolRecipe } from './recipe.ts';

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
  readonly bulk: boolean;
}

export const ABSENT = ['Not found: '];
export const REFUSED = ['Not allowed: '];
export const SET_BY_SERVER = ['version', 'updatedAt'];
export const MADE_BY_SERVER = [...SET_BY_SERVER, 'id', 'createdAt', 'projectName'];
export const PUBLIC = { pointer: '/status', values: ['published'] } as const;

/** The right to do something with a kind of record; what goes public needs that right instead. */
export function accountFor(deed: string, kind: string): AccountRecipe {
  return {
    read: { tool: 'whoami', args: {} }, name: '/account', list: '/rights',
    needs: [{ at: '/deeds', value: deed, ifEffect: { publish: 'publish' } }, { at: '/kinds', value: kind }, { at: '/projects', project: true }],
  };
}
