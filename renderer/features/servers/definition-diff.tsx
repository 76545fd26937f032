import { diffLines } from 'diff';
import { useMemo } from 'react';
import type { ChangeView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { ChangeList } from '../../ui/diff/change-view.tsx';
import { useScrollerOf } from '../../ui/scroller.ts';
import { definitionText } from './definition-text.ts';
import type { JsonObject } from '../../ui/json.ts';

/** What was accepted against what the server sends now, line by line. */
export function DefinitionDiff({ old, now, sideBySide }: { old: JsonObject; now: JsonObject; sideBySide: boolean }) {
  const t = useT();
  const { scroller, within } = useScrollerOf('.review-scroll');
  const change = useMemo(() => definitionChange(old, now, t('review.definition')), [old, now, t]);
  return (
    <div ref={within} className="definition-diff">
      {sideBySide ? <div className="diff-sides" aria-hidden="true"><span>{t('review.was')}</span><span>{t('review.now')}</span></div> : null}
      <ChangeList changes={[change]} sideBySide={sideBySide} scroller={scroller} />
    </div>
  );
}

/** The difference as one text change, line by line; every changed line is in it. */
function definitionChange(old: JsonObject, now: JsonObject, target: string): ChangeView {
  const lines = diffLines(definitionText(old), definitionText(now)).flatMap((part) => {
    const op = part.added ? 'add' as const : part.removed ? 'remove' as const : 'same' as const;
    return (part.value.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((text) => ({ op, text }));
  });
  return { kind: 'text', target, existsBefore: true, existsAfter: true, lines };
}
