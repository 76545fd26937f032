import { useRef } from 'react';
import { spokenProblem, visible, type Translate } from '../../../preload/contract/language/index.ts';
import type { GrantView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { formatRoute } from '../../app/routes.ts';
import { go } from '../../app/use-route.ts';
import { ValueList } from '../../ui/form/value-list.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Empty, Fact, Notice, Skeleton } from '../../ui/parts.tsx';
import { grantsHooks } from './grants-store.ts';
import './grants.css';

/** Everything that was allowed for longer, on one screen: what it covers, what ends it, and the button that takes it back. */
export default function GrantsScreen() {
  const t = useT();
  const grants = grantsHooks.use((state) => state.grants);
  const problem = grantsHooks.use((state) => state.problem);
  const revoked = grantsHooks.use((state) => state.revoked);
  if (grants.state === 'broken') return <main className="room room-wide"><Notice tone="danger" role="alert">{spokenProblem(grants.problem, t)}</Notice></main>;
  if (grants.state === 'loading') return <main className="room room-wide"><Skeleton label={t('common.loading')} /></main>;
  if (grants.value.length === 0) {
    return <main className="room room-wide"><Empty title={t('grants.empty.title')} action={<Button look="main" onClick={() => go('approvals')}>{t('grants.empty.action')}</Button>}>{t('grants.empty.words')}</Empty></main>;
  }
  return (
    <main className="room room-wide grants">
      <header className="grants-head">
        <a href={formatRoute('approvals')}>{t('grants.back')}</a>
        <h1>{t('grants.title')}</h1>
        <p className="hint">{t('grants.words')}</p>
        {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
        <p className="hint" role="status">{revoked === null ? '' : t('grants.revoked')}</p>
      </header>
      <ul className="grant-list">
        {grants.value.map((grant) => <li key={grant.id}><GrantRow grant={grant} /></li>)}
      </ul>
    </main>
  );
}

function GrantRow({ grant }: { grant: GrantView }) {
  const t = useT();
  const api = grantsHooks.useApi();
  const { ended } = grant;
  return (
    <section className={`grant ${ended === null ? `edge-${grant.effect}` : 'grant-ended'}`} aria-label={visible(grant.tool, 60)}>
      <div className="grant-title">
        <h2>{t(`effect.${grant.effect}`)} · <Hostile text={grant.tool} cap={60} joints /></h2>
        {ended === null
          ? <Button look="danger" aria-label={t('grants.revoke-one', { tool: visible(grant.tool, 60) })} onClick={() => void api.getState().revoke(grant.id)}>{t('grants.revoke')}</Button>
          : null}
      </div>
      <dl className="facts">
        <Fact label={t('grants.server')}>{grant.serverName === null ? t('grants.server-gone') : <Hostile text={grant.serverName} cap={60} />}</Fact>
        <Fact label={t('grants.planner')}>{t(`planner.${grant.planner.kind}`)} · <Hostile text={grant.planner.name} cap={40} /> · <Hostile text={grant.client} cap={40} /></Fact>
        <Fact label={t('grants.arguments')}><Arguments grant={grant} /></Fact>
        {ended === null
          ? <><Fact label={t('grants.lasts')}>{lastsWords(grant, t)}</Fact><Fact label={t('grants.lapses')}>{t('grants.lapses.words')}</Fact></>
          : <Fact label={t('grants.ended')}>{t('grants.ended.words', { date: moment(ended.at, t), why: t(`grant-end.${ended.why}`) })}</Fact>}
        <Fact label={t('grants.given')}>{t('grants.given.words', { date: moment(grant.grantedAt, t), person: visible(grant.grantedBy, 40) })}</Fact>
      </dl>
    </section>
  );
}

/** Each argument by its name: any value, a folder, or the value itself in full. */
function Arguments({ grant }: { grant: GrantView }) {
  const t = useT();
  const scroller = useRef<HTMLDivElement>(null);
  if (grant.args.length === 0) return <>{t('grants.no-arguments')}</>;
  const free = grant.args.filter(({ part }) => !('is' in part));
  const exact = Object.fromEntries(grant.args.flatMap(({ name, part }) => ('is' in part ? [[name, part.is]] : [])));
  return (
    <div ref={scroller} className="grant-args">
      {free.map(({ name, part }) => (
        <p key={name}><Hostile text={name} cap={60} />: {'within' in part ? t('grants.within', { folder: visible(part.within, 200) }) : t('grants.any')}</p>
      ))}
      {Object.keys(exact).length === 0 ? null : <ValueList value={exact} scroller={scroller} />}
    </div>
  );
}

function lastsWords(grant: GrantView, t: Translate): string {
  if (grant.times !== null) return t('grants.lasts.times', { left: grant.times - grant.used, times: grant.times });
  return grant.until === null ? t('grants.lasts.session') : t('grants.lasts.until', { date: moment(grant.until, t) });
}

function moment(at: string, t: Translate): string {
  return new Date(at).toLocaleString(t.locale, { dateStyle: 'medium', timeStyle: 'short' });
}
