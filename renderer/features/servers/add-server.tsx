import { useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Pieces } from '../../ui/hostile-text.tsx';
import { Button, Field, Late, Notice } from '../../ui/parts.tsx';
import { draftFrom, EMPTY_FORM, formFrom, missingIn, type DraftForm } from './draft-form.ts';
import { DraftFields } from './draft-fields.tsx';
import { serversHooks } from './servers-store.ts';
import '../../ui/form/form.css';

/** What was read out of a pasted text: so many servers, and the entries that have no place in the form. */
interface Found {
  readonly servers: number;
  readonly unknown: readonly string[];
}
const NOTHING_FOUND: Found = { servers: 0, unknown: [] };

/** Adds servers: by form, or by pasting the usual JSON, which fills the same forms to be checked first. */
export default function AddServer() {
  const t = useT();
  const [way, setWay] = useState<'form' | 'paste'>('form');
  // Kept here, so that going back from the form to the text loses neither.
  const [text, setText] = useState('');
  const [forms, setForms] = useState<readonly DraftForm[]>([EMPTY_FORM]);
  const [found, setFound] = useState<Found>(NOTHING_FOUND);
  return (
    <article className="page">
      <h1>{t('servers.add')}</h1>
      <div className="toggle" role="group" aria-label={t('draft.way')}>
        <button type="button" aria-pressed={way === 'form'} onClick={() => setWay('form')}>{t('draft.by-form')}</button>
        <button type="button" aria-pressed={way === 'paste'} onClick={() => setWay('paste')}>{t('draft.by-json')}</button>
      </div>
      {way === 'paste'
        ? <Paste text={text} onText={setText} onForms={(parsed, unknown) => { setForms(parsed); setFound({ servers: parsed.length, unknown }); setWay('form'); }} />
        : <Forms forms={forms} found={found} onForms={setForms} />}
    </article>
  );
}

function Paste({ text, onText, onForms }: { text: string; onText: (text: string) => void; onForms: (forms: DraftForm[], unknown: readonly string[]) => void }) {
  const t = useT();
  const api = serversHooks.useApi();
  const [problem, setProblem] = useState<Problem | null>(null);
  const read = async (): Promise<void> => {
    const reply = await api.getState().parse(text);
    if (!reply.ok) setProblem(reply.problem);
    else if (reply.value.drafts.length === 0) setProblem({ code: 'config-invalid', facts: {} });
    else onForms(reply.value.drafts.map(formFrom), reply.value.unknown);
  };
  return (
    <div className="form">
      <Field id="paste" label={t('draft.json')} hint={t('draft.json-hint')} error={problem === null ? null : spokenProblem(problem, t)}>
        <textarea id="paste" className="mono" rows={10} spellCheck={false} value={text} placeholder={'{\n  "mcpServers": {\n    …\n  }\n}'} onChange={(event) => { onText(event.target.value); setProblem(null); }} />
      </Field>
      <div className="form-buttons"><Button look="main" disabled={text.trim() === ''} onClick={() => void read()}>{t('draft.read-json')}</Button></div>
    </div>
  );
}

function Forms({ forms, found, onForms }: { forms: readonly DraftForm[]; found: Found; onForms: (forms: DraftForm[]) => void }) {
  const t = useT();
  const api = serversHooks.useApi();
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [adding, setAdding] = useState(false);
  const add = async (): Promise<void> => {
    setTried(true);
    setProblem(null);
    if (adding) return;
    if (forms.some((form) => missingIn(form).length > 0)) return focusFirstFault();
    setAdding(true);
    const reply = await api.getState().add(forms.map(draftFrom));
    setAdding(false);
    if (!reply.ok) return setProblem(reply.problem);
    // The main process may answer with the added servers or with all of them: the first new one by name is opened.
    const first = reply.value.find((server) => server.name === forms[0]?.name.trim()) ?? reply.value[0];
    if (first !== undefined) go('servers', first.id);
  };
  return (
    <>
      {found.servers > 0 ? <Notice role="status">{t('draft.found', { count: found.servers })}</Notice> : null}
      {found.unknown.length > 0 ? (
        <Notice tone="caution" role="status">
          <p>{t('draft.unknown', { count: found.unknown.length })}</p>
          <p>{found.unknown.map((name, at) => <span key={name}>{at === 0 ? '' : ', '}<code className="exact"><Pieces text={name} keep="" /></code></span>)}</p>
        </Notice>
      ) : null}
      {forms.map((form, at) => (
        <section key={at} className="draft" aria-label={t('draft.number', { number: at + 1 })}>
          {forms.length > 1 ? <div className="log-head"><h2>{t('draft.number', { number: at + 1 })}</h2><Button look="quiet" onClick={() => onForms(forms.toSpliced(at, 1))}>{t('form.remove')}</Button></div> : null}
          <DraftFields id={`draft-${at}`} form={form} missing={tried ? missingIn(form) : []} onForm={(next) => onForms(forms.with(at, next))} />
        </section>
      ))}
      <p className="hint">{t('draft.nothing-starts')}</p>
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      <div className="form-buttons">
        <Button look="main" aria-disabled={adding} onClick={() => void add()}>{t('draft.add', { count: forms.length })}</Button>
        <Button onClick={() => go('servers')}>{t('common.cancel')}</Button>
        {adding ? <Late words={t('draft.adding')} /> : null}
      </div>
    </>
  );
}

/** Takes the person to the first field that is still missing. */
function focusFirstFault(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.draft [data-invalid] input')?.focus());
}
