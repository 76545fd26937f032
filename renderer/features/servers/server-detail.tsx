import { useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { ServerView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Hostile, QuotedBox } from '../../ui/hostile-text.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Button, Notice } from '../../ui/parts.tsx';
import { useLocked } from '../policy/use-locked.ts';
import { LockNote, LockSign } from '../policy/why.tsx';
import { PinVersion } from './pin-version.tsx';
import { ServerLog } from './server-log.tsx';
import { ServerSecrets } from './server-secrets.tsx';
import { ServerSheet } from './server-sheet.tsx';
import { serversHooks } from './servers-store.ts';
import { levelsUpTo, nextStep, stateSentence, toneOf, waiting } from './servers-selectors.ts';

/** One server: how it stands, what to do next, what it is, its trust, its secrets and its log. */
export function ServerDetail({ server }: { server: ServerView }) {
  const t = useT();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [showLog, setShowLog] = useState(false);
  return (
    <article className="page">
      <h1><Hostile text={server.name} /></h1>
      <Notice tone={toneOf(server.connection)} role="status"><strong>{t(`connection.${server.connection.state}`)}.</strong> {stateSentence(server, t)}</Notice>
      <Whys server={server} />
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      <Actions server={server} onProblem={setProblem} onLog={() => setShowLog((now) => !now)} showLog={showLog} />
      {server.connection.state === 'needs-secret' ? <ServerSecrets server={server} names={server.connection.names} onProblem={setProblem} /> : null}
      {showLog ? <ServerLog serverId={server.id} /> : null}
      <PinVersion key={server.id} server={server} />
      <ServerSheet server={server} trust={<TrustChoice server={server} onProblem={setProblem} />} />
      {server.secretNames.length > 0 && server.connection.state !== 'needs-secret' ? <details open={server.connection.state === 'failed' && server.connection.why === 'unauthorized'}><summary>{t('servers.replace-secret')}</summary><ServerSecrets server={server} names={server.secretNames} onProblem={setProblem} /></details> : null}
    </article>
  );
}

/** What the server or the system said when it failed, in boxes of their own. */
function Whys({ server }: { server: ServerView }) {
  const t = useT();
  const { connection } = server;
  if (connection.state === 'quarantined') return <QuotedBox text={connection.why} label={t('servers.why')} />;
  if (connection.state !== 'failed') return null;
  return (
    <>
      {connection.lastLine === null ? null : <><h2 className="small-head">{t('servers.last-line')}</h2><div className="short-box"><QuotedBox text={connection.lastLine} label={t('servers.last-line')} /></div></>}
      {connection.detail === null ? null : <details><summary>{t('common.details')}</summary><QuotedBox text={connection.detail} label={t('common.details')} /></details>}
    </>
  );
}

function Actions({ server, onProblem, onLog, showLog }: { server: ServerView; onProblem: (problem: Problem | null) => void; onLog: () => void; showLog: boolean }) {
  const t = useT();
  const api = serversHooks.useApi();
  const [asking, setAsking] = useState(false);
  const step = nextStep(server);
  const sign = useLocked('review-servers').length > 0 ? <><LockSign /> </> : null;
  const { state } = server.connection;
  return (
    <div className="actions">
      {step === 'consent' ? <Button look="main" onClick={() => go('servers', server.id, 'consent')}>{t('servers.look-launch')}</Button> : null}
      {step === 'start' ? <Button look="main" onClick={async () => onProblem(await api.getState().start(server.id))}>{t(state === 'failed' || state === 'quarantined' ? 'servers.start-again' : 'servers.start')}</Button> : null}
      {step === 'review' ? <Button look="main" onClick={() => go('servers', server.id, 'review')}>{sign}{t('servers.review-waiting', { count: waiting(server) })}</Button> : null}
      {state === 'running' && step !== 'review' ? <Button onClick={() => go('servers', server.id, 'review')}>{sign}{t('servers.review')}</Button> : null}
      {state === 'running' || state === 'starting' ? <Button onClick={async () => onProblem(await api.getState().stop(server.id))}>{t('servers.stop')}</Button> : null}
      <Button onClick={onLog} aria-expanded={showLog}>{t('servers.log')}</Button>
      <Button onClick={() => setAsking(true)}>{t('servers.remove')}</Button>
      {asking ? (
        <Modal title={t('servers.remove')} close={t('common.cancel')} onClose={() => setAsking(false)}>
          <p>{t('servers.remove-words')}</p>
          <p className="soft"><Hostile text={server.name} /></p>
          <div className="actions"><Button look="danger" onClick={async () => { const problem = await api.getState().remove(server.id); setAsking(false); onProblem(problem); if (problem === null) go('servers'); }}>{t('servers.remove-go')}</Button></div>
        </Modal>
      ) : null}
    </div>
  );
}

function TrustChoice({ server, onProblem }: { server: ServerView; onProblem: (problem: Problem | null) => void }) {
  const t = useT();
  const api = serversHooks.useApi();
  const levels = levelsUpTo(server.highest);
  const locked = useLocked('trust');
  // Less trust is always free to give.
  const free = locked.length === 0 ? levels : levelsUpTo(server.trust);
  return (
    <>
      <select
        aria-label={t('servers.trust')} value={server.trust}
        onChange={async (event) => { const level = levels.find((one) => one === event.target.value); if (level !== undefined) onProblem(await api.getState().trust(server.id, level)); }}
      >
        {free.map((level) => <option key={level} value={level}>{t(`trust.${level}`)}</option>)}
      </select>
      <p className="hint">{t(`trust-means.${server.trust}`)}</p>
      <LockNote from={locked} />
    </>
  );
}
