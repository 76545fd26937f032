import { useEffect, useState, type ReactNode } from 'react';
import type { LaunchView, ReviewSummaryView, ServerView } from '../../../preload/contract/views.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { LOADING, loadedFrom, valueOf, type Loaded } from '../../app/loaded.ts';
import { Hostile, Pieces } from '../../ui/hostile-text.tsx';
import { Fact } from '../../ui/parts.tsx';
import { spokenCode } from '../../../preload/contract/language/index.ts';
import { LockNote } from '../policy/why.tsx';
import { severityWords } from './finding-words.ts';
import { publisherOf, placesOf } from './server-facts.ts';
import { clockTime } from './servers-selectors.ts';
import { serversHooks } from './servers-store.ts';

/** The trust assessment of a server: where it comes from, what it may see, what was found, and who reviewed it. `trust` stands first. */
export function ServerSheet({ server, trust }: { server: ServerView; trust: ReactNode }) {
  const t = useT();
  const { launch, summary } = useSheet(server);
  const { tools } = server;
  const known = server.connection.state === 'running' || tools.reviewed + tools.waiting + tools.changed + tools.blocked + tools.refused > 0;
  const read = valueOf(launch);
  return (
    <section aria-label={t('sheet.title')}>
      <dl className="facts">
        <Fact label={t('servers.trust')}>{trust}</Fact>
        <Managed server={server} />
        <Fact label={t('servers.tools')}>{known ? t('servers.tools-count', { reviewed: tools.reviewed, waiting: tools.waiting, changed: tools.changed, blocked: tools.blocked }) : t('servers.tools-unknown')}{tools.refused === 0 ? null : <p className="hint">{t('servers.tools-refused', { count: tools.refused })}</p>}</Fact>
        <Fact label={t('sheet.findings')}><Findings summary={valueOf(summary) ?? null} /></Fact>
        <Fact label={t('sheet.history')}><Reviews summary={valueOf(summary) ?? null} /></Fact>
        <Fact label={t('sheet.publisher')}><Publisher server={server} launch={read ?? null} /></Fact>
        <Claims launch={read ?? null} />
        {launch.state === 'broken' ? <Fact label={t('sheet.version')}>{t('sheet.launch-unknown')}</Fact> : read === undefined || read === null ? null : <Version server={server} launch={read} />}
        <Fact label={t(server.kind === 'remote' ? 'servers.address' : 'servers.runs')}><Exact text={server.target} /></Fact>
        {server.floating ? <Fact label={t('servers.floating')}>{t('servers.floating-words')}</Fact> : null}
        <Fact label={t('servers.place')}>{t(`class.${server.class}`)} · {t(`environment.${server.environment}`)}</Fact>
        <MaySee server={server} launch={read ?? null} />
        <Fact label={t('servers.identity')}>{server.identity === null ? t('servers.no-identity') : <code>{server.identity.slice(0, 16)}</code>}</Fact>
        {server.saysName === null ? null : <Fact label={t('servers.says')}><q><Hostile text={server.saysName} cap={80} /> <Hostile text={server.saysVersion ?? ''} cap={40} /></q></Fact>}
        {server.connection.state === 'running' ? <Fact label={t('servers.era')}><Hostile text={server.connection.era} cap={40} /></Fact> : null}
      </dl>
    </section>
  );
}

/** What IT says of it: as which entry it is known, what is pinned, what lowers its trust. */
function Managed({ server }: { server: ServerView }) {
  const t = useT();
  const { refused, sources, cap, capFrom, entries } = server.managed;
  const pinned = entries.reduce((count, entry) => count + entry.pinned.length, 0);
  if (refused === null && cap === null && entries.length === 0) return null;
  return (
    <Fact label={t('policy.server-entry')}>
      {refused === null ? null : <p>{t('policy.server-refused')} {spokenCode('reason', refused, t)}</p>}
      {entries.map((entry) => <p key={entry.at}><code><Hostile text={entry.id} cap={64} /></code></p>)}
      {pinned === 0 ? null : <p>{t('policy.server-pinned', { count: pinned })}</p>}
      {cap === null ? null : <p>{t('policy.server-cap')}: {t(`trust.${cap}`)}</p>}
      <LockNote from={[...new Set([...sources, ...capFrom, ...entries.map(({ at }) => at)])]} />
    </Fact>
  );
}

/** The launch is read again where another one runs, the summary with every change of reviews. */
function useSheet(server: ServerView): { launch: Loaded<LaunchView>; summary: Loaded<ReviewSummaryView> } {
  const bridge = useBridge();
  const version = serversHooks.use((state) => state.version);
  const [launch, setLaunch] = useState<Loaded<LaunchView>>(LOADING);
  const [summary, setSummary] = useState<Loaded<ReviewSummaryView>>(LOADING);
  const { id, identity } = server;
  const { state } = server.connection;
  useEffect(() => {
    let wanted = true;
    void bridge.servers.launch({ serverId: id }).then((reply) => { if (wanted) setLaunch(loadedFrom(reply)); });
    return () => { wanted = false; };
  }, [bridge, id, identity, state]);
  useEffect(() => {
    let wanted = true;
    void bridge.review.summary({ serverId: id }).then((reply) => { if (wanted) setSummary(loadedFrom(reply)); });
    return () => { wanted = false; };
  }, [bridge, id, version]);
  return { launch, summary };
}

