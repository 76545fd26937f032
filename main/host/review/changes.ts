import type { ServerFacts } from '../../core/trust/server-facts.ts';
import type { PinnedKind } from '../../core/words/index.ts';
import { recorded } from './decide.ts';
import type { ReviewDeps } from './review.ts';
import type { Sighting } from './seen-document.ts';

/** A definition that is no longer the one that was decided about. */
export interface ChangedDefinition {
  readonly kind: PinnedKind;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** What of newly seen definitions stands in the place of one that was decided about. */
export function changesAmong(fresh: readonly Sighting[], decided: (kind: PinnedKind, name: string) => string | null): ChangedDefinition[] {
  return fresh.flatMap(({ kind, name, digest }) => {
    const from = decided(kind, name);
    return from === null || from === digest ? [] : [{ kind, name, from, to: digest }];
  });
}

/** So many changed definitions are named in one record; the rest is counted. */
const MOST_NAMED = 100;

/** Puts down that definitions changed. It blocks them whether or not the log takes that, so nobody waits for it. Never rejects. */
export async function recordChanges(deps: Pick<ReviewDeps, 'audit' | 'actor'>, facts: ServerFacts, items: readonly ChangedDefinition[]): Promise<void> {
  if (items.length === 0) return;
  const detail = { count: items.length, items: items.slice(0, MOST_NAMED).map((item) => ({ ...item })) };
  await deps.audit.append({ type: 'event', what: 'tools-changed', actor: deps.actor, server: recorded(facts), detail }).catch(() => undefined);
}
