import { spokenCode } from '../../../preload/contract/language/index.ts';
import type { PolicyView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile, Pieces } from '../../ui/hostile-text.tsx';
import { Fact, Notice } from '../../ui/parts.tsx';
import { namesWords } from './policy-words.ts';
import { Contacts, Rules } from './why.tsx';

/** Role and projects of whoever sits here, and which rules say so. */
export function MePage({ policy }: { policy: PolicyView }) {
  const t = useT();
  const { me, managed } = policy;
  const effects = (list: PolicyView['me']['effects']): string => (list.length === 0 ? t('policy.none') : list.map((effect) => t(`effect.${effect}`)).join(', '));
  return (
    <article className="page">
      <h1>{t('policy.me.title')}</h1>
      <p>{t(managed ? 'policy.me.managed' : 'policy.me.unmanaged')}</p>
      {me.known ? null : <Notice tone="danger" role="alert">{t(me.role === '' ? 'policy.me.no-role' : 'policy.me.unknown-role')} <Contacts /></Notice>}
      <dl className="facts">
        <Fact label={t('policy.me.person')}><Pieces text={me.person} keep="" /></Fact>
        <Fact label={t('policy.me.role')}>{me.role === '' ? t('policy.none') : <Hostile text={spokenCode('role', me.role, t)} cap={100} />}<details><summary>{t('policy.why')}</summary><Rules sources={me.from} /></details></Fact>
        <Fact label={t('policy.me.effects')}>{effects(me.effects)}<p className="hint">{t('policy.me.effects-words')}</p></Fact>
        {me.requests.length === 0 ? null : <Fact label={t('policy.me.requests')}>{effects(me.requests)}<p className="hint">{t('policy.me.requests-words')}</p></Fact>}
        <Fact label={t('policy.me.projects')}>{namesWords(me.projects, t)}</Fact>
        <Fact label={t('policy.me.servers')}>{namesWords(me.servers, t)}</Fact>
        <Fact label={t('policy.me.tools')}>{namesWords(me.tools, t)}</Fact>
        <Fact label={t('policy.me.skills')}>{namesWords(me.skills, t)}</Fact>
      </dl>
      {managed ? <p><Contacts /></p> : null}
    </article>
  );
}
