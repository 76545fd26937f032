import { useId, useState } from 'react';
import { visible } from '../../../preload/contract/language/index.ts';
import type { GrantWishView, PlannedCallView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button } from '../../ui/parts.tsx';
import { dayAfter, wishOf, type OfferDraft } from './grant-wish.ts';

interface GrantOfferProps {
  readonly card: PlannedCallView;
  readonly offer: NonNullable<PlannedCallView['grant']>;
  readonly ready: boolean;
  readonly onGrant: (wish: GrantWishView) => void;
}

/** Allow the same for longer: how long, and which arguments may differ. Folded away, for once is the usual answer. */
export function GrantOffer({ card, offer, ready, onGrant }: GrantOfferProps) {
  const t = useT();
  const [opened] = useState(() => new Date());
  const [draft, setDraft] = useState<OfferDraft>({ lasts: 'session', times: 5, until: dayAfter(opened, 7), args: {} });
  const wish = wishOf(draft, opened);
  const change = (next: Partial<OfferDraft>): void => setDraft((now) => ({ ...now, ...next }));
  return (
    <details className="look-first grant-offer">
      <summary>{t('grant-offer.summary')}</summary>
      <div className="grant-fields">
        <HowLong draft={draft} today={opened} onChange={change} />
        <fieldset>
          <legend>{t('grant-offer.arguments')}</legend>
          {Object.entries(card.args).map(([name]) => <ArgumentChoice key={name} name={name} offer={offer} draft={draft} onChange={change} />)}
        </fieldset>
      </div>
      <p className="hint">{t('grant-offer.hint')}</p>
      <Button onClick={() => { if (wish !== null) onGrant(wish); }} disabled={!ready || wish === null}>{t('grant-offer.approve')}</Button>
    </details>
  );
}

function HowLong({ draft, today, onChange }: { draft: OfferDraft; today: Date; onChange: (next: Partial<OfferDraft>) => void }) {
  const t = useT();
  const id = useId();
  const radio = (lasts: OfferDraft['lasts']) => (
    <label><input type="radio" name={id} checked={draft.lasts === lasts} onChange={() => onChange({ lasts })} /> {t(`grant-offer.${lasts}`)}</label>
  );
  return (
    <fieldset>
      <legend>{t('grant-offer.lasts')}</legend>
      {radio('session')}
      <div className="grant-line">
        {radio('times')}
        <input type="number" min={1} max={1000} aria-label={t('grant-offer.times-number')} value={Number.isNaN(draft.times) ? '' : draft.times} onChange={(event) => onChange({ lasts: 'times', times: event.target.valueAsNumber })} />
      </div>
      <div className="grant-line">
        {radio('until')}
        <input type="date" aria-label={t('grant-offer.until-date')} min={dayAfter(today, 0)} max={dayAfter(today, 89)} value={draft.until} onChange={(event) => onChange({ lasts: 'until', until: event.target.value })} />
      </div>
    </fieldset>
  );
}

/** One argument: as it is, or as far as the card offers it otherwise. */
function ArgumentChoice({ name, offer, draft, onChange }: { name: string; offer: GrantOfferProps['offer']; draft: OfferDraft; onChange: (next: Partial<OfferDraft>) => void }) {
  const t = useT();
  const id = useId();
  const folders = offer.folders[name] ?? [];
  const mayBeFree = offer.free.includes(name);
  return (
    <div className="grant-line">
      <label htmlFor={id}><Hostile text={name} cap={60} /></label>
      {folders.length === 0 && !mayBeFree ? <span id={id} className="hint">{t('grant-offer.exact')}</span> : (
        <select id={id} value={draft.args[name] ?? ''} onChange={(event) => onChange({ args: { ...draft.args, [name]: event.target.value } })}>
          <option value="">{t('grant-offer.exact')}</option>
          {mayBeFree ? <option value="any">{t('grant-offer.any')}</option> : null}
          {folders.map((folder) => <option key={folder} value={`in ${folder}`}>{t('grant-offer.within', { folder: visible(folder, 120) })}</option>)}
        </select>
      )}
    </div>
  );
}
