import { countedNoun } from '../../../preload/contract/language/index.ts';
import type { ChangeView, SpecialView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../hostile-text.tsx';
import { AnyField } from './later.tsx';
import { MediaView } from './media-view.tsx';
import { MenuTree } from './menu-tree.tsx';

type Record_ = Extract<ChangeView, { kind: 'fields' }>;
type Of<S extends SpecialView['situation']> = Extract<SpecialView, { situation: S }>;

/** What a record's change is besides its fields: a publication, a deletion, a menu, rights, a file. */
export function SpecialRow({ change, special }: { change: Record_; special: SpecialView }) {
  switch (special.situation) {
    case 'publication': return <Publication special={special} />;
    case 'deletion': return <References words="special.deletion" references={special.references} complete={special.complete} />;
    case 'menu': return <MenuTree entries={special.entries} draft={special.draft} />;
    case 'configuration': return <Configuration />;
    case 'rights': return <Rights special={special} />;
    case 'media': return <><MediaView change={change} special={special} /><References words="special.used" references={special.used} complete={special.complete} /></>;
  }
}

function Configuration() {
  const t = useT();
  return <p className="special special-words">{t('special.configuration')}</p>;
}

/** Draft against live: what readers see now and what they will see. */
function Publication({ special }: { special: Of<'publication'> }) {
  const t = useT();
  const audience = typeof special.audience === 'string' ? special.audience : null;
  return (
    <div className={`special special-${special.goes}`}>
      <p className="special-words">{t(`special.publication.${special.goes}`)}</p>
      {audience === null ? null : <p className="hint">{t('special.audience')} <Hostile text={audience} cap={80} /></p>}
      {special.live.length === 0 ? null : (
        <div className="special-live" role="group" aria-label={t('special.live')}>
          <div className="field-row field-names field-update" aria-hidden="true"><span>{t('special.live')}</span><span>{t('special.live-now')}</span><span>{t('special.live-then')}</span></div>
          {special.live.map((field) => <AnyField key={field.pointer} verb="update" field={field} />)}
        </div>
      )}
    </div>
  );
}

function References({ words, references, complete }: { words: 'special.deletion' | 'special.used'; references: Of<'deletion'>['references']; complete: boolean }) {
  const t = useT();
  if (references.length === 0 && complete && words === 'special.used') return null;
  return (
    <div className="special">
      <p className="special-words">{t(`${words}.refer`, { count: references.length })}</p>
      <ul className="special-list">
        {references.map((reference) => (
          <li key={`${reference.target} ${reference.pointer}`}>
            {countedNoun(reference.noun, 1, t)} <code><Hostile text={reference.target} cap={60} /></code> {reference.title === null ? null : <Hostile text={reference.title} cap={120} />}
          </li>
        ))}
      </ul>
      {complete ? null : <p className="hint">{t('special.incomplete')}</p>}
    </div>
  );
}

/** Who gains and who loses which right. */
function Rights({ special }: { special: Of<'rights'> }) {
  const t = useT();
  return (
    <div className="special special-rights">
      {(['gains', 'loses'] as const).map((side) => (
        <section key={side} className={`special-${side}`}>
          <p className="special-words">{t(`special.${side}`, { count: special[side].length })}</p>
          <ul className="special-list">
            {special[side].map((right, at) => (
              <li key={at}><b><Hostile text={right.who} cap={60} /></b>: {right.may.map((part, index) => <span key={index}>{index === 0 ? '' : ' · '}{part === null ? <em>{t('special.all')}</em> : <Hostile text={part} cap={60} />}</span>)}</li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
