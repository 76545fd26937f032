import { useEffect, useRef, useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import type { LaunchView, ServerView } from '../../../preload/contract/views.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { LOADING, loadedFrom, type Loaded } from '../../app/loaded.ts';
import { go } from '../../app/use-route.ts';
import { Hostile, Pieces } from '../../ui/hostile-text.tsx';
import { MoreBelow } from '../../ui/more-below.tsx';
import { Button, Fact, Notice, Skeleton } from '../../ui/parts.tsx';
import { useStill } from '../../ui/use-still.ts';
import { PinVersion } from './pin-version.tsx';
import { serversHooks } from './servers-store.ts';

/** Exactly what a start would run, nothing shortened, and the question whether it may. */
export default function Consent({ server }: { server: ServerView }) {
  const t = useT();
  const bridge = useBridge();
  const version = serversHooks.use((state) => state.version);
  const [launch, setLaunch] = useState<Loaded<LaunchView>>(LOADING);
  const [problem, setProblem] = useState<Problem | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let wanted = true;
    void bridge.servers.launch({ serverId: server.id }).then((reply) => { if (wanted) setLaunch(loadedFrom(reply)); });
    return () => { wanted = false; };
  }, [bridge, server.id, version]);
  if (launch.state === 'loading') return <Skeleton label={t('common.loading')} />;
  if (launch.state === 'broken') return <div className="page"><Notice tone="danger" role="alert">{spokenProblem(launch.problem, t)}</Notice><Button onClick={() => go('servers', server.id)}>{t('common.back')}</Button></div>;
  return (
    <article className="pinned">
      <div ref={scroller} className="pinned-scroll" tabIndex={0} role="region" aria-label={t(launch.value.kind === 'remote' ? 'consent.title-remote' : 'consent.title')}><div className="page">
      <h1>{t(launch.value.kind === 'remote' ? 'consent.title-remote' : 'consent.title')}</h1>
      <p className="soft"><Hostile text={launch.value.name} /></p>
      {launch.value.changed ? <Notice tone="danger">{t('consent.changed')}</Notice> : null}
      {launch.value.floating ? <Notice tone="caution">{t('servers.floating-words')}</Notice> : null}
      <PinVersion key={server.id} server={server} launchShown />
      <LaunchFacts launch={launch.value} />
      </div></div>
      <MoreBelow scroller={scroller} watch={launch.value} />
      <footer className="sign">
        <p>{t(launch.value.kind === 'remote' ? 'consent.words-remote' : 'consent.words')}</p>
        {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
        <Answer launch={launch.value} onProblem={setProblem} />
      </footer>
    </article>
  );
}

/** No, and a yes that is dead until this very launch has stood still. */
export function Answer({ launch, onProblem }: { launch: LaunchView; onProblem: (problem: Problem | null) => void }) {
  const t = useT();
  const still = useStill(launch.digest);
  const api = serversHooks.useApi();
  const answer = async (yes: boolean): Promise<void> => {
    const problem = await api.getState().consent(launch, yes);
    onProblem(problem);
    if (problem === null) go('servers', launch.id);
  };
  return (
    <div className="actions">
      <Button autoFocus onClick={() => void answer(false)}>{t('consent.no')}</Button>
      <Button look="main" disabled={!still} onClick={() => void answer(true)}>{t(launch.kind === 'remote' ? 'consent.yes-remote' : 'consent.yes')}</Button>
    </div>
  );
}

function LaunchFacts({ launch }: { launch: LaunchView }) {
  const t = useT();
  return (
    <dl className="facts">
      {launch.url === null ? null : <Fact label={t('servers.address')}><Exact text={launch.url} /></Fact>}
      {launch.headers.length === 0 ? null : <Fact label={t('consent.headers')}><Names names={launch.headers} /></Fact>}
      {launch.tlsKeys === null ? null : <Fact label={t('consent.tls-keys')}><Names names={launch.tlsKeys} /></Fact>}
      {launch.command.length === 0 ? null : (
        <Fact label={t('consent.command')}>
          <ol className="argv">{launch.command.map((part, at) => <li key={at}><Exact text={part} /></li>)}</ol>
        </Fact>
      )}
      {launch.resolved === null ? null : <Fact label={t('consent.resolved')}><Exact text={launch.resolved} /></Fact>}
      {launch.cwd === null ? null : <Fact label={t('consent.cwd')}><Exact text={launch.cwd} /></Fact>}
      {launch.kind === 'remote' ? null : (
        <Fact label={t('consent.env')}>
          {launch.env.length === 0 ? t('consent.no-env') : <ul className="argv">{launch.env.map((one) => <li key={one.name}><Exact text={one.name} />{' = '}{'plain' in one.value ? <Exact text={one.value.plain} /> : <em>{t('consent.secret-value')}</em>}</li>)}</ul>}
        </Fact>
      )}
      {launch.inheritedEnv.length === 0 ? null : <Fact label={t('consent.inherited')}><Names names={launch.inheritedEnv} /></Fact>}
      {launch.package === null ? null : <Fact label={t('consent.package')}><Exact text={`${launch.package.name} ${launch.package.version}`} /><br /><span className="soft">{t('consent.tree')} <code>{launch.package.treeDigest}</code></span></Fact>}
      <Fact label={t('consent.digest')}><Exact text={launch.digest} /></Fact>
    </dl>
  );
}

function Exact({ text }: { text: string }) {
  const t = useT();
  return text === '' ? <em>{t('values.empty-text')}</em> : <code className="exact"><Pieces text={text} keep="" /></code>;
}

function Names({ names }: { names: readonly string[] }) {
  return <>{names.map((name, at) => <span key={name}>{at === 0 ? '' : ', '}<code className="exact"><Pieces text={name} keep="" /></code></span>)}</>;
}
