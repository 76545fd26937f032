import { useEffect, useRef } from 'react';
import type { PlannedCallView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { ArgumentsForm } from '../../ui/form/arguments-form.tsx';
import type { JsonObject } from '../../ui/json.ts';

/** The arguments of an open question, to be changed. What comes back is a new question with a preview of its own. */
export default function EditArguments({ card, onEdit, onDone }: { card: PlannedCallView; onEdit: (args: JsonObject) => Promise<boolean>; onDone: () => void }) {
  const t = useT();
  const section = useRef<HTMLElement>(null);
  useEffect(() => { section.current?.querySelector<HTMLElement>('input, textarea, select')?.focus(); }, []);
  return (
    <section ref={section} className="edit" aria-label={t('choice.edit')}>
      <p className="hint">{t('edit.words')}</p>
      <ArgumentsForm
        schema={card.inputSchema} args={card.args} submit={t('edit.submit')}
        onSubmit={async (args) => { if (await onEdit(args)) onDone(); }}
        onCancel={onDone}
      />
    </section>
  );
}
