import { useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { ServerView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Pieces } from '../../ui/hostile-text.tsx';
import { Button, Fact, Late, Notice } from '../../ui/parts.tsx';
import { serversHooks } from './servers-store.ts';

/**
 * The offer to install a package once, in one version, where each start may fetch another; afterwards what it
 * ran before beside what it will run. `launchShown`: the new launch is on the same screen.
 */
export function PinVersion({ server, launchShown = false }: { server: ServerView; launchShown?: boolean }) {
  const t = useT();
  const api = serversHooks.useApi();
  const [working, setWorking] = useState(false);
  const [before, setBefore] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const pin = async (): Promise<void> => {
    const { target } = server;
    setWorking(true);
    setProblem(null);
    const failed = await api.getState().pin(server.id);
    setWorking(false);
    setProblem(failed);
    if (failed === null) setBefore(target);
  };
  if (before !== null && !server.pinnable) return <Exchanged before={before} now={server.target} id={server.id} launchShown={launchShown} />;
  if (!server.pinnable) return server.byHand === null ? null : <ByHand byHand={server.byHand} />;
  return (
    <section aria-label={t('servers.pin')}>
      <p className="hint">{t('servers.pin-words')}</p>
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      <div className="actions">
        <Button disabled={working} onClick={() => void pin()}>{t('servers.pin')}</Button>
        {working ? <Button onClick={() => void api.getState().stop(server.id)}>{t('common.cancel')}</Button> : null}
        {working ? <Late words={t('servers.pin-works')} /> : null}
      </div>
    </section>
  );
}

/** Why it cannot be pinned here, and what to type instead. */
function ByHand({ byHand: { how, command } }: { byHand: NonNullable<ServerView['byHand']> }) {
  const t = useT();
  return (
    <section aria-label={t('servers.by-hand')}>
      <p className="hint">{t(`servers.by-hand.${how}`)}</p>
      {command === '' ? null : <p><code className="exact"><Pieces text={command} keep="" /></code></p>}
    </section>
  );
}

function Exchanged({ before, now, id, launchShown }: { before: string; now: string; id: string; launchShown: boolean }) {
  const t = useT();
  return (
    <section aria-label={t('servers.pin')}>
      <Notice tone="good" role="status">{t('servers.pin-done')}</Notice>
      <dl className="facts">
        <Fact label={t('servers.pin-before')}><code className="exact"><Pieces text={before} keep="" /></code></Fact>
        <Fact label={t('servers.pin-now')}><code className="exact"><Pieces text={now} keep="" /></code></Fact>
      </dl>
      {launchShown ? null : <Button onClick={() => go('servers', id, 'consent')}>{t('servers.look-launch')}</Button>}
    </section>
  );
}
