import type { ChangeView, SpecialView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../hostile-text.tsx';
import { sizeOf } from './size.ts';

type Media = Extract<SpecialView, { situation: 'media' }>;
type Facts = NonNullable<Media['after']>;

/** What may be drawn: bytes that were told to be a picture by their first bytes, never by what was said of them. */
const DRAWN = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/svg+xml'];

/** A file before and after: picture, name, type by content, size, digest. */
export function MediaView({ change, special }: { change: Extract<ChangeView, { kind: 'fields' }>; special: Media }) {
  const t = useT();
  return (
    <div className="special">
      {special.overwrites ? <p className="special-words special-warn">{t('special.media.overwrites')}</p> : null}
      <div className="media-pair">
        {special.before === null ? null : <File side="before" facts={special.before} content={contentOf(change, special.before, 'before')} />}
        {special.after === null ? null : <File side="after" facts={special.after} content={contentOf(change, special.after, 'after')} />}
      </div>
    </div>
  );
}

function File({ side, facts, content }: { side: 'before' | 'after'; facts: Facts; content: string | null }) {
  const t = useT();
  const lies = facts.stated !== null && facts.found !== null && facts.stated !== facts.found;
  // SECURITY: shown as a picture only, from bytes that are part of the card; a script in it never runs, nothing is fetched.
  const address = content !== null && facts.found !== null && DRAWN.includes(facts.found) ? `data:${facts.found};base64,${content}` : null;
  return (
    <figure className={`media media-${side}`}>
      {address === null ? <span className="media-none">{t('special.media.no-picture')}</span> : <img src={address} alt={t('special.media.alt')} />}
      <figcaption>
        <b>{t(`change.${side}`)}</b>{facts.name === null ? null : <> <Hostile text={facts.name} cap={120} /></>}
        <span>{t('special.media.facts', { size: sizeOf(facts.bytes, t.locale), type: facts.found ?? t('special.media.unknown-type') })}</span>
        {lies ? <span className="special-warn">{t('special.media.lies')} <code><Hostile text={facts.stated ?? ''} cap={60} /></code></span> : null}
        {facts.digest === null ? null : <code className="hint">sha256 {facts.digest.slice(0, 16)}</code>}
      </figcaption>
    </figure>
  );
}

/** The bytes as they stand in the field change the facts point at. */
function contentOf(change: Extract<ChangeView, { kind: 'fields' }>, facts: Facts, side: 'before' | 'after'): string | null {
  const value = change.fields.find((field) => field.pointer === facts.content)?.[side];
  return typeof value === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(value) ? value : null;
}
