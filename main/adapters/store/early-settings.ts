import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the window needs of a person's settings before it opens. */
export interface EarlySettings {
  readonly theme: 'system' | 'light' | 'dark';
  readonly language: 'system' | 'en' | 'de';
}

/**
 * The theme and the language a person set, read before the stores are loaded: a window that opens in the other theme would
 * flash, and Chromium takes its language only before it is ready. What is missing or not one of the known words is `system`.
 */
export function earlySettings(home: string): EarlySettings {
  const { theme, language } = settingsIn(home);
  return { theme: theme === 'light' || theme === 'dark' ? theme : 'system', language: language === 'en' || language === 'de' ? language : 'system' };
}

/** Read by hand, for a schema library is not worth loading here. */
function settingsIn(home: string): { readonly theme?: unknown; readonly language?: unknown } {
  try {
    const { document } = JSON.parse(readFileSync(join(home, 'documents', 'settings.json'), 'utf8')) as { document: { theme?: unknown; language?: unknown } };
    return { theme: document.theme, language: document.language };
  } catch {
    return {};
  }
}
