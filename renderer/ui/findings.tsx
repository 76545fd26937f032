import type { FindingView } from '../../preload/contract/views.ts';
import { useT } from '../app/language-context.tsx';
import { Hostile, Pieces } from './hostile-text.tsx';
import './findings.css';

/**
 * What the scanner found odd, gravest first: our sentence, where, and the server's words in quotes. Mere notes are folded,
 * so that they do not bury a warning. Warns, and says nothing else.
 */
export function FindingList({ findings, more = 0 }: { findings: readonly FindingView[]; more?: number }) {
  const t = useT();
  const warnings = findings.filter(({ severity }) => severity !== 'info');
  const notes = findings.filter(({ severity }) => severity === 'info');
  return (
    <>
      {warnings.length === 0 ? null : <ul className="findings" aria-label={t('findings.label')}>{warnings.map((finding, at) => <Row key={at} finding={finding} />)}</ul>}
      {notes.length === 0 ? null : (
        <details>
          <summary>{t('findings.notes', { count: notes.length })}</summary>
          <ul className="findings findings-notes" aria-label={t('findings.label')}>{notes.map((finding, at) => <Row key={at} finding={finding} />)}</ul>
        </details>
      )}
      {more > 0 ? <p className="hint">{t('findings.more', { count: more })}</p> : null}
    </>
  );
}

function Row({ finding }: { finding: FindingView }) {
  const t = useT();
  return (
    <li className={`finding-${finding.severity}`}>
      <strong>{t(`findings.severity.${finding.severity}`)}</strong>{' '}
      {t(`finding.${finding.rule}`)}{finding.pointer === '' ? null : <>{' '}<code><Pieces text={finding.pointer} keep="" /></code></>}
      {finding.excerpt === '' ? null : <>{' '}<q><Hostile text={finding.excerpt} cap={200} /></q></>}
    </li>
  );
}
