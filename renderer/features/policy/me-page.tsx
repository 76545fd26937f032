import { spokenCode, spokenProblem } from '../../../preload/contract/language/index.ts';
import type { PolicyView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile, Pieces } from '../../ui/hostile-text.tsx';
import { Fact, Field, Notice } from '../../ui/parts.tsx';
import { policyHooks } from './policy-store.ts';
import { DEFAULT_ROLES, namesWords } from './policy-words.ts';
import { Contacts, Rules } from './why.tsx';

const OWNER = 'owner';

/** Taking a role by hand, where nobody manages the roles. */
function RoleByHand({ me }: { me: PolicyView['me'] }) {
  const t = useT();
  const api = policyHooks.useApi();
  const problem = policyHooks.use((state) => state.problem);
  const choose = (value: string): void => void api.getState().chooseRole(DEFAULT_ROLES.find((role) => role === value && role !== OWNER) ?? null);
  return (
    <section className="form role-by-hand">
      <Field id="role-by-hand" label={t('policy.me.choose')} hint={t('policy.me.choose-words')}>
        <select id="role-by-hand" aria-describedby="role-by-hand-hint" value={me.chosen ?? OWNER} onChange={(event) => choose(event.target.value)}>
          {DEFAULT_ROLES.map((role) => <option key={role} value={role}>{t(`role.${role}`)}</option>)}
        </select>
      </Field>
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
    </section>
  );
}

/** Role and projects of whoever sits here, and which rules say so. */
export function MePage({ policy }: { policy: PolicyView }) {
  const t = useT();
  const { me, managed } = policy;
  const effects = (list: PolicyView['me']['effects']): string => (list.length === 0 ? t('policy.none') : list.map((effect) => t(`effect.${effect}`)).join(', '));
  return (
    <article className="page">
      <h1>{t('policy.me.title')}</h1>
      <p>{t(managed ? 'policy.me.managed' : me.chosen === null ? 'policy.me.unmanaged' : 'policy.me.by-hand')}</p>
      {me.known ? null : <Notice tone="danger" role="alert">{t(me.role === '' ? 'policy.me.no-role' : 'policy.me.unknown-role')} <Contacts /></Notice>}
      {me.mayChoose ? <RoleByHand me={me} /> : null}
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
