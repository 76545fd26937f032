import { useEffect, useState } from 'react';
import { spokenCode, spokenProblem } from '../../../preload/contract/language/index.ts';
import type { PolicyView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { valueOf } from '../../app/loaded.ts';
import { isObject, type JsonObject } from '../../ui/json.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Field, Notice } from '../../ui/parts.tsx';
import { serversHooks } from '../servers/servers-store.ts';
import { toolsHooks } from '../tools/tools-store.ts';
import { ProblemTable } from './damaged-page.tsx';
import { policyHooks } from './policy-store.ts';
import { DEFAULT_ROLES } from './policy-words.ts';
import { LockNote, Rules } from './why.tsx';

/** The desk: a policy made of what was reviewed here, checked, tried and exported. On a managed machine only tried. */
export function MakePage({ policy }: { policy: PolicyView }) {
  const t = useT();
  const api = policyHooks.useApi();
  const draft = policyHooks.use((state) => state.draft);
  const problem = policyHooks.use((state) => state.problem);
  return (
    <article className="page">
      <h1>{t('policy.make.title')}</h1>
      <p>{t(policy.managed ? 'policy.make.managed' : 'policy.make.words')}</p>
      {policy.managed ? <LockNote from={policy.sources.map(({ file }) => `${file}#`)} /> : <Draft />}
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      <Trial held={policy.managed || draft === ''} roles={rolesIn(policy)} onAsk={(question) => void api.getState().ask(question, policy.managed || draft === '')} />
    </article>
  );
}

function Draft() {
  const t = useT();
  const api = policyHooks.useApi();
  const draft = policyHooks.use((state) => state.draft);
  const saved = policyHooks.use((state) => state.saved);
  return (
    <>
      <div className="actions">
        <Button look={draft === '' ? 'main' : 'plain'} onClick={() => void api.getState().build()}>{t('policy.make.build')}</Button>
      </div>
      <Field id="policy-draft" label={t('policy.make.draft')} hint={t('policy.make.draft-words')}>
        <textarea id="policy-draft" className="mono" rows={18} spellCheck={false} value={draft} aria-describedby="policy-draft-hint" onChange={(event) => api.getState().edit(event.target.value)} />
      </Field>
      <div className="actions">
        <Button onClick={() => void api.getState().look()} disabled={draft === ''}>{t('policy.make.check')}</Button>
        <Button look="main" onClick={() => void api.getState().save('draft')} disabled={draft === ''}>{t('policy.make.export')}</Button>
        <span className="hint" role="status">{saved ? t('policy.saved') : ''}</span>
      </div>
      <Checked />
    </>
  );
}

function Checked() {
  const t = useT();
  const check = policyHooks.use((state) => state.check);
  if (check === null) return null;
  if (check.problems.length > 0) return <section aria-label={t('policy.make.problems')}><Notice tone="danger" role="alert">{t('policy.make.problems')}</Notice><ProblemTable problems={check.problems} /></section>;
  const pointers = (list: readonly string[]) => <ul>{list.slice(0, 50).map((pointer) => <li key={pointer}><code><Hostile text={pointer} cap={200} joints /></code></li>)}</ul>;
  return (
    <section aria-label={t('policy.make.check')}>
      <Notice tone="good" role="status">{t('policy.make.good')}</Notice>
      {check.loosens.length === 0 ? null : <><h2>{t('policy.make.loosens')}</h2>{pointers(check.loosens)}</>}
      {check.tightens.length === 0 ? null : <><h2>{t('policy.make.tightens')}</h2>{pointers(check.tightens)}</>}
    </section>
  );
}

function Trial({ held, roles, onAsk }: { held: boolean; roles: readonly string[]; onAsk: (question: { role: string; serverId: string; tool: string; args: JsonObject }) => void }) {
  const t = useT();
  const api = policyHooks.useApi();
  const servers = serversHooks.use((state) => valueOf(state.servers)) ?? [];
  const tools = toolsHooks.use((state) => valueOf(state.tools)) ?? [];
  const [role, setRole] = useState(roles[0] ?? 'owner');
  const [serverId, setServer] = useState('');
  const [tool, setTool] = useState('');
  const [args, setArgs] = useState('{}');
  const chosen = serverId === '' ? servers[0]?.id ?? '' : serverId;
  const offered = tools.filter((one) => one.serverId === chosen);
  const name = offered.some((one) => one.name === tool) ? tool : offered[0]?.name ?? '';
  const parsed = objectIn(args);
  // An answer stands beside its own question alone, also when somebody comes back to the page.
  useEffect(() => { api.getState().forgetAnswer(); }, [api, role, chosen, name, args]);
  return (
    <section className="policy-try" aria-label={t('policy.try')}>
      <h2>{t('policy.try')}</h2>
      <p className="hint">{t(held ? 'policy.try-held' : 'policy.try-draft')}</p>
      <div className="policy-trial">
        <Field id="try-role" label={t('policy.me.role')}><select id="try-role" value={role} onChange={(event) => setRole(event.target.value)}>{roles.map((one) => <option key={one} value={one}>{spokenCode('role', one, t)}</option>)}</select></Field>
        <Field id="try-server" label={t('bar.server')}><select id="try-server" value={chosen} onChange={(event) => setServer(event.target.value)}>{servers.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select></Field>
        <Field id="try-tool" label={t('policy.try-tool')}><select id="try-tool" value={name} onChange={(event) => setTool(event.target.value)}>{offered.map((one) => <option key={one.name} value={one.name}>{one.name}</option>)}</select></Field>
      </div>
      <Field id="try-args" label={t('tools.arguments')} error={parsed === null ? t('policy.try-no-object') : null}>
        <textarea id="try-args" className="mono" rows={3} spellCheck={false} value={args} onChange={(event) => setArgs(event.target.value)} />
      </Field>
      {name === '' ? <p className="hint">{t('tools.empty.words')}</p> : null}
      <div className="actions"><Button onClick={() => { if (parsed !== null) onAsk({ role, serverId: chosen, tool: name, args: parsed }); }} disabled={parsed === null || name === ''}>{t('policy.try-go')}</Button></div>
      <Answer />
    </section>
  );
}

function Answer() {
  const t = useT();
  const answer = policyHooks.use((state) => state.answer);
  if (answer === null) return null;
  const { verdict, because, effect, sources } = answer;
  return (
    <Notice tone={verdict === 'deny' ? 'danger' : verdict === 'ask' ? 'caution' : 'good'} role="status">
      <p><strong>{t(`verdict.${verdict}`)}</strong> · {t(`effect.${effect}`)} · {spokenCode('reason', because, t)}</p>
      <Rules sources={sources} />
    </Notice>
  );
}

/** The roles a question can be asked for: those the policies name, else the default ones. */
function rolesIn({ sources, me }: PolicyView): readonly string[] {
  const named = sources.flatMap(({ document }) => (isObject(document) && isObject(document['roles']) ? Object.keys(document['roles']) : []));
  const roles: readonly string[] = named.length > 0 ? named : DEFAULT_ROLES;
  return [...new Set([...(roles.includes(me.role) ? [me.role] : []), ...roles])];
}

function objectIn(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value as never) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}
