import { useState } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { Problem } from '../../../preload/contract/problem.ts';
import { useBridge } from '../../app/bridge-context.tsx';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import type { JsonObject } from '../../ui/json.ts';
import { Button, Field, Notice } from '../../ui/parts.tsx';
import { rowsFromText } from './rows-from-text.ts';

/** The same tool for many objects: rows as a JSON list, each reviewed in one set. */
export default function PlanMany({ serverId, tool }: { serverId: string; tool: string }) {
  const t = useT();
  const bridge = useBridge();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem | 'rows' | null>(null);
  const plan = async (): Promise<void> => {
    const args: JsonObject[] | null = rowsFromText(text);
    if (args === null) return setProblem('rows');
    const reply = await bridge.plans.plan({ title: tool.slice(0, 200), serverId, tool, args, list: null });
    if (reply.ok) go('approvals', 'plan', reply.value.planId);
    else setProblem(reply.problem);
  };
  return (
    <details className="plan-many">
      <summary>{t('many.title')}</summary>
      <Field id="many-rows" label={t('many.rows')} hint={t('many.hint')} error={problem === 'rows' ? t('many.not-rows') : null}>
        <textarea id="many-rows" className="mono" rows={8} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} aria-describedby="many-rows-hint" />
      </Field>
      {problem === null || problem === 'rows' ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      <div className="actions"><Button onClick={() => void plan()} disabled={text.trim() === ''}>{t('many.plan')}</Button></div>
    </details>
  );
}
