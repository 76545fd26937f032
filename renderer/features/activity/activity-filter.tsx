import { useT } from '../../app/language-context.tsx';
import { useSearchKey } from '../../app/use-search-key.ts';
import { Button, Field } from '../../ui/parts.tsx';
import { activityHooks } from './activity-store.ts';
import { NO_WISH, SPANS, wishesIn, WISH_EFFECTS, WISH_OUTCOMES, WISH_VERDICTS, type Wish } from './activity-wish.ts';

/** The search field, and behind it every filter. */
export function ActivityFilter() {
  const t = useT();
  const api = activityHooks.useApi();
  const wish = activityHooks.use((state) => state.wish);
  const count = wishesIn(wish);
  const search = useSearchKey();
  return (
    <search className="activity-filter" aria-label={t('activity.filter.label')}>
      <input ref={search} type="search" aria-label={t('activity.filter.label')} placeholder={t('activity.filter.text')} maxLength={300} value={wish.text} onChange={(event) => api.getState().search({ text: event.target.value })} />
      <details>
        <summary>{t('activity.filter.more', { count })}</summary>
        <div className="form">
          <Choice name="span" options={SPANS} word={(one) => t(`activity.span.${one}`)} />
          <Day />
          <Choice name="effect" options={WISH_EFFECTS} word={(one) => t(`effect.${one}`)} />
          <Choice name="verdict" options={WISH_VERDICTS} word={(one) => t(`verdict.${one}`)} />
          <Choice name="outcome" options={WISH_OUTCOMES} word={(one) => t(`outcome.${one}`)} />
          <Text name="object" />
          <Text name="server" />
          <Text name="tool" />
          <Text name="person" />
          {count === 0 && wish.text === '' ? null : <Button onClick={() => api.getState().search(NO_WISH)}>{t('activity.filter.clear')}</Button>}
        </div>
      </details>
    </search>
  );
}

function Choice<N extends 'span' | 'effect' | 'verdict' | 'outcome'>({ name, options, word }: { name: N; options: readonly Exclude<Wish[N], ''>[]; word: (one: Exclude<Wish[N], ''>) => string }) {
  const t = useT();
  const api = activityHooks.useApi();
  const value = activityHooks.use((state) => state.wish[name]);
  return (
    <Field id={`activity-${name}`} label={t(`activity.filter.${name}`)}>
      <select id={`activity-${name}`} value={value} onChange={(event) => api.getState().search({ [name]: options.find((one) => one === event.target.value) ?? '' })}>
        {name === 'span' ? null : <option value="">{t('activity.filter.any')}</option>}
        {options.map((one) => <option key={one} value={one}>{word(one)}</option>)}
      </select>
    </Field>
  );
}

/** The one day that is searched, once one day is wanted. */
function Day() {
  const t = useT();
  const api = activityHooks.useApi();
  const { span, day } = activityHooks.use((state) => state.wish);
  if (span !== 'day') return null;
  return (
    <Field id="activity-day" label={t('activity.filter.day')}>
      <input id="activity-day" type="date" value={day} onChange={(event) => api.getState().search({ day: event.target.value })} />
    </Field>
  );
}

function Text({ name }: { name: 'object' | 'server' | 'tool' | 'person' }) {
  const t = useT();
  const api = activityHooks.useApi();
  const value = activityHooks.use((state) => state.wish[name]);
  return (
    <Field id={`activity-${name}`} label={t(`activity.filter.${name}`)}>
      <input id={`activity-${name}`} type="text" maxLength={300} spellCheck={false} value={value} onChange={(event) => api.getState().search({ [name]: event.target.value })} />
    </Field>
  );
}
