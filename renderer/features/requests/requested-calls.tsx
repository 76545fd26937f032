import { useId, useRef, useState } from 'react';
import { sentence } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { RequestView } from '../../../preload/contract/views.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { ValueList } from '../../ui/form/value-list.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Fact, Notice } from '../../ui/parts.tsx';
import { receiptsHooks } from '../approvals/receipts-store.ts';

type Call = Extract<RequestView['content'], { kind: 'calls' }>['calls'][number];

/** The calls of a request, each with the button that plans it here: the question comes as an ordinary card. */
export function RequestedCalls({ text, calls, onProblem }: { text: string; calls: readonly Call[]; onProblem: (problem: Problem | null) => void }) {
  return <>{calls.map((call, index) => <RequestedCall key={index} text={text} call={call} index={index} onProblem={onProblem} />)}</>;
}

function RequestedCall({ text, call, index, onProblem }: { text: string; call: Call; index: number; onProblem: (problem: Problem | null) => void }) {
  const t = useT();
  const bridge = useBridge();
  const receipts = receiptsHooks.useApi();
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const [serverId, setServerId] = useState(call.servers[0]?.serverId ?? '');
  const [sending, setSending] = useState(false);
  const run = async (): Promise<void> => {
    setSending(true);
    const reply = await bridge.requests.run({ text, index, serverId });
    setSending(false);
    onProblem(reply.ok ? null : reply.problem);
    if (!reply.ok) return;
    receipts.getState().follow(reply.value.callId);
    go('approvals', reply.value.callId);
  };
  return (
    <section className="requested">
      <h2>{call.effect === null ? null : <>{t(`effect.${call.effect}`)} · </>}<Hostile text={call.tool} cap={80} joints /></h2>
      <dl className="facts">
        <Fact label={t('requests.meant-server')}><Hostile text={call.serverName} cap={80} /></Fact>
        <Fact label={t('requests.then')}>{call.preview === null ? t('requests.no-preview') : <>{call.preview.sentence === null ? null : <q>{sentence(call.preview.sentence, t)}</q>} <span className="hint">{t(`preview.${call.preview.kind}`)}</span></>}</Fact>
        <Fact label={t('requests.arguments')}><div ref={scroller} className="requested-args"><ValueList value={call.args} scroller={scroller} /></div></Fact>
      </dl>
      {call.servers.length === 0 ? <Notice tone="caution">{t('requests.no-server')}</Notice> : (
        <div className="actions">
          <label htmlFor={id}>{t('requests.server')}</label>
          <select id={id} value={serverId} onChange={(event) => setServerId(event.target.value)}>
            {call.servers.map((server) => <option key={server.serverId} value={server.serverId}>{server.same ? t('requests.server-same', { name: server.name }) : server.name}</option>)}
          </select>
          <Button look="main" disabled={sending} onClick={() => void run()}>{t('requests.run')}</Button>
        </div>
      )}
    </section>
  );
}
