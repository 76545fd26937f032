import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { RowsProps } from './rows.tsx';

/** The rows in sight, and a few around them. Heights are measured, so wrapped lines keep their place. */
export default function VirtualRows({ count, row, scroller, estimate, reveal }: RowsProps) {
  const list = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(-1);
  // Not before the whole tree stands: the box that scrolls lies further up, and a list that did not find it paints nothing.
  useEffect(() => {
    const box = scroller.current;
    if (box === null || list.current === null) return;
    setMargin(Math.max(0, list.current.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop));
  }, [scroller, count]);
  const virtual = useVirtualizer({
    count, getScrollElement: () => scroller.current, estimateSize: () => estimate, overscan: 12, scrollMargin: Math.max(0, margin),
  });
  useEffect(() => {
    if (reveal !== undefined && reveal >= 0) virtual.scrollToIndex(reveal);
  }, [reveal, virtual]);
  return (
    <div ref={list} className="rows" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
      {virtual.getVirtualItems().map((item) => (
        <div
          key={item.key} data-index={item.index} ref={virtual.measureElement}
          style={{ position: 'absolute', insetInline: 0, top: 0, transform: `translateY(${item.start - Math.max(0, margin)}px)` }}
        >
          {row(item.index)}
        </div>
      ))}
    </div>
  );
}
