import { lazy, Suspense, type ReactNode, type RefObject } from 'react';

const VirtualRows = lazy(() => import('./virtual-rows.tsx'));

/** Up to this many rows are painted plainly; more go through the virtual list, loaded only then. */
export const PLAIN_ROWS = 300;

export interface RowsProps {
  readonly count: number;
  readonly row: (index: number) => ReactNode;
  /** The box that scrolls. */
  readonly scroller: RefObject<HTMLElement | null>;
  readonly estimate: number;
  /** Row that must be in sight, such as the chosen one. */
  readonly reveal?: number;
}

/** A long list of rows of any height inside a scrolling box. */
export function Rows(props: RowsProps) {
  if (props.count > PLAIN_ROWS) {
    return <Suspense fallback={null}><VirtualRows {...props} /></Suspense>;
  }
  return <div className="rows">{Array.from({ length: props.count }, (_, index) => <div key={index}>{props.row(index)}</div>)}</div>;
}
