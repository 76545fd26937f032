import { canonical } from '../../canonical/canonical.ts';
import { pointerOf } from '../../canonical/pointer.ts';
import type { Json } from '../../words/index.ts';

/** One difference between two policies. `before` or `after` undefined: it is not there. */
export interface PolicyChange {
  readonly pointer: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What moves in which direction. What could go either way stands in both lists: nothing that may loosen is left out. */
export class PolicyChanges {
  readonly loosens: PolicyChange[] = [];
  readonly tightens: PolicyChange[] = [];
  /** What changes nothing that is allowed: who to call, the version, the date. */
  readonly others: PolicyChange[] = [];

  /** Notes a change by its direction: above 0 loosens, below tightens, null may do either. */
  note(path: readonly (string | number)[], before: Json | undefined, after: Json | undefined, direction: number | null): void {
    const change = { pointer: pointerOf(path), before, after };
    if (direction === null || direction > 0) this.loosens.push(change);
    if (direction === null || direction < 0) this.tightens.push(change);
  }

  /** Two values of which nobody can say which is stricter. */
  either(path: readonly string[], before: Json | undefined, after: Json | undefined): void {
    if (!same(before, after)) this.note(path, before, after, null);
  }

  other(path: readonly string[], before: Json | undefined, after: Json | undefined): void {
    if (!same(before, after)) this.others.push({ pointer: pointerOf(path), before, after });
  }

  /** Two values by how much each lets through: `rank` grows with what is allowed. */
  ranked<T extends Json>(path: readonly string[], before: T | undefined, after: T | undefined, rank: (value: T | undefined) => number): void {
    if (!same(before, after)) this.note(path, before, after, Math.sign(rank(after) - rank(before)));
  }

  /** Two lists of what is let through. `missing` says what a list that is not there means. */
  allowed(path: readonly string[], before: readonly Json[] | undefined, after: readonly Json[] | undefined, missing: 'everything' | 'nothing'): void {
    if ((before === undefined) !== (after === undefined) && missing === 'everything') {
      this.note(path, before, after, after === undefined ? 1 : -1);
      return;
    }
    this.items(path, before ?? [], after ?? [], 1);
  }

  /** Two lists of what is refused: one more tightens. */
  refused(path: readonly string[], before: readonly Json[] | undefined, after: readonly Json[] | undefined): void {
    this.items(path, before ?? [], after ?? [], -1);
  }

  private items(path: readonly string[], before: readonly Json[], after: readonly Json[], added: number): void {
    const [old, now] = [new Set(before.map(spelled)), new Set(after.map(spelled))];
    for (const [index, item] of after.entries()) if (!old.has(spelled(item))) this.note([...path, index], undefined, item, added);
    for (const [index, item] of before.entries()) if (!now.has(spelled(item))) this.note([...path, index], item, undefined, -added);
  }
}

/** The members of two records side by side. */
export function paired<T>(before: Readonly<Record<string, T>> | undefined, after: Readonly<Record<string, T>> | undefined): [name: string, before: T | undefined, after: T | undefined][] {
  const [old, now] = [new Map(Object.entries(before ?? {})), new Map(Object.entries(after ?? {}))];
  return [...new Set([...old.keys(), ...now.keys()])].map((name) => [name, old.get(name), now.get(name)]);
}

export function same(before: Json | undefined, after: Json | undefined): boolean {
  return before === undefined || after === undefined ? before === after : spelled(before) === spelled(after);
}

function spelled(value: Json): string {
  return canonical(value);
}
