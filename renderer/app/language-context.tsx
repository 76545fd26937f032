import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react';
import { chooseLocale, createTranslator, type Translate } from '../../preload/contract/language/index.ts';
import { settingsHooks } from './settings-store.ts';

/** Holds the translator; tests put one here. */
export const LanguageContext = createContext<Translate | null>(null);

/** Speaks the language of the settings, or the system's until they are read. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const language = settingsHooks.use((state) => state.settings?.language ?? 'system');
  const locale = chooseLocale(language, navigator.languages);
  const translate = useMemo(() => createTranslator(locale), [locale]);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return <LanguageContext value={translate}>{children}</LanguageContext>;
}

/** The translator of the window. */
export function useT(): Translate {
  const translate = useContext(LanguageContext);
  if (translate === null) throw new Error('no language above this component');
  return translate;
}
