import { useRef, useState } from 'react';
import { sentence } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { RequestView } from '../../../preload/contract/views.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Button, Notice } from '../../ui/parts.tsx';
import { Rows } from '../../ui/rows.tsx';

type Calls = Extract<RequestView['content'], { kind: 'calls' }>['calls'];

/** A set of calls somebody asks for: what each is, and one button that plans them all here, as one table to review. */
export function RequestedSet({ text, title, calls, onProblem }: { text: string; title: string; calls: Calls; onProblem: (problem: Problem | null) => void }) {
  const t = useT();
  const bridge = useBridge();
  const scroller = useRef<HTMLDivElement>(null);
  const [sending, setSending] = useState(false);
  // A server is never guessed: it is launched alike, or it is the only one with this very tool.
  const lost = calls.filter(({ servers }) => !(servers[0]?.same === true || servers.length === 1)).length;
  const run = async (): Promise<void> => {
    setSending(true);
    const reply = await bridge.requests['run-set']({ text });
    setSending(false);
    onProblem(reply.ok ? null : reply.problem);
    if (reply.ok) go('approvals', 'plan', reply.value.planId);
  };
  return (
    <section className="requested">
      <h2>{t('plan.set', { count: calls.length })}</h2>
      {title === '' ? null : <p><q><Hostile text={title} cap={200} /></q></p>}
      <div ref={scroller} className="requested-items">
        <Rows count={calls.length} scroller={scroller} estimate={56} row={(at) => {
          const call = calls[at];
          return call === undefined ? null : <Call call={call} />;
        }} />
      </div>
      {lost > 0 ? <Notice tone="caution">{t('requests.set-no-server', { count: lost })}</Notice> : null}
      <div className="actions"><Button look="main" disabled={sending || lost > 0} onClick={() => void run()}>{t('requests.run-set')}</Button></div>
    </section>
  );
}

function Call({ call }: { call: Calls[number] }) {
  const t = useT();
  return (
    <details className="requested-item">
      <summary>
        <strong>{call.effect === null ? null : <>{t(`effect.${call.effect}`)} · </>}<Hostile text={call.tool} cap={80} joints /></strong>{' '}
        <span className="hint">{call.waitsFor.length > 0 ? t('requests.waits-for', { count: call.waitsFor.length, calls: new Intl.ListFormat(t.locale).format(call.waitsFor.map(String)) }) : call.preview?.sentence === null || call.preview === null ? t('requests.no-preview') : <q>{sentence(call.preview.sentence, t)}</q>}</span>
      </summary>
      <p className="hint">{t('requests.meant-server')}: <Hostile text={call.serverName} cap={80} /></p>
      <JsonView value={call.args} label={t('requests.arguments')} />
    </details>
  );
}
