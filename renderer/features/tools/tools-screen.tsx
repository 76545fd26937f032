import { lazy, Suspense, useMemo, useRef } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { ToolView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { valueOf } from '../../app/loaded.ts';
import { formatRoute } from '../../app/routes.ts';
import { useListKeys } from '../../app/use-list-keys.ts';
import { go } from '../../app/use-route.ts';
import { useSearchKey } from '../../app/use-search-key.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Empty, Notice, Skeleton } from '../../ui/parts.tsx';
import { Rows } from '../../ui/rows.tsx';
import { LockSign } from '../policy/why.tsx';
import { toolsHooks } from './tools-store.ts';
import { searchTools, toolEntries, toolKey, whyNot, type ToolEntry } from './tools-selectors.ts';
import './tools.css';

const ToolDetail = lazy(() => import('./tool-detail.tsx'));

/** Every tool, found as one types, and the form of the one that is open. */
export default function ToolsScreen({ path }: { path: readonly string[] }) {
  const t = useT();
  const tools = toolsHooks.use((state) => state.tools);
  const query = toolsHooks.use((state) => state.query);
  const entries = useMemo(() => toolEntries(searchTools(valueOf(tools) ?? [], query)), [tools, query]);
  const [serverId, name, after] = path;
  const current = serverId === undefined || name === undefined ? null : toolKey({ serverId, name });
  const found = useMemo(() => entries.flatMap((entry) => (entry.kind === 'tool' ? [entry.tool] : [])), [entries]);
  useListKeys('.tools-list', found.map(toolKey), current, (key) => { const tool = found.find((one) => toolKey(one) === key); if (tool) go('tools', tool.serverId, tool.name); });
  if (tools.state === 'broken') return <main className="room room-wide"><Notice tone="danger" role="alert">{spokenProblem(tools.problem, t)}</Notice></main>;
  if (tools.state === 'loading') return <main className="room room-wide"><Skeleton label={t('common.loading')} /></main>;
  if (tools.value.length === 0) return <NoTools />;
  return (
    <div className="room">
      <ToolList entries={entries} count={found.length} query={query} current={current} />
      <main className="detail">
        {serverId !== undefined && name !== undefined
          ? <Suspense fallback={<Skeleton label={t('common.loading')} />}><ToolDetail key={`${current} ${after ?? ''}`} serverId={serverId} tool={name} after={after ?? null} /></Suspense>
          : <Empty title={t('tools.choose.title')}>{t('tools.choose.words')}</Empty>}
      </main>
    </div>
  );
}

function NoTools() {
  const t = useT();
  return (
    <main className="room room-wide">
      <Empty title={t('tools.empty.title')} action={<Button look="main" onClick={() => go('servers')}>{t('tools.empty.action')}</Button>}>{t('tools.empty.words')}</Empty>
    </main>
  );
}

function ToolList({ entries, count, query, current }: { entries: readonly ToolEntry[]; count: number; query: string; current: string | null }) {
  const t = useT();
  const api = toolsHooks.useApi();
  const scroller = useRef<HTMLElement>(null);
  const search = useSearchKey();
  const reveal = entries.findIndex((entry) => entry.kind === 'tool' && toolKey(entry.tool) === current);
  return (
    <nav ref={scroller} className="list tools-list" aria-label={t('nav.tools')}>
      <div className="list-tools">
        <input ref={search} type="search" aria-label={t('tools.search')} placeholder={t('tools.search-short')} value={query} onChange={(event) => api.getState().search(event.target.value)} />
        <p className="hint" role="status">{t('tools.found', { count })}</p>
      </div>
      <Rows count={entries.length} scroller={scroller} estimate={48} reveal={reveal} row={(at) => <EntryRow entry={entries[at] as ToolEntry} current={current} />} />
    </nav>
  );
}

function EntryRow({ entry, current }: { entry: ToolEntry; current: string | null }) {
  if (entry.kind === 'server') return <h2 className="list-head"><Hostile text={entry.serverName} cap={40} /><span className="list-count">{entry.count}</span></h2>;
  return <ToolLink tool={entry.tool} current={toolKey(entry.tool) === current} />;
}

function ToolLink({ tool, current }: { tool: ToolView; current: boolean }) {
  const t = useT();
  const why = whyNot(tool);
  return (
    <a className="list-item" href={formatRoute('tools', tool.serverId, tool.name)} data-key={toolKey(tool)} aria-current={current ? 'true' : undefined}>
      <strong><Hostile text={tool.name} cap={60} joints /></strong>
      <span>{why === 'locked' ? <><LockSign /> </> : null}{why === null ? t(`effect.${tool.effect}`) : t(`tools.why.${why}`)}</span>
    </a>
  );
}
