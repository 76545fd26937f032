import type { Receipt } from '../../gate/receipt.ts';
import { isIncluded, type PlanState } from './plan-state.ts';

/** What of a set somebody else may be asked to countersign. */
export interface RequestableSet {
  readonly title: string;
  /** The calls that the person's role may only ask for, in their order, each as it was refused, with its preview. */
  readonly refused: readonly Receipt[];
}

/**
 * The part of a set that is over which was refused because the role may only ask for it. What was to take a value from one of these
 * did not enter the road and is not among them. Empty while the set is under way.
 */
export function requestableOf(state: PlanState): RequestableSet {
  const over = state.stage === 'done' ? state.items : [];
  const receipts = over.flatMap((item) => (isIncluded(state, item.at) ? item.receipt() ?? [] : []));
  return { title: state.input.title, refused: receipts.filter(({ because, outcome }) => because === 'role-requests' && outcome === 'refused') };
}
