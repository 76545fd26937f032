import { useT } from '../../app/language-context.tsx';
import { Field } from '../../ui/parts.tsx';
import { activityHooks } from './activity-store.ts';
import { SPANS, WISH_EFFECTS, WISH_OUTCOMES, WISH_VERDICTS, type Wish } from './activity-wish.ts';

/** Every filter, side by side as far as there is room. */
export function ActivityFilters({ id }: { id: string }) {
  const t = useT();
  return (
    <search id={id} className="activity-filters" aria-label={t('activity.filter.more', { count: 0 })}>
      <Choice name="span" options={SPANS} word={(one) => t(`activity.span.${one}`)} />
      <Day />
      <Choice name="effect" options={WISH_EFFECTS} word={(one) => t(`effect.${one}`)} />
      <Choice name="verdict" options={WISH_VERDICTS} word={(one) => t(`verdict.${one}`)} />
      <Choice name="outcome" options={WISH_OUTCOMES} word={(one) => t(`outcome.${one}`)} />
      <Text name="server" />
      <Text name="tool" />
      <Text name="person" />
      <Text name="object" />
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
