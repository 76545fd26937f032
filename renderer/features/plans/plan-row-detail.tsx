import { useEffect, useRef, useState } from 'react';
import { sentence, spokenProblem } from '../../../preload/contract/language/index.ts';
import type { PlannedCallView, PlanRowView } from '../../../preload/contract/views.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { CardPagesProvider } from '../../ui/diff/pages.ts';
import { JsonView } from '../../ui/json-view.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Notice } from '../../ui/parts.tsx';
import { ArgumentsForm } from '../../ui/form/arguments-form.tsx';
import { Cautions } from '../approvals/cautions.tsx';
import { Change } from '../approvals/change.tsx';
import { MovedSince } from '../approvals/moved-since.tsx';
import { plansHooks } from './plans-store.ts';

/** One row whole: its change as it was previewed, its cautions, and a form to give it other values. */
export function PlanRowDetail({ planId, row, title, editable, onClose }: { planId: string; row: PlanRowView; title: string; editable: boolean; onClose: () => void }) {
  const t = useT();
  const bridge = useBridge();
  const api = plansHooks.useApi();
  const problem = plansHooks.use((state) => state.problem);
  const [card, setCard] = useState<PlannedCallView | null>(null);
  const [editing, setEditing] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    void bridge.plans.card({ planId, rowId: row.rowId }).then((reply) => setCard(reply.ok ? reply.value : null));
  }, [bridge, planId, row.rowId, row.painted]);
  const single = !row.rowId.includes('.');
  return (
    <Modal title={title} close={t('common.close')} onClose={onClose}>
      <div ref={scroller} className="plan-detail">
        {problem !== null && problem.planId === planId ? <Notice tone="danger" role="alert">{spokenProblem(problem.problem, t)}</Notice> : null}
        {card === null ? <JsonView value={row.cells} label={t('plan.values')} /> : (
          <CardPagesProvider callId={card.callId}>
            <p className="sentence" dir="auto">{sentence(card.preview.sentence, t)}</p>
            <MovedSince card={card} scroller={scroller} />
            <Change card={card} scroller={scroller} sideBySide={false} onSideBySide={() => {}} />
            <Cautions card={card} />
          </CardPagesProvider>
        )}
        {editable && single && !editing ? <button type="button" className="button button-plain" onClick={() => setEditing(true)}>{t('choice.edit')}</button> : null}
        {editing ? (
          <ArgumentsForm
            schema={card?.inputSchema ?? null} args={card?.args ?? row.cells} submit={t('edit.submit')}
            onSubmit={async (args) => { if (await api.getState().edit(planId, row.rowId, args)) onClose(); }}
            onCancel={() => setEditing(false)}
          />
        ) : null}
      </div>
    </Modal>
  );
}
