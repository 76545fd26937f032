import { useEffect, useRef, useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { LOADING, loadedFrom, type Loaded } from '../../app/loaded.ts';
import { Pieces } from '../../ui/hostile-text.tsx';
import { Button, Notice, Skeleton } from '../../ui/parts.tsx';
import { Rows } from '../../ui/rows.tsx';
import { serversHooks } from './servers-store.ts';

/** What the server wrote on its error stream: inert lines, newest at the end. */
export function ServerLog({ serverId }: { serverId: string }) {
  const t = useT();
  const bridge = useBridge();
  const version = serversHooks.use((state) => state.version);
  const [again, setAgain] = useState(0);
  const [log, setLog] = useState<Loaded<{ lines: string[]; dropped: number }>>(LOADING);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let wanted = true;
    void bridge.servers.log({ serverId }).then((reply) => { if (wanted) setLog(loadedFrom(reply)); });
    return () => { wanted = false; };
  }, [bridge, serverId, version, again]);
  if (log.state === 'loading') return <Skeleton label={t('common.loading')} lines={3} />;
  if (log.state === 'broken') return <Notice tone="danger">{spokenProblem(log.problem, t)}</Notice>;
  const { lines, dropped } = log.value;
  return (
    <section>
      <div className="log-head"><h2>{t('servers.log')}</h2><Button look="quiet" onClick={() => setAgain((now) => now + 1)}>{t('servers.read-log-again')}</Button></div>
      {dropped > 0 ? <p className="hint">{t('servers.log-dropped', { count: dropped })}</p> : null}
      {lines.length === 0 ? <p className="hint">{t('servers.log-empty')}</p> : (
        <div ref={scroller} className="json log" tabIndex={0} role="region" aria-label={t('servers.log')}>
          <Rows count={lines.length} scroller={scroller} estimate={20} reveal={lines.length - 1} row={(at) => <div className="json-line"><Pieces text={lines[at] ?? ''} keep={'\t'} /></div>} />
        </div>
      )}
    </section>
  );
}
