import { useEffect, useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { HistoryStepView, ReviewItemView } from '../../../preload/contract/views.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { LOADING, loadedFrom, type Loaded } from '../../app/loaded.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Notice, Skeleton } from '../../ui/parts.tsx';
import { RankedChanges } from './review-changes.tsx';
import { clockTime } from './servers-selectors.ts';

export type Named = Pick<ReviewItemView, 'kind' | 'name'>;

/** When one definition was shown, and every decision about it: when, who, what, why, and the definition as it was then. */
export default function DefinitionHistory({ serverId, item, onClose }: { serverId: string; item: Named; onClose: () => void }) {
  const t = useT();
  const bridge = useBridge();
  const [history, setHistory] = useState<Loaded<HistoryStepView[]>>(LOADING);
  const { kind, name } = item;
  useEffect(() => {
    let wanted = true;
    void bridge.review.history({ serverId, kind, name }).then((reply) => { if (wanted) setHistory(loadedFrom(reply)); });
    return () => { wanted = false; };
  }, [bridge, serverId, kind, name]);
  return (
    <Modal title={t('review.history')} close={t('common.close')} onClose={onClose}>
      <p className="soft">{t(`kind.${kind}`)} <Hostile text={name} cap={100} /></p>
      {history.state === 'loading' ? <Skeleton label={t('common.loading')} /> : null}
      {history.state === 'broken' ? <Notice tone="danger" role="alert">{spokenProblem(history.problem, t)}</Notice> : null}
      {history.state !== 'ready' ? null : history.value.length === 0 ? <p className="hint">{t('review.history-empty')}</p> : (
        <ol className="history">{history.value.map((step, at) => <Step key={history.value.length - at} step={step} first={at === history.value.length - 1} />)}</ol>
      )}
    </Modal>
  );
}

function Step({ step, first }: { step: HistoryStepView; first: boolean }) {
  const t = useT();
  return (
    <li>
      <p>
        <strong className={`history-${step.decision}`}>{t(`review.history-${step.decision}`)}</strong>
        {step.effect === null ? null : <> · {t(`effect.${step.effect}`)}</>} · {clockTime(step.at, t.locale)}{step.decision === 'seen' ? null : <> · {step.by === 'build' ? t('review.history-build') : <Hostile text={step.by} cap={80} />}</>}
      </p>
      {step.decision === 'seen' ? null : step.reason === null ? <p className="hint">{t('review.history-none')}</p> : <p className="history-reason">{t('review.reason')}: <q><Hostile text={step.reason} cap={500} /></q></p>}
      <RankedChanges changes={step.changes} label={t('review.changes')} />
      {first || step.decision === 'seen' || step.changes.length > 0 ? null : <p className="hint">{t('review.history-same')}</p>}
      <p className="hint"><code>{step.digest.slice(0, 16)}</code> {t('review.history-launch')} <code>{step.identity.slice(0, 16)}</code></p>
      {step.value === null ? <p className="hint">{t('review.history-gone')}</p> : <details><summary>{t('review.history-definition')}</summary><JsonView value={step.value} label={t('review.history-definition')} /></details>}
    </li>
  );
}
