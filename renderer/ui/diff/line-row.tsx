import type { LinesView } from '../../../preload/contract/views.ts';
import { Hostile, Pieces } from '../hostile-text.tsx';
import { useT } from '../../app/language-context.tsx';
import type { Json } from '../json.ts';
import type { LaidRow } from './layout.ts';
import { endMark, splitLineEnd } from './line-end.ts';
import { itemAt, useCardPages } from './pages.ts';
import { columnsOf } from './record-columns.ts';
import { wordMarks } from './words.ts';

const SIGN = { same: ' ', add: '+', remove: '−' } as const;

type Line = LinesView['lines'][number];
type Laid<K extends LaidRow['kind']> = Extract<LaidRow, { kind: K }>;

/** A row of a diff, in one column or side by side. One whose page is not there yet keeps its place. */
export function LaidLine({ lines, row }: { lines: LinesView; row: Laid<'line' | 'pair'> }) {
  const pages = useCardPages();
  const at = (place: number | null): Line | null | undefined => (place === null ? null : itemAt(lines.lines, lines.rest, place, pages));
  return row.kind === 'pair' ? <PairLine lines={lines} row={row} left={at(row.left)} right={at(row.right)} /> : <OneLine lines={lines} row={row} line={at(row.at)} partner={at(row.partner) ?? null} />;
}

/** A line of the diff in one column. */
function OneLine({ lines, row, line, partner }: { lines: LinesView; row: Laid<'line'>; line: Line | null | undefined; partner: Line | null }) {
  const t = useT();
  if (line === undefined || line === null) return <Waiting op={row.op} />;
  if (lines.columns !== undefined) return <RecordLine columns={lines.columns} row={row} line={line} />;
  const numbers = lines.cut !== true;
  return (
    <div className={`line line-${row.op}`}>
      <span className="line-number" aria-hidden="true">{numbers ? row.old : null}</span>
      <span className="line-number" aria-hidden="true">{numbers ? row.now : null}</span>
      <span className="op" aria-hidden="true">{SIGN[row.op]}</span>
      {row.op === 'same' ? null : <span className="visually-hidden">{t(`change.line.${row.op}`)}</span>}
      <LineText line={line} partner={partner} goesOn={goesOn(lines, row.at)} />
    </div>
  );
}

/** A record of a long list, its values under the names of their columns. */
function RecordLine({ columns, row, line }: { columns: readonly string[]; row: Laid<'line'>; line: Line }) {
  const t = useT();
  const values = JSON.parse(line.text) as readonly Json[];
  return (
    <div className={`line record-line line-${row.op}`} style={columnsOf(columns)}>
      <span className="line-number" aria-hidden="true">{row.now ?? row.old}</span>
      <span className="op" aria-hidden="true">{SIGN[row.op]}</span>
      {row.op === 'same' ? null : <span className="visually-hidden">{t(`change.line.${row.op}`)}</span>}
      {values.map((value, at) => <span key={at} className="record-cell" dir="auto">{Array.isArray(value) ? null : <Hostile text={String(value)} cap={400} />}</span>)}
    </div>
  );
}

/** A line and what stands beside it on the other side. */
function PairLine({ lines, row, left, right }: { lines: LinesView; row: Laid<'pair'>; left: Line | null | undefined; right: Line | null | undefined }) {
  const unchanged = row.left === row.right;
  const side = (line: Line | null | undefined, place: number | null, number: number, partner: Line | null | undefined) => line === null || place === null ? <div className="line line-gap" /> : line === undefined ? <Waiting op="same" /> : (
    <Side line={line} number={lines.cut === true ? null : number} partner={unchanged ? null : partner ?? null} goesOn={goesOn(lines, place)} />
  );
  return (
    <div className="pair">
      {side(left, row.left, row.old, right)}
      {side(right, row.right, row.now, left)}
    </div>
  );
}

function Side({ line, number, partner, goesOn: more }: { line: Line; number: number | null; partner: Line | null; goesOn: boolean }) {
  return (
    <div className={`line line-${line.op}`}>
      <span className="line-number" aria-hidden="true">{number}</span>
      <span className="op" aria-hidden="true">{SIGN[line.op]}</span>
      <LineText line={line} partner={partner} goesOn={more} />
    </div>
  );
}

/** A line whose page is on its way. */
function Waiting({ op }: { op: Line['op'] }) {
  return <div className={`line line-${op} line-waits`} aria-hidden="true"><span /><span /><span className="op">{SIGN[op]}</span><code className="line-text">…</code></div>;
}

/** True for a row that a long line was cut into: that it has no line end says nothing. */
function goesOn(lines: LinesView, at: number): boolean {
  return lines.cut === true && at < (lines.rest?.count ?? lines.lines.length) - 1;
}

function LineText({ line, partner, goesOn: more }: { line: Line; partner: Line | null; goesOn: boolean }) {
  const own = splitLineEnd(line.text).body;
  const other = partner === null ? null : splitLineEnd(partner.text).body;
  const marks = wordMarks(own, other, line.op === 'remove' ? 'old' : 'now');
  const end = more && splitLineEnd(line.text).end === 'none' ? '' : endMark(line.text, partner?.text ?? null);
  return (
    <code className="line-text" dir="auto">
      {marks.map((stretch, at) => stretch.changed
        ? <span key={at} className="word"><Pieces text={stretch.text} keep={'\t'} /></span>
        : <Pieces key={at} text={stretch.text} keep={'\t'} />)}
      {end === '' ? null : <span className="mark">{end}</span>}
    </code>
  );
}
