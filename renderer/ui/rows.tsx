import { Suspense, useEffect, useRef, type ReactNode, type RefObject } from 'react';
import { fetched } from './fetched.tsx';

/** The rows in sight of a long list. */
export const VirtualRows = fetched(async () => (await import('./virtual-rows.tsx')).default);

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
  return <PlainRows {...props} />;
}

function PlainRows({ count, row, reveal }: RowsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (reveal !== undefined && reveal >= 0) list.current?.children[reveal]?.scrollIntoView({ block: 'nearest' });
  }, [reveal]);
  return <div ref={list} className="rows">{Array.from({ length: count }, (_, index) => <div key={index}>{row(index)}</div>)}</div>;
}
