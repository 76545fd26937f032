import { useEffect, useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { PackRulesView, SkillView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Button, Fact, Late, Notice } from '../../ui/parts.tsx';
import { Modal } from '../../ui/modal.tsx';
import { PackRules } from './pack-install.tsx';
import { PackReview } from './pack-review.tsx';
import { packHooks } from './pack-store.ts';

/** Where a skill comes from, and what can be done with its pack: give it on, take it away. */
export function SkillPack({ skill }: { skill: SkillView }) {
  const t = useT();
  const api = packHooks.useApi();
  const busy = packHooks.use((state) => state.busy);
  const done = packHooks.use((state) => state.said);
  const problem = packHooks.use((state) => state.problem);
  const [asking, setAsking] = useState(false);
  const remove = async (): Promise<void> => {
    setAsking(false);
    if (await api.getState().remove(skill.name)) go('skills');
  };
  return (
    <section className="standing" aria-label={t('pack.title')}>
      <h2>{t('pack.title')}</h2>
      <dl className="facts"><Fact label={t('skill.from')}>{t(`skill.from.${skill.from}`)}</Fact></dl>
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      <div className="actions">
        {skill.state === 'broken' ? null : <Button disabled={busy} onClick={() => void api.getState().export(skill.name)}>{t('pack.export')}</Button>}
        {skill.from === 'shipped' ? null : <Button disabled={busy} onClick={() => setAsking(true)}>{t('pack.remove')}</Button>}
        <span role="status" className="soft">{done === null ? '' : t(`pack.said.${done}`)}</span>
      </div>
      {asking ? (
        <Modal title={t('pack.remove')} close={t('common.cancel')} onClose={() => setAsking(false)}>
          <p>{t('pack.remove-words')}</p>
          <div className="actions"><Button look="danger" onClick={() => void remove()}>{t('pack.remove-go')}</Button></div>
        </Modal>
      ) : null}
    </section>
  );
}

/** A skill whose files moved since they were agreed to: old beside new, then agree, put back or take away. */
export function ChangedPack({ skill, rules }: { skill: SkillView; rules: PackRulesView }) {
  const t = useT();
  const api = packHooks.useApi();
  const at = packHooks.use((state) => state.at);
  const inspected = packHooks.use((state) => state.inspected);
  const busy = packHooks.use((state) => state.busy);
  useEffect(() => { void api.getState().review(skill.name); }, [api, skill]);
  const shown = at?.token === null && at.name === skill.name ? inspected : null;
  return (
    <>
      <Notice tone="danger" role="alert">
        {t('pack.moved')}
        <div className="actions"><Button disabled={busy || rules.lockedBy !== null} onClick={() => void api.getState().restore(skill.name)}>{t('pack.restore')}</Button></div>
      </Notice>
      <PackRules rules={rules} />
      {shown === null ? <Late words={t('pack.reading')} /> : <PackReview inspected={shown} takeWords={t('pack.accept')} onTake={() => void api.getState().take()} onLeave={null} />}
    </>
  );
}
