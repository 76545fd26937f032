import { lazy, Suspense, useContext, useEffect, useState } from 'react';
import type { LinesView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Skeleton } from '../parts.tsx';
import { formattedAs } from './formatted-as.ts';
import { allLines, CardPagesContext } from './pages.ts';

const RenderedView = lazy(() => import('./rendered-view.tsx'));

/** A formatted text of many lines as its readers will see it, put together from all its pages first. */
export function RenderedLines({ lines }: { lines: LinesView }) {
  const t = useT();
  const pages = useContext(CardPagesContext);
  const [sides, setSides] = useState<{ readonly before: string; readonly after: string } | null>(null);
  useEffect(() => {
    let wanted = true;
    void allLines(lines, pages).then((all) => { if (wanted && all !== null) setSides(sidesOf(all)); });
    return () => { wanted = false; };
  }, [lines, pages]);
  if (sides === null) return <Skeleton label={t('common.loading')} />;
  return <Suspense fallback={<Skeleton label={t('common.loading')} />}><RenderedView {...sides} as={formattedAs(sides.after) ?? formattedAs(sides.before) ?? 'markdown'} /></Suspense>;
}

function sidesOf(lines: LinesView['lines']): { before: string; after: string } {
  const side = (other: 'add' | 'remove'): string => lines.filter(({ op }) => op !== other).map(({ text }) => text).join('');
  return { before: side('add'), after: side('remove') };
}
