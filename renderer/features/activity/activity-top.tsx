import { useId, useState } from 'react';
import { useT } from '../../app/language-context.tsx';
import { useSearchKey } from '../../app/use-search-key.ts';
import { Button } from '../../ui/parts.tsx';
import { ActivityFilters } from './activity-filter.tsx';
import { activityHooks } from './activity-store.ts';
import { Verified, VerifyButton } from './activity-verify.tsx';
import { NO_WISH, wishesIn } from './activity-wish.ts';

/**
 * Above list and detail, as wide as both: what is searched, the filters, and the verification. In the list's column each
 * filter would push the list a line further down. `onBack` null: no entry is open.
 */
export function ActivityTop({ onBack }: { onBack: (() => void) | null }) {
  const t = useT();
  const api = activityHooks.useApi();
  const wish = activityHooks.use((state) => state.wish);
  const [open, setOpen] = useState(false);
  const filters = useId();
  const search = useSearchKey();
  const count = wishesIn(wish);
  return (
    <section className="activity-top" aria-label={t('activity.top')}>
      <search className="activity-search" aria-label={t('activity.filter.label')}>
        <input ref={search} type="search" aria-label={t('activity.filter.label')} placeholder={t('activity.filter.text')} maxLength={300} value={wish.text} onChange={(event) => api.getState().search({ text: event.target.value })} />
        <Button aria-expanded={open} aria-controls={open ? filters : undefined} onClick={() => setOpen(!open)}>{t('activity.filter.more', { count })}</Button>
        {count === 0 && wish.text === '' ? null : <Button look="quiet" onClick={() => { api.getState().search(NO_WISH); search.current?.focus(); }}>{t('activity.filter.clear')}</Button>}
      </search>
      <VerifyButton />
      {onBack === null ? null : <Button look="quiet" keys="Esc" onClick={onBack}>{t('activity.overview')}</Button>}
      {open ? <ActivityFilters id={filters} /> : null}
      <Verified />
    </section>
  );
}
