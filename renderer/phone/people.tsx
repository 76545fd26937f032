import { Head, Paragraphs, Picture, type Part } from './app.tsx';
import type { PhonePerson } from './content.ts';
import { dayName } from './programme.tsx';

/** Who takes part, with portraits; one of them with the sessions. */
export function People({ open, ...part }: Part & { open: string | null }) {
  const { content, words, go } = part;
  const opened = content.people.find((person) => person.id === open);
  if (opened !== undefined) return <PersonPage {...part} person={opened} />;
  return (
    <div className="page">
      <header className="head"><h1>{words.tabs.people}</h1></header>
      {content.people.length === 0 ? <p className="nothing">{words.nothing}</p> : null}
      <ul className="people">
        {content.people.map((person) => (
          <li key={person.id}>
            <button type="button" onClick={() => go({ tab: 'people', open: person.id })}>
              <Picture content={content} id={person.picture} name={person.name} className="portrait" />
              <strong>{person.name}</strong><span>{person.organisation}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function PersonPage({ content, words, go, person }: Part & { person: PhonePerson }) {
  const sessions = content.agenda.filter((session) => session.speakers.includes(person.id));
  return (
    <article className="page person">
      <Head title={person.name} back={words.back} onBack={() => go({ tab: 'people' })} />
      <Picture content={content} id={person.picture} name={person.name} className="portrait-large" />
      <p className="lead">{[person.position, person.organisation, person.country].filter((part) => part !== '').join(', ')}</p>
      <Paragraphs text={person.description} />
      {sessions.length > 0 ? <h2>{words.tabs.programme}</h2> : null}
      <ul className="plain">
        {sessions.map((session) => (
          <li key={session.id}>
            <button type="button" className="person-link" onClick={() => go({ tab: 'programme', open: session.id })}>
              {session.title}<small>{dayName(session.day, content.language)}, {session.start} · {session.room}</small>
            </button>
          </li>
        ))}
      </ul>
    </article>
  );
}
