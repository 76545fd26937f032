/** What the phone shows, whole. Everything in it is text of a server; pictures are `data:` addresses, nothing is fetched. */
export interface PhoneContent {
  readonly language: 'en' | 'de';
  readonly theme: 'light' | 'dark';
  readonly title: string;
  readonly place: string;
  /** ISO dates of the first and last day; empty where unknown. */
  readonly startsOn: string;
  readonly endsOn: string;
  readonly agenda: readonly PhoneSession[];
  readonly people: readonly PhonePerson[];
  readonly exhibitors: readonly PhoneExhibitor[];
  readonly news: readonly PhoneNews[];
  readonly menu: readonly PhoneMenuEntry[];
  /** Picture of the event, by the ids in `pictures`; null for none. */
  readonly hero: string | null;
  /** `data:image/…` by media id. */
  readonly pictures: Readonly<Record<string, string>>;
}

export interface PhoneSession {
  readonly id: string; readonly title: string; readonly description: string; readonly day: string; readonly start: string; readonly end: string;
  readonly room: string; readonly track: string; readonly speakers: readonly string[];
}
export interface PhonePerson {
  readonly id: string; readonly name: string; readonly organisation: string; readonly position: string; readonly country: string;
  readonly description: string; readonly picture: string | null;
}
export interface PhoneExhibitor { readonly id: string; readonly name: string; readonly description: string; readonly booth: string; readonly country: string }
export interface PhoneNews {
  readonly id: string; readonly title: string; readonly teaser: string; readonly body: string; readonly draft: boolean; readonly picture: string | null;
}
export interface PhoneMenuEntry { readonly label: string; readonly target: string; readonly children: readonly PhoneMenuEntry[] }

/** What the frame says once it listens, and what it is told. */
export const PHONE_READY = 'phone-ready';
export interface PhoneMessage { readonly kind: 'phone-content'; readonly content: PhoneContent }

/** The tab a menu entry leads to; `null`: a page of its own, which has only its title here. */
export function tabOf(target: string): Tab | null {
  const first = target.split('/').find((part) => part !== '') ?? '';
  if (first === '') return 'home';
  return WORDS.find(([, words]) => words.includes(first))?.[0] ?? null;
}

export const TABS = ['home', 'programme', 'people', 'exhibitors', 'more'] as const;
export type Tab = (typeof TABS)[number];

const WORDS: readonly (readonly [Tab, readonly string[]])[] = [
  ['home', ['home', 'start', 'news', 'aktuelles']],
  ['programme', ['agenda', 'programme', 'program', 'programm']],
  ['people', ['speakers', 'people', 'directory', 'referierende', 'mitwirkende']],
  ['exhibitors', ['exhibitors', 'exhibition', 'ausstellung', 'aussteller']],
];
