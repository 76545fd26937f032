import { IntlMessageFormat } from 'intl-messageformat';
import { CATALOGUES, type Locale, type MessageKey } from './catalogue.ts';

export type MessageValues = Readonly<Record<string, string | number>>;

/** Turns a key and its values into a sentence. Total: a message that cannot be formatted comes back as its key. */
export interface Translate {
  (key: MessageKey, values?: MessageValues): string;
  readonly locale: Locale;
}

/**
 * Makes the {@link Translate} of one locale; parsed messages are kept. Values are put in as they are: text of a
 * server must have gone through `visible` or into a box of its own before.
 */
export function createTranslator(locale: Locale): Translate {
  const messages = CATALOGUES[locale];
  const parsed = new Map<MessageKey, IntlMessageFormat>();
  const translate = (key: MessageKey, values?: MessageValues): string => {
    const message = messages[key];
    if (!message.includes('{')) return message;
    try {
      let format = parsed.get(key);
      if (format === undefined) {
        format = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
        parsed.set(key, format);
      }
      return String(format.format(values));
    } catch {
      return key;
    }
  };
  return Object.assign(translate, { locale });
}

/** True when the catalogue has this key; for codes that arrive as plain strings. */
export function hasMessage(key: string): key is MessageKey {
  return Object.hasOwn(CATALOGUES.en, key);
}