function Findings({ summary }: { summary: ReviewSummaryView | null }) {
  const t = useT();
  const findings = summary?.findings ?? null;
  if (findings === null) return <span className="soft">{t('sheet.findings-unknown')}</span>;
  const { scanned: count, high, warn, info } = findings;
  const found = high + warn + info;
  if (found === 0) return <>{t('findings.none', { count })}</>;
  return <><span className={high > 0 ? 'findings-line' : undefined}>{t('findings.some', { count, found, list: severityWords({ high, warn, info }, t) })}</span><p className="hint">{t('findings.means')}</p></>;
}

function Reviews({ summary }: { summary: ReviewSummaryView | null }) {
  const t = useT();
  if (summary === null || summary.total === 0) return <span className="soft">{t('sheet.history-none')}</span>;
  const [latest, ...older] = summary.reviews;
  return (
    <>
      {latest === undefined ? null : <Reviewed review={latest} />}
      {older.length === 0 ? null : (
        <details>
          <summary>{t('review.history')}</summary>
          <ul className="reviews">{older.map((review, at) => <li key={at}><Reviewed review={review} /></li>)}</ul>
          {summary.total > summary.reviews.length ? <p className="hint">{t('sheet.history-more', { count: summary.total - summary.reviews.length })}</p> : null}
        </details>
      )}
    </>
  );
}

function Reviewed({ review }: { review: ReviewSummaryView['reviews'][number] }) {
  const t = useT();
  const by = review.by === 'build' ? t('review.history-build') : review.by;
  return (
    <span>
      {t('sheet.history-step', { at: clockTime(review.at, t.locale), by, accepted: review.accepted, blocked: review.blocked })}
      {review.reason === null ? null : <> · <q><Hostile text={review.reason} cap={200} /></q></>}
    </span>
  );
}

function Publisher({ server, launch }: { server: ServerView; launch: LaunchView | null }) {
  const t = useT();
  if (server.kind === 'bundled') return <>{t('sheet.bundled')}</>;
  const publisher = launch === null ? null : publisherOf(launch);
  if (publisher === null) return <span className="soft">{t('sheet.publisher-unknown')}</span>;
  return <>{t(server.kind === 'remote' ? 'sheet.publisher-remote' : 'sheet.publisher-npm', { name: publisher })}</>;
}

/** What the package says of its makers, quoted: anyone can write that. */
function Claims({ launch }: { launch: LaunchView | null }) {
  const t = useT();
  const claims = launch?.claims ?? null;
  if (claims === null) return null;
  const said = (['author', 'publisher', 'repository', 'homepage'] as const).flatMap((name) => (claims[name] === null ? [] : [{ name, text: claims[name] }]));
  return (
    <Fact label={t('sheet.claims')}>
      <ul className="argv">{said.map(({ name, text }) => <li key={name}>{t(`sheet.claims.${name}`)} <q><Hostile text={text} cap={120} /></q></li>)}</ul>
      <p className="hint">{t('sheet.claims-words')}</p>
    </Fact>
  );
}

function Version({ server, launch }: { server: ServerView; launch: LaunchView }) {
  const t = useT();
  if (server.kind !== 'local') return null;
  const { package: own } = launch;
  return (
    <Fact label={t('sheet.version')}>
      {own !== null ? <><Exact text={`${own.name} ${own.version}`} /><br /><span className="hint">{t('consent.tree')} <code>{own.treeDigest.slice(0, 16)}</code></span></> : server.floating ? t('sheet.floating') : t('sheet.program')}
    </Fact>
  );
}

/** What it is given. A local program can see more than that, and this says so. */
function MaySee({ server, launch }: { server: ServerView; launch: LaunchView | null }) {
  const t = useT();
  if (server.kind === 'bundled' || launch === null) return null;
  const places = placesOf(launch);
  const names = launch.env.map(({ name }) => name);
  return (
    <>
      <Fact label={t('sheet.places')}>
        {places.length === 0 ? null : <ul className="argv">{places.map((place) => <li key={place}><Exact text={place} /></li>)}</ul>}
        <p className="hint">{t(server.kind === 'remote' ? 'sheet.places-remote' : 'sheet.places-local')}</p>
      </Fact>
      {server.kind === 'remote' ? null : <Fact label={t('sheet.env')}>{names.map((name) => <span key={name}><Exact text={name} /> </span>)}<span className="soft">{names.length === 0 ? '' : '+ '}{t('sheet.inherited', { count: launch.inheritedEnv.length })}</span></Fact>}
      {launch.headers.length + server.secretNames.length === 0 ? null : <Fact label={t('sheet.secrets')}>{[...new Set([...launch.headers, ...server.secretNames])].map((name) => <span key={name}><Exact text={name} /> </span>)}</Fact>}
    </>
  );
}

function Exact({ text }: { text: string }) {
  return <code className="exact"><Pieces text={text} keep="" /></code>;
}
