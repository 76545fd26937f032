import { useState, type FormEvent } from 'react';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { ServerView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Field, Late } from '../../ui/parts.tsx';
import { useLocked } from '../policy/use-locked.ts';
import { LockNote } from '../policy/why.tsx';
import { serversHooks } from './servers-store.ts';

/** One field for each secret. A value goes to the main process once and leaves this form at once. */
export function ServerSecrets({ server, names, onProblem }: { server: ServerView; names: readonly string[]; onProblem: (problem: Problem | null) => void }) {
  const t = useT();
  const locked = useLocked('secrets');
  if (locked.length > 0) {
    return (
      <section className="secrets" aria-label={t('servers.secrets-locked')}>
        <p>{t('servers.secrets-locked')} {names.map((name, at) => <span key={name}>{at === 0 ? '' : ', '}<Hostile text={name} cap={80} /></span>)}</p>
        <LockNote from={locked} />
      </section>
    );
  }
  return <div className="secrets">{names.map((name) => <SecretField key={name} serverId={server.id} name={name} onProblem={onProblem} />)}</div>;
}

function SecretField({ serverId, name, onProblem }: { serverId: string; name: string; onProblem: (problem: Problem | null) => void }) {
  const t = useT();
  const api = serversHooks.useApi();
  const [value, setValue] = useState('');
  const [saved, setSaved] = useState(false);
  const [saving, setSaving] = useState(false);
  const id = `secret-${name}`;
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setValue('');
    setSaving(true);
    const problem = await api.getState().secret(serverId, name, value);
    setSaving(false);
    setSaved(problem === null);
    onProblem(problem);
  };
  return (
    <form className="secret" onSubmit={(event) => void save(event)}>
      <Field id={id} label={<Hostile text={name} cap={80} />}>
        <input id={id} type="password" autoComplete="off" value={value} onChange={(event) => { setValue(event.target.value); setSaved(false); }} />
      </Field>
      <Button type="submit" disabled={value === ''}>{t('servers.save-secret')}</Button>
      {saving ? <Late words={t('servers.saving-secret')} /> : null}
      <span className="hint" role="status">{saved ? t('servers.secret-saved') : ''}</span>
    </form>
  );
}
