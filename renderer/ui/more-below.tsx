import { useEffect, useState, type RefObject } from 'react';
import { useT } from '../app/language-context.tsx';

/** The share of a box that lies below its lower edge, as a whole percentage; 0 when the end is in sight. */
export function shareBelow(scrollTop: number, clientHeight: number, scrollHeight: number): number {
  const below = scrollHeight - scrollTop - clientHeight;
  return below <= 2 || scrollHeight === 0 ? 0 : Math.max(1, Math.min(99, Math.round((below / scrollHeight) * 100)));
}

/** A bar that says that more of the change lies below, and takes the person there. */
export function MoreBelow({ scroller, watch }: { scroller: RefObject<HTMLElement | null>; watch: unknown }) {
  const t = useT();
  const [share, setShare] = useState(0);
  useEffect(() => {
    const box = scroller.current;
    if (box === null) return;
    const measure = (): void => setShare(shareBelow(box.scrollTop, box.clientHeight, box.scrollHeight));
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(box);
    for (const child of box.children) sizes.observe(child);
    const nodes = new MutationObserver(measure);
    nodes.observe(box, { childList: true, subtree: true });
    box.addEventListener('scroll', measure, { passive: true });
    return () => {
      sizes.disconnect();
      nodes.disconnect();
      box.removeEventListener('scroll', measure);
    };
  }, [scroller, watch]);
  if (share === 0) return <div className="more-below-space" />;
  return (
    <button type="button" className="more-below" onClick={() => scroller.current?.scrollBy({ top: scroller.current.clientHeight * 0.85 })}>
      {t('card.more-below', { share })}
    </button>
  );
}
