import type { Tab } from './content.ts';

/** The phone app's own words: it speaks as the customer's app, not as Countersign, so they are no part of the catalogue. */
export interface PhoneWords {
  readonly tabs: Readonly<Record<Tab, string>>;
  readonly latest: string; readonly draft: string; readonly demo: string; readonly back: string; readonly star: string; readonly unstar: string;
  readonly mine: string; readonly all: string; readonly nothing: string; readonly stand: string; readonly with: string; readonly page: string; readonly search: string;
}

export const PHONE_WORDS: Readonly<Record<'en' | 'de', PhoneWords>> = {
  en: {
    tabs: { home: 'Home', programme: 'Programme', people: 'People', exhibitors: 'Stands', more: 'More' },
    latest: 'News', draft: 'Draft', demo: 'Demo', back: 'Back', star: 'Add to my programme', unstar: 'Remove from my programme', mine: 'Mine', all: 'All',
    nothing: 'Nothing here yet.', stand: 'Stand', with: 'With', page: 'This page has no content yet.', search: 'Search',
  },
  de: {
    tabs: { home: 'Start', programme: 'Programm', people: 'Personen', exhibitors: 'Stände', more: 'Mehr' },
    latest: 'Aktuelles', draft: 'Entwurf', demo: 'Demo', back: 'Zurück', star: 'In mein Programm', unstar: 'Aus meinem Programm nehmen', mine: 'Meines', all: 'Alle',
    nothing: 'Hier ist noch nichts.', stand: 'Stand', with: 'Mit', page: 'Diese Seite hat noch keinen Inhalt.', search: 'Suchen',
  },
};
