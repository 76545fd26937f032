import type { ReactNode } from 'react';
import { hasMessage, spokenCode, spokenProblem } from '../../../preload/contract/language/index.ts';
import type { ReceiptView } from '../../../preload/contract/views.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import type { Loaded } from '../../app/loaded.ts';
import { ValueList } from '../../ui/form/value-list.tsx';
import { go } from '../../app/use-route.ts';
import { FindingList } from '../../ui/findings.tsx';
import { Hostile, QuotedBox } from '../../ui/hostile-text.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Button, Notice, Skeleton } from '../../ui/parts.tsx';
import { useScrollerOf } from '../../ui/scroller.ts';
import { isManaged } from '../policy/policy-words.ts';
import { Rules } from '../policy/why.tsx';
import { UndoCall } from './undo-call.tsx';
import { SaveRequest } from '../requests/save-request.tsx';
import { receiptsHooks, type Planned } from './receipts-store.ts';

/** What became of a call: outcome, what the server said, and the state afterwards. */
export function Receipt({ callId, receipt, planned }: { callId: string; receipt: Loaded<ReceiptView>; planned: Planned | null }) {
  const t = useT();
  if (receipt.state === 'loading') return <Skeleton label={t('common.loading')} />;
  if (receipt.state === 'broken') return <div className="page"><Notice tone="danger" role="alert">{spokenProblem(receipt.problem, t)}</Notice></div>;
  const { value } = receipt;
  return (
    <article className="page receipt" aria-label={t('receipt.label')}>
      <p className="soft"><Hostile text={value.serverName} cap={60} /> · <Hostile text={value.tool} cap={60} /></p>
      {value.state === 'done' ? <Done value={value} planned={planned} /> : <Waiting callId={callId} state={value.state} />}
    </article>
  );
}

function Waiting({ callId, state }: { callId: string; state: 'planning' | 'asking' | 'calling' }) {
  const t = useT();
  const api = receiptsHooks.useApi();
  return (
    <div role="status">
      <h1>{t(`receipt.state.${state}`)}</h1>
      <Button onClick={() => void api.getState().cancel(callId)}>{t('common.cancel')}</Button>
    </div>
  );
}

function Done({ value, planned }: { value: ReceiptView; planned: Planned | null }) {
  const t = useT();
  const bridge = useBridge();
  const denied = value.decision === 'denied';
  const title = denied ? t('receipt.denied') : value.outcome === 'executed' && value.isError ? t('receipt.server-error') : value.outcome === null ? t('receipt.state.done') : t(`outcome.${value.outcome}`);
  return (
    <>
      <div role="status"><h1 className={`outcome outcome-${denied ? 'refused' : value.isError || value.afterwards === 'different' ? 'failed' : value.outcome ?? 'refused'}`}>{title}</h1></div>
      {denied ? <p>{t('outcome-means.refused')}</p> : <Meaning value={value} />}
      {value.afterwards === null || value.outcome === null || value.outcome === 'refused' || isRead(value) ? null : <Notice tone={value.afterwards === 'different' ? 'danger' : value.afterwards === 'as shown' ? 'good' : 'quiet'}>{t(`afterwards.${value.afterwards}`)}</Notice>}
      {value.sources.length === 0 || (value.verdict === 'allow' && value.outcome === 'executed' && !isManaged(value.sources)) ? null : <details open={value.verdict === 'deny'}><summary>{t('card.why')}</summary><Rules sources={value.sources} /></details>}
      {value.undo === null ? null : <UndoCall callId={value.callId} unlike={value.undo.unlike} />}
      {value.because === 'role-requests' ? <div className="actions"><SaveRequest label={t('requests.save')} save={() => bridge.requests.save({ callId: value.callId })} /><p className="hint">{t('requests.save-hint')}</p></div> : null}
      {planned === null ? null : <div className="actions"><Button onClick={() => go('tools', planned.serverId, planned.tool, value.callId)}>{t('receipt.again')}</Button></div>}
      <Answered value={value} />
      {value.ms === null ? null : <p className="soft">{t('receipt.took', { ms: Math.round(value.ms) })}</p>}
    </>
  );
}

/** Only a read is allowed unasked, and after a read there is nothing to check. */
function isRead(value: ReceiptView): boolean {
  return value.verdict === 'allow';
}

/** Why it ended so: our own sentence for a code, the server's own words in their box. */
function Meaning({ value }: { value: ReceiptView }) {
  const t = useT();
  const lines: ReactNode[] = [];
  if (value.outcome !== null && value.failure === null && (!value.isError || value.outcome === 'failed')) lines.push(<p key="outcome">{t(`outcome-means.${value.outcome}`)}</p>);
  if (value.verdict === 'deny' && value.because !== null) lines.push(<p key="because">{spokenCode('reason', value.because, t)}</p>);
  if (value.failure !== null) {
    const known = hasMessage(`failure.${value.failure}`) || hasMessage(`problem.${value.failure}`);
    lines.push(known
      ? <p key="failure">{hasMessage(`failure.${value.failure}`) ? spokenCode('failure', value.failure, t) : spokenProblem({ code: value.failure as 'internal', facts: {} }, t)}</p>
      : <QuotedBox key="failure" text={value.failure} label={t('receipt.server-says')} />);
  }
  if (value.where !== null) lines.push(<p key="where">{t('receipt.where')} <code><Hostile text={value.where} cap={200} /></code></p>);
  return <>{lines}</>;
}

/** What the server answered, inert. */
function Answered({ value }: { value: ReceiptView }) {
  const t = useT();
  const { scroller, within } = useScrollerOf('.detail');
  if (value.parts.length === 0 && value.structured === null) return null;
  return (
    <section ref={within} className="answered">
      <h2>{t('receipt.server-says')}</h2>
      <Odd findings={value.findings} />
      {value.parts.map((part, at) => {
        if (part.type === 'text') return <QuotedBox key={at} text={part.text} label={t('receipt.part', { number: at + 1 })} />;
        if (part.type === 'other') return <JsonView key={at} value={part.value} label={t('receipt.part', { number: at + 1 })} />;
        return <p key={at} className="soft">{t(`receipt.${part.type}`, { bytes: part.bytes })} · <Hostile text={part.mimeType} cap={60} /></p>;
      })}
      {value.structured === null ? null : <details><summary>{t('receipt.structured')}</summary><ValueList value={value.structured} scroller={scroller} /></details>}
    </section>
  );
}

/** What the scanner found in the answer, before the answer is read. Nothing found says nothing. */
function Odd({ findings }: { findings: ReceiptView['findings'] }) {
  const t = useT();
  if (findings === null) return null;
  const { looked, found } = findings;
  return (
    <>
      {found.some(({ severity }) => severity !== 'info') ? <Notice tone="caution">{t('findings.result')}</Notice> : null}
      <FindingList findings={found} />
      {looked === 'all' ? null : <p className="hint">{t(looked === 'part' ? 'findings.result-part' : 'findings.result-none')}</p>}
    </>
  );
}
