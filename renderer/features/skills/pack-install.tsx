import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { PackRulesView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Late, Notice } from '../../ui/parts.tsx';
import { PackReview } from './pack-review.tsx';
import { packHooks } from './pack-store.ts';

/** Installing a skill: a pack by dialog or by drop, then what it asks for, then the person's word. */
export function PackInstall({ rules, over }: { rules: PackRulesView; over: boolean }) {
  const t = useT();
  const api = packHooks.useApi();
  const at = packHooks.use((state) => state.at);
  const chosen = at === null || at.token === null ? null : at;
  const inspected = packHooks.use((state) => state.inspected);
  const busy = packHooks.use((state) => state.busy);
  const problem = packHooks.use((state) => state.problem);
  const take = async (): Promise<void> => {
    const name = await api.getState().take();
    if (name !== null) go('skills', name);
  };
  return (
    <article className="page skill-page">
      <header><h1>{t('pack.install')}</h1><p className="hint">{t('pack.words')}</p></header>
      <PackRules rules={rules} />
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      {rules.lockedBy !== null ? null : (
        <section className={`pack-drop${over ? ' pack-drop-over' : ''}`} aria-label={t('pack.choose')}>
          <p>{t('pack.drop')}</p>
          <div className="actions">
            <Button disabled={busy} onClick={() => void api.getState().choose('archive')}>{t('pack.choose-archive')}</Button>
            <Button disabled={busy} onClick={() => void api.getState().choose('folder')}>{t('pack.choose-folder')}</Button>
          </div>
          <p role="status">{chosen === null ? '' : <Hostile text={chosen.name} cap={120} />}</p>
        </section>
      )}
      {busy ? <Late words={t('pack.reading')} /> : null}
      {inspected === null || chosen === null ? null : <PackReview inspected={inspected} onTake={() => void take()} onLeave={() => api.getState().leave()} takeWords={t('pack.take')} />}
    </article>
  );
}

/** What policy says of packs here, where it says anything. */
export function PackRules({ rules }: { rules: PackRulesView }) {
  const t = useT();
  if (rules.lockedBy !== null) return <Notice tone="caution">{t('pack.locked')} {rules.lockedBy.map((file) => <code key={file}><Hostile text={file} cap={120} /></code>)}</Notice>;
  return rules.requireSignature ? <Notice>{t('pack.signature-required')}</Notice> : null;
}
