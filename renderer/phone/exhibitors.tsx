import { useState } from 'react';
import type { Part } from './app.tsx';

/** The exhibition, to be searched while typing. */
export function Exhibitors({ content, words }: Part) {
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLocaleLowerCase(content.language);
  const shown = content.exhibitors.filter((one) => `${one.name} ${one.booth} ${one.description}`.toLocaleLowerCase(content.language).includes(wanted));
  return (
    <div className="page">
      <header className="head"><h1>{words.tabs.exhibitors}</h1></header>
      <input type="search" value={query} placeholder={words.search} aria-label={words.search} onChange={(event) => setQuery(event.target.value)} />
      {shown.length === 0 ? <p className="nothing">{words.nothing}</p> : null}
      <ul className="stands">
        {shown.map((one) => (
          <li key={one.id}>{one.booth === '' ? null : <b className="booth">{one.booth}</b>}<strong>{one.name}</strong><p>{one.description}</p></li>
        ))}
      </ul>
    </div>
  );
}
