import { useRef, useState, type DragEvent } from 'react';
import { spokenProblem, visible } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { RequestView } from '../../../preload/contract/views.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { formatRoute } from '../../app/routes.ts';
import { Button, Fact, Notice } from '../../ui/parts.tsx';
import { RequestedCalls } from './requested-calls.tsx';
import { RequestedSet } from './requested-set.tsx';
import { RequestedReview } from './requested-review.tsx';
import './requests.css';

interface Opened {
  readonly text: string;
  readonly request: RequestView;
}

/** Opens a request somebody wrote: says who asks for what, and previews each call anew. Opening runs nothing. */
export default function RequestsScreen() {
  const t = useT();
  const bridge = useBridge();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const read = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const text = file.size > 5_000_000 ? null : await file.text();
    if (text === null || text.length > 5_000_000) return fail({ code: 'request-too-large', facts: {} });
    const reply = await bridge.requests.open({ text });
    if (!reply.ok) return fail(reply.problem);
    setOpened({ text, request: reply.value });
    setProblem(null);
  };
  const fail = (why: Problem): void => { setOpened(null); setProblem(why); };
  return (
    <main className="room room-wide requests">
      <header className="requests-head">
        <a href={formatRoute('approvals')}>{t('requests.back')}</a>
        <h1>{t('requests.title')}</h1>
        <p className="hint">{t('requests.words')}</p>
      </header>
      <FileDrop onFile={(file) => void read(file)} />
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      {opened === null ? null : <Request key={opened.text} opened={opened} onProblem={setProblem} />}
    </main>
  );
}

/** A file field that also takes what is dropped on it. */
function FileDrop({ onFile }: { onFile: (file: File | undefined) => void }) {
  const t = useT();
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    onFile(event.dataTransfer.files[0]);
  };
  return (
    <div className="file-drop" data-over={over} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      <div className="actions"><Button onClick={() => input.current?.click()}>{t('requests.choose')}</Button><span>{t('requests.drop')}</span></div>
      <input
        // The browser's own button speaks the system's language, not the person's: ours opens it.
        ref={input} id="request-file" type="file" accept=".json,application/json" hidden
        // Emptied, so that the same file can be chosen again after it was changed.
        onChange={(event) => { onFile(event.target.files?.[0]); event.target.value = ''; }}
      />
    </div>
  );
}

function Request({ opened, onProblem }: { opened: Opened; onProblem: (problem: Problem | null) => void }) {
  const t = useT();
  const { request, text } = opened;
  const at = new Date(request.requestedAt).toLocaleString(t.locale, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <article className="request">
      {request.intact ? null : <Notice tone="caution" role="alert">{t('requests.changed')}</Notice>}
      <dl className="facts">
        <Fact label={t('requests.by')}>{t('requests.from', { person: visible(request.person, 60), role: visible(request.role, 60), date: at })}<p className="hint">{t('requests.claims')}</p></Fact>
      </dl>
      {request.content.kind === 'calls'
        ? request.content.title === null
          ? <RequestedCalls text={text} calls={request.content.calls} onProblem={onProblem} />
          : <RequestedSet text={text} title={request.content.title} calls={request.content.calls} onProblem={onProblem} />
        : <RequestedReview review={request.content} />}
    </article>
  );
}
