import { useMemo } from 'react';
import { useT } from '../../app/language-context.tsx';
import { ChangeList } from '../../ui/diff/change-view.tsx';
import { textChange } from '../../ui/diff/text-change.ts';
import { useScrollerOf } from '../../ui/scroller.ts';
import { definitionText } from './definition-text.ts';
import type { JsonObject } from '../../ui/json.ts';

/** What was accepted against what the server sends now, line by line. */
export function DefinitionDiff({ old, now, sideBySide }: { old: JsonObject; now: JsonObject; sideBySide: boolean }) {
  const t = useT();
  const { scroller, within } = useScrollerOf('.review-scroll');
  const change = useMemo(() => textChange(definitionText(old), definitionText(now), t('review.definition')), [old, now, t]);
  return (
    <div ref={within} className="definition-diff">
      {sideBySide ? <div className="diff-sides" aria-hidden="true"><span>{t('review.was')}</span><span>{t('review.now')}</span></div> : null}
      <ChangeList changes={[change]} sideBySide={sideBySide} scroller={scroller} />
    </div>
  );
}
