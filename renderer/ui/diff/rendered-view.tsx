import { toJsxRuntime } from 'hast-util-to-jsx-runtime';
import { useMemo } from 'react';
import { Fragment, jsx, jsxs } from 'react/jsx-runtime';
import { useT } from '../../app/language-context.tsx';
import { renderedChange } from './formatted.ts';
import type { Formatted } from './formatted-as.ts';

/** A formatted text as its readers will see it, with the blocks that come and go marked. Built from elements, never from markup. */
export default function RenderedView({ before, after, as }: { before: string; after: string; as: Formatted }) {
  const t = useT();
  const blocks = useMemo(() => renderedChange(before, after, as), [before, after, as]);
  return (
    <div className="rendered" role="group" aria-label={t('change.rendered')}>
      {blocks.map((block, at) => (
        <div key={at} className={`rendered-block rendered-${block.op}`} dir="auto">
          {block.op === 'same' ? null : <span className="visually-hidden">{t(`change.line.${block.op}`)}</span>}
          {toJsxRuntime(block.node, { Fragment, jsx, jsxs })}
        </div>
      ))}
    </div>
  );
}
