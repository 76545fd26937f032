import { useEffect, useRef, useState } from 'react';
import { TABS, type PhoneContent, type PhoneMenuEntry, type Tab } from './content.ts';
import { Exhibitors } from './exhibitors.tsx';
import { Home } from './home.tsx';
import { More } from './more.tsx';
import { People } from './people.tsx';
import { Programme } from './programme.tsx';
import { PHONE_WORDS, type PhoneWords } from './words.ts';

/** What every part of the phone app is given. */
export interface Part {
  readonly content: PhoneContent;
  readonly words: PhoneWords;
  readonly go: (place: Place) => void;
  readonly starred: ReadonlySet<string>;
  readonly star: (session: string) => void;
}

/** Where the app is: a tab, and in it a session, a person, a news item or a menu page. */
export interface Place {
  readonly tab: Tab;
  readonly open?: string;
  readonly page?: PhoneMenuEntry;
}

const ICONS: Readonly<Record<Tab, string>> = {
  home: 'M4 11.5 12 4l8 7.5V20h-5.5v-5h-5v5H4z',
  programme: 'M5 5h14v15H5zM5 9.5h14M9 3v4M15 3v4',
  people: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-8 8.5c0-4.5 3.5-6.5 8-6.5s8 2 8 6.5z',
  exhibitors: 'M4 9l1.5-5h13L20 9v2H4zm1.5 2v9h13v-9M9.5 20v-5h5v5',
  more: 'M4 7h16M4 12h16M4 17h16',
};

/** The customer's app: five tabs over one project. */
export function App({ content }: { content: PhoneContent }) {
  const [place, go] = useState<Place>({ tab: 'home' });
  const [starred, setStarred] = useState<ReadonlySet<string>>(new Set());
  const words = PHONE_WORDS[content.language];
  const top = useRef<HTMLElement>(null);
  useEffect(() => { top.current?.scrollTo(0, 0); }, [place]);
  const star = (session: string): void => setStarred((before) => {
    const next = new Set(before);
    if (!next.delete(session)) next.add(session);
    return next;
  });
  const part: Part = { content, words, go, starred, star };
  return (
    <>
      <main ref={top} tabIndex={-1}>{screenOf(place, part)}</main>
      <nav aria-label={content.title}>
        {TABS.map((tab) => (
          <button key={tab} type="button" aria-current={place.tab === tab ? 'page' : undefined} onClick={() => go({ tab })}>
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d={ICONS[tab]} /></svg>
            <span>{words.tabs[tab]}</span>
          </button>
        ))}
      </nav>
    </>
  );
}

function screenOf(place: Place, part: Part) {
  const open = place.open ?? null;
  switch (place.tab) {
    case 'home': return <Home {...part} open={open} />;
    case 'programme': return <Programme {...part} open={open} />;
    case 'people': return <People {...part} open={open} />;
    case 'exhibitors': return <Exhibitors {...part} />;
    case 'more': return <More {...part} page={place.page ?? null} />;
  }
}

/** A picture of the project, or its first letter where there is none. */
export function Picture({ content, id, name, className }: { content: PhoneContent; id: string | null; name: string; className: string }) {
  const address = id === null ? undefined : content.pictures[id];
  if (address === undefined) return <span className={`${className} letter`} aria-hidden="true">{[...name][0] ?? ''}</span>;
  return <img className={className} src={address} alt="" />;
}

/** The head of a page inside a tab, with the way back. */
export function Head({ title, back, onBack }: { title: string; back: string; onBack: () => void }) {
  return <header className="head"><button type="button" className="back" onClick={onBack}>‹ {back}</button><h1>{title}</h1></header>;
}

/** A text as paragraphs. */
export function Paragraphs({ text }: { text: string }) {
  return <>{text.split(/\n{2,}/).map((paragraph, index) => <p key={index}>{paragraph}</p>)}</>;
}
