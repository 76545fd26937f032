import { useLayoutEffect, useRef } from 'react';
import type { PlannedCallView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { ArgumentsForm } from '../../ui/form/arguments-form.tsx';
import { useArguments } from '../../ui/diff/pages.ts';
import type { JsonObject } from '../../ui/json.ts';
import { Notice, Skeleton } from '../../ui/parts.tsx';

/** The arguments of an open question, to be changed. What comes back is a new question with a preview of its own. */
export default function EditArguments({ card, onEdit, onDone }: { card: PlannedCallView; onEdit: (args: JsonObject) => Promise<boolean>; onDone: () => void }) {
  const t = useT();
  const section = useRef<HTMLElement>(null);
  const args = useArguments(card);
  // In the very turn in which the form appears: later, it would take the focus from a field somebody began to type in, and what they typed would land in another.
  useLayoutEffect(() => { section.current?.querySelector<HTMLElement>('input, textarea, select')?.focus(); }, [args]);
  return (
    <section ref={section} className="edit" aria-label={t('choice.edit')}>
      <p className="hint">{t('edit.words')}</p>
      {args === null ? <Skeleton label={t('common.loading')} /> : args === false ? <Notice tone="danger" role="alert">{t('card.arguments-missing')}</Notice> : (
        <ArgumentsForm
          schema={card.inputSchema} args={args} submit={t('edit.submit')}
          onSubmit={async (edited) => { if (await onEdit(edited)) onDone(); }}
          onCancel={onDone}
        />
      )}
    </section>
  );
}
