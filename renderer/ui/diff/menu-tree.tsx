import type { SpecialView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../hostile-text.tsx';

type Entry = Extract<SpecialView, { situation: 'menu' }>['entries'][number];

/** A menu as a tree, as it will be read; what goes stands where it stood, what moved says from where. */
export function MenuTree({ entries, draft }: { entries: readonly Entry[]; draft: boolean }) {
  const t = useT();
  return (
    <div className="special">
      <p className="special-words">{t(draft ? 'special.menu.draft' : 'special.menu.live')}</p>
      <ol className="menu-tree">{entries.map((entry, at) => <MenuLine key={at} entry={entry} />)}</ol>
    </div>
  );
}

function MenuLine({ entry }: { entry: Entry }) {
  const t = useT();
  const { was } = entry;
  return (
    <li className={`menu-line menu-${entry.state}`} style={{ paddingInlineStart: 12 + Math.min(entry.depth, 4) * 26 }}>
      {entry.state === 'same' ? null : <span className="menu-state">{t(`special.menu.${entry.state}`)}</span>}
      <span className="menu-label"><Hostile text={entry.label} cap={120} /></span>
      {entry.target === null ? null : <code><Hostile text={entry.target} cap={120} /></code>}
      {entry.state === 'changed' && was !== null ? <span className="menu-was">{t('special.menu.was')} <Hostile text={was.label} cap={80} /> {was.target === null ? null : <code><Hostile text={was.target} cap={80} /></code>}</span> : null}
      {entry.state === 'moved' && was !== null ? <span className="menu-was">{was.under === null ? t('special.menu.from-top', { place: was.place + 1 }) : <>{t('special.menu.from-under', { place: was.place + 1 })} <Hostile text={was.under} cap={80} /></>}</span> : null}
    </li>
  );
}
