import { useMemo, useRef } from 'react';
import { Pieces } from './hostile-text.tsx';
import { prettyJson, type Json } from './json.ts';
import { paintedRow, textRows } from './text-rows.ts';
import { Rows } from './rows.tsx';

/** A JSON value, whole, one thing a line, hidden characters as marks. */
export function JsonView({ value, label }: { value: Json; label: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => textRows(prettyJson(value)), [value]);
  return (
    <div ref={scroller} className="json" tabIndex={0} role="region" aria-label={label}>
      <Rows count={lines.length} scroller={scroller} estimate={20} row={(index) => <JsonLine line={paintedRow(lines[index])} />} />
    </div>
  );
}

function JsonLine({ line }: { line: string }) {
  return <div className="json-line"><Pieces text={line} keep="" /></div>;
}
