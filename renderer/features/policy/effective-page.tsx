import { useEffect } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { PolicyKeyView, PolicyView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Button, Empty, Notice } from '../../ui/parts.tsx';
import { formatRoute } from '../../app/routes.ts';
import { clockTime } from '../servers/servers-selectors.ts';
import { policyHooks } from './policy-store.ts';
import { keyWords, placeOf, valueWords } from './policy-words.ts';
import { LockSign, Rules } from './why.tsx';

/** Everything that holds: each key with its value, who set it, and what lost and why; the locks; the documents themselves. */
export function EffectivePage({ policy }: { policy: PolicyView }) {
  const t = useT();
  const api = policyHooks.useApi();
  const problem = policyHooks.use((state) => state.problem);
  const saved = policyHooks.use((state) => state.saved);
  useEffect(() => { void api.getState().refresh(); }, [api]);
  // What the other policies say is no value that holds: while one is closed, nothing is allowed and everything is locked.
  const nothing = policy.damaged.some(({ instead }) => instead === null);
  return (
    <article className="page">
      <h1>{t('policy.effective.title')}</h1>
      <p>{t(policy.managed ? 'policy.effective.words' : 'policy.effective.unmanaged')}</p>
      {nothing ? <Notice tone="danger">{t('policy.damaged.nothing')} <a href={formatRoute('policy', 'damaged')}>{t('policy.damaged.title')}</a></Notice> : null}
      <div className="actions">
        <Button onClick={() => void api.getState().save('effective')}>{t('policy.export')}</Button>
        <span className="hint" role="status">{saved ? t('policy.saved') : ''}</span>
      </div>
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      {nothing ? null : (
        <>
          <Locks policy={policy} />
          <section aria-label={t('policy.keys')}>
            <h2>{t('policy.keys')}</h2>
            <dl className="facts policy-keys">{policy.keys.map((key) => <Key key={key.key} one={key} />)}</dl>
          </section>
        </>
      )}
      <Evidence policy={policy} />
      <Documents policy={policy} />
      <Floors policy={policy} />
    </article>
  );
}

function Locks({ policy }: { policy: PolicyView }) {
  const t = useT();
  return (
    <section aria-label={t('policy.locks')}>
      <h2>{t('policy.locks')}</h2>
      {policy.locks.length === 0 ? <p className="soft">{t('policy.locks-none')}</p> : (
        <ul className="locks">{policy.locks.map(({ lock, from }) => <li key={lock}><LockSign /> {keyWords(`locks/${lock}`, t)}<details><summary>{t('policy.why')}</summary><Rules sources={from} /></details></li>)}</ul>
      )}
    </section>
  );
}

function Key({ one }: { one: PolicyKeyView }) {
  const t = useT();
  const set = one.from.some((from) => placeOf(from) !== null);
  return (
    <div className="fact">
      <dt>{keyWords(one.key, t)}</dt>
      <dd>
        <strong>{valueWords(one, one.value, t)}</strong> <span className="soft">{t(set ? 'policy.by-policy' : 'policy.by-default')}</span>
        {set || one.lost.length > 0 ? (
          <details>
            <summary>{one.lost.length === 0 ? t('policy.why') : t('policy.lost-count', { count: one.lost.length })}</summary>
            <Rules sources={one.from} />
            {one.lost.length === 0 ? null : (
              <>
                <p className="soft">{t('policy.lost')}</p>
                <ul>{one.lost.map((lost) => <li key={lost.from}>{valueWords(one, lost.value, t)} · {placeOf(lost.from) === null ? t('policy.rule-built-in') : <code><Hostile text={lost.from} cap={200} joints /></code>}</li>)}</ul>
              </>
            )}
          </details>
        ) : null}
      </dd>
    </div>
  );
}

/** Where IT has the log sent to: that a place takes nothing must be seen before somebody needs what it should hold. */
function Evidence({ policy }: { policy: PolicyView }) {
  const t = useT();
  if (policy.evidence.length === 0) return null;
  return (
    <section aria-label={t('policy.evidence')}>
      <h2>{t('policy.evidence')}</h2>
      <p className="hint">{t('policy.evidence-words')}</p>
      {policy.evidence.map(({ to, sent, waiting, trouble, rejected, noSpans }) => (
        <div key={to}>
          <p><code><Hostile text={to} cap={300} joints /></code></p>
          {rejected === 0 ? null : <Notice tone="caution">{t('policy.evidence-rejected', { sent, rejected })}</Notice>}
          {trouble === null ? null : <Notice tone="caution">{t('policy.evidence-waits', { waiting, why: trouble })}</Notice>}
          {trouble !== null || rejected > 0 ? null : <p className="soft">{t(waiting === 0 ? 'policy.evidence-all' : 'policy.evidence-some', { sent, waiting })}</p>}
          {noSpans ? <p className="soft">{t('policy.evidence-no-spans')}</p> : null}
        </div>
      ))}
    </section>
  );
}

function Documents({ policy }: { policy: PolicyView }) {
  const t = useT();
  if (policy.sources.length === 0) return policy.managed ? null : <Empty title={t('policy.documents-none.title')}>{t('policy.documents-none.words')}</Empty>;
  return (
    <section aria-label={t('policy.documents')}>
      <h2>{t('policy.documents')}</h2>
      <p className="hint">{t('policy.documents-words')}</p>
      {policy.sources.map((source) => (
        <details key={source.file}>
          <summary><code><Hostile text={source.file} cap={200} joints /></code> · {t('policy.version', { version: source.version })} · <time dateTime={source.issuedAt}>{clockTime(source.issuedAt, t.locale)}</time>{source.expiresAt === null ? null : <> · {t('policy.until', { at: clockTime(source.expiresAt, t.locale) })}</>}{source.signed ? <> · {t('policy.signed')}</> : null}</summary>
          <JsonView value={source.document} label={source.file} />
        </details>
      ))}
    </section>
  );
}

/** What an administrator wrote down that must be there, else nothing is allowed. */
function Floors({ policy }: { policy: PolicyView }) {
  const t = useT();
  if (policy.floors.length === 0) return null;
  return (
    <section aria-label={t('policy.floors')}>
      <h2>{t('policy.floors')}</h2>
      <p className="hint">{t('policy.floors-words')}</p>
      {policy.floors.map(({ file, policies }) => (
        <div key={file}>
          <p><code><Hostile text={file} cap={300} joints /></code></p>
          <ul>
            {policies.map(({ id, version, keys }, at) => (
              <li key={at}>
                <code><Hostile text={id} cap={64} joints /></code>{version === null ? null : <> · {t('policy.floors-version', { version })}</>}{keys === null ? null : <> · {t('policy.floors-keys')}</>}
                {keys === null ? null : <ul>{keys.map((key) => <li key={key}><code><Hostile text={key} cap={300} joints /></code></li>)}</ul>}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
