const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** An ISO day or moment in the person's words, to stand beside the value itself; null for any other text. Moments are told in local time. */
export function dateWords(value: string, locale: string): string | null {
  const day = DAY.test(value);
  if (!day && !MOMENT.test(value)) return null;
  const date = new Date(day ? `${value}T00:00:00Z` : value);
  if (Number.isNaN(date.getTime())) return null;
  if (day && date.toISOString().slice(0, 10) !== value) return null;
  return new Intl.DateTimeFormat(locale, day ? { dateStyle: 'full', timeZone: 'UTC' } : { dateStyle: 'full', timeStyle: 'long' }).format(date);
}
