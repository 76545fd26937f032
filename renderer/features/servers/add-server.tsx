import { useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Button, Field, Notice } from '../../ui/parts.tsx';
import { draftFrom, EMPTY_FORM, formFrom, missingIn, type DraftForm } from './draft-form.ts';
import { DraftFields } from './draft-fields.tsx';
import { serversHooks } from './servers-store.ts';
import '../../ui/form/form.css';

/** Adds servers: by form, or by pasting the usual JSON, which fills the same forms to be checked first. */
export default function AddServer() {
  const t = useT();
  const [way, setWay] = useState<'form' | 'paste'>('form');
  const [forms, setForms] = useState<readonly DraftForm[]>([EMPTY_FORM]);
  const [found, setFound] = useState(0);
  return (
    <article className="page">
      <h1>{t('servers.add')}</h1>
      <div className="toggle" role="group" aria-label={t('draft.way')}>
        <button type="button" aria-pressed={way === 'form'} onClick={() => setWay('form')}>{t('draft.by-form')}</button>
        <button type="button" aria-pressed={way === 'paste'} onClick={() => setWay('paste')}>{t('draft.by-json')}</button>
      </div>
      {way === 'paste'
        ? <Paste onForms={(parsed) => { setForms(parsed); setFound(parsed.length); setWay('form'); }} />
        : <Forms forms={forms} found={found} onForms={setForms} />}
    </article>
  );
}

function Paste({ onForms }: { onForms: (forms: DraftForm[]) => void }) {
  const t = useT();
  const api = serversHooks.useApi();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const read = async (): Promise<void> => {
    const reply = await api.getState().parse(text);
    if (!reply.ok) setProblem(reply.problem);
    else if (reply.value.length === 0) setProblem({ code: 'config-invalid', facts: {} });
    else onForms(reply.value.map(formFrom));
  };
  return (
    <div className="form">
      <Field id="paste" label={t('draft.json')} hint={t('draft.json-hint')} error={problem === null ? null : spokenProblem(problem, t)}>
        <textarea id="paste" className="mono" rows={14} spellCheck={false} value={text} placeholder={'{\n  "mcpServers": {\n    …\n  }\n}'} onChange={(event) => { setText(event.target.value); setProblem(null); }} />
      </Field>
      <div className="form-buttons"><Button look="main" disabled={text.trim() === ''} onClick={() => void read()}>{t('draft.read-json')}</Button></div>
    </div>
  );
}

function Forms({ forms, found, onForms }: { forms: readonly DraftForm[]; found: number; onForms: (forms: DraftForm[]) => void }) {
  const t = useT();
  const api = serversHooks.useApi();
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const add = async (): Promise<void> => {
    setTried(true);
    if (forms.some((form) => missingIn(form).length > 0)) return;
    const reply = await api.getState().add(forms.map(draftFrom));
    if (!reply.ok) return setProblem(reply.problem);
    // The main process may answer with the added servers or with all of them: the first new one by name is opened.
    const first = reply.value.find((server) => server.name === forms[0]?.name.trim()) ?? reply.value[0];
    if (first !== undefined) go('servers', first.id);
  };
  return (
    <>
      {found > 0 ? <Notice role="status">{t('draft.found', { count: found })}</Notice> : null}
      {forms.map((form, at) => (
        <section key={at} className="draft" aria-label={t('draft.number', { number: at + 1 })}>
          {forms.length > 1 ? <div className="log-head"><h2>{t('draft.number', { number: at + 1 })}</h2><Button look="quiet" onClick={() => onForms(forms.toSpliced(at, 1))}>{t('form.remove')}</Button></div> : null}
          <DraftFields id={`draft-${at}`} form={form} missing={tried ? missingIn(form) : []} onForm={(next) => onForms(forms.with(at, next))} />
        </section>
      ))}
      <p className="hint">{t('draft.nothing-starts')}</p>
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      <div className="form-buttons">
        <Button look="main" onClick={() => void add()}>{t('draft.add', { count: forms.length })}</Button>
        <Button onClick={() => go('servers')}>{t('common.cancel')}</Button>
      </div>
    </>
  );
}
