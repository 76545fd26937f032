import type { FindingView } from '../../preload/contract/views.ts';
import { useT } from '../app/language-context.tsx';
import { Hostile, Pieces } from './hostile-text.tsx';
import './findings.css';

/** What the scanner found odd, gravest first: our sentence, where, and the server's words in quotes. Warns, and says nothing else. */
export function FindingList({ findings, more = 0 }: { findings: readonly FindingView[]; more?: number }) {
  const t = useT();
  if (findings.length === 0) return null;
  return (
    <ul className="findings" aria-label={t('findings.label')}>
      {findings.map((finding, at) => (
        <li key={at} className={`finding-${finding.severity}`}>
          <strong>{t(`findings.severity.${finding.severity}`)}</strong>{' '}
          {t(`finding.${finding.rule}`)}{finding.pointer === '' ? null : <>{' '}<code><Pieces text={finding.pointer} keep="" /></code></>}
          {finding.excerpt === '' ? null : <>{' '}<q><Hostile text={finding.excerpt} cap={200} /></q></>}
        </li>
      ))}
      {more > 0 ? <li>{t('findings.more', { count: more })}</li> : null}
    </ul>
  );
}
