import { useState } from 'react';
import { Head, Paragraphs, type Part } from './app.tsx';
import type { PhoneSession } from './content.ts';

/** The programme by days; a star keeps a session for oneself. */
export function Programme({ open, ...part }: Part & { open: string | null }) {
  const { content, words, starred } = part;
  const days = [...new Set(content.agenda.map((session) => session.day))].sort();
  const opened = content.agenda.find((session) => session.id === open);
  const [day, setDay] = useState(opened?.day ?? days[0] ?? '');
  const [mine, setMine] = useState(false);
  if (opened !== undefined) return <SessionPage {...part} session={opened} />;
  const shown = content.agenda
    .filter((session) => session.day === day && (!mine || starred.has(session.id)))
    .toSorted((a, b) => (a.start + a.end).localeCompare(b.start + b.end));
  return (
    <div className="page">
      <header className="head"><h1>{words.tabs.programme}</h1></header>
      <div className="chips">
        {days.map((one) => <button key={one} type="button" aria-pressed={one === day} onClick={() => setDay(one)}>{dayName(one, content.language)}</button>)}
        <button type="button" aria-pressed={mine} onClick={() => setMine(!mine)}>★ {words.mine}</button>
      </div>
      {shown.length === 0 ? <p className="nothing">{words.nothing}</p> : null}
      <ol className="sessions">{shown.map((session) => <SessionRow key={session.id} {...part} session={session} />)}</ol>
    </div>
  );
}

function SessionRow({ words, go, starred, star, session }: Part & { session: PhoneSession }) {
  const on = starred.has(session.id);
  return (
    <li className={`session track-${hue(session.track)}`}>
      <span className="time"><b>{session.start}</b>{session.end}</span>
      <button type="button" className="session-title" onClick={() => go({ tab: 'programme', open: session.id })}>
        <strong>{session.title}</strong><span>{[session.room, session.track].filter((part) => part !== '').join(' · ')}</span>
      </button>
      <button type="button" className="star" aria-pressed={on} aria-label={`${on ? words.unstar : words.star}: ${session.title}`} onClick={() => star(session.id)}>{on ? '★' : '☆'}</button>
    </li>
  );
}

function SessionPage({ content, words, go, starred, star, session }: Part & { session: PhoneSession }) {
  const people = session.speakers.flatMap((id) => content.people.filter((person) => person.id === id));
  const on = starred.has(session.id);
  return (
    <article className="page">
      <Head title={session.title} back={words.back} onBack={() => go({ tab: 'programme' })} />
      <p className="lead">{dayName(session.day, content.language)}, {session.start}–{session.end} · {session.room}</p>
      <Paragraphs text={session.description} />
      {people.length > 0 ? <h2>{words.with}</h2> : null}
      <ul className="plain">{people.map((person) => <li key={person.id}><button type="button" className="person-link" onClick={() => go({ tab: 'people', open: person.id })}>{person.name}</button></li>)}</ul>
      <button type="button" className="main-button" aria-pressed={on} onClick={() => star(session.id)}>{on ? `★ ${words.unstar}` : `☆ ${words.star}`}</button>
    </article>
  );
}

/** A day as people say it; as it stands where it is no date. */
export function dayName(day: string, language: 'en' | 'de'): string {
  const date = new Date(`${day}T12:00:00`);
  return Number.isNaN(date.getTime()) ? day : new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short' }).format(date);
}

/** One of six colours for a track, always the same for the same name. */
function hue(track: string): number {
  return [...track].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7) % 6;
}
