import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };

/** Every key of the catalogue. English is the list; a test holds German to it. */
export type MessageKey = keyof typeof en;

/** Locales the catalogue is written in. */
export const LOCALES = ['en', 'de'] as const;
export type Locale = (typeof LOCALES)[number];

export const CATALOGUES: Readonly<Record<Locale, Readonly<Record<MessageKey, string>>>> = { en, de };

/**
 * The locale to speak: what the person set, else the first wanted language the catalogue is written in, else English.
 * `wanted` are BCP 47 tags as the system gives them, such as `de-AT`.
 */
export function chooseLocale(setting: 'system' | Locale, wanted: readonly string[]): Locale {
  if (setting !== 'system') return setting;
  for (const tag of wanted) {
    const base = tag.toLowerCase().split(/[-_.]/)[0];
    const found = LOCALES.find((locale) => locale === base);
    if (found !== undefined) return found;
  }
  return 'en';
}
