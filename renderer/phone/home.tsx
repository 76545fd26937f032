import { Head, Paragraphs, Picture, type Part } from './app.tsx';
import { tabOf, type PhoneContent, type PhoneNews } from './content.ts';

/** The start: what the event is, the menu's first level as tiles, the news. */
export function Home({ open, ...part }: Part & { open: string | null }) {
  const { content, words, go } = part;
  const item = content.news.find((news) => news.id === open);
  if (item !== undefined) return <NewsPage {...part} item={item} />;
  return (
    <div className="home">
      <header className="hero">
        <Picture content={content} id={content.hero} name={content.title} className="hero-picture" />
        <div className="hero-words"><h1>{content.title}</h1><p>{datesOf(content)}</p><p>{content.place}</p></div>
      </header>
      {content.menu.length > 0 ? (
        <ul className="tiles">
          {content.menu.slice(0, 4).map((entry) => (
            <li key={entry.target + entry.label}><button type="button" onClick={() => go(placeOf(entry))}>{entry.label}</button></li>
          ))}
        </ul>
      ) : null}
      <h2>{words.latest}</h2>
      {content.news.length === 0 ? <p className="nothing">{words.nothing}</p> : null}
      <ul className="cards">
        {content.news.map((news) => (
          <li key={news.id}>
            <button type="button" className="card" onClick={() => go({ tab: 'home', open: news.id })}>
              {news.picture === null ? null : <Picture content={content} id={news.picture} name={news.title} className="card-picture" />}
              <strong>{news.title}</strong>
              {news.draft ? <em className="draft">{words.draft}</em> : null}
              <span>{news.teaser}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const placeOf = (entry: PhoneContent['menu'][number]) => {
  const tab = tabOf(entry.target);
  return tab === null ? { tab: 'more' as const, page: entry } : { tab };
};

function NewsPage({ content, words, go, item }: Part & { item: PhoneNews }) {
  return (
    <article className="page">
      <Head title={item.title} back={words.back} onBack={() => go({ tab: 'home' })} />
      {item.picture === null ? null : <Picture content={content} id={item.picture} name={item.title} className="page-picture" />}
      {item.draft ? <em className="draft">{words.draft}</em> : null}
      <p className="lead">{item.teaser}</p>
      <Paragraphs text={item.body} />
    </article>
  );
}

/** First and last day in the words of the language; as they stand where they are no dates. */
function datesOf({ startsOn, endsOn, language }: PhoneContent): string {
  const [from, to] = [new Date(`${startsOn}T12:00:00`), new Date(`${endsOn}T12:00:00`)];
  if (Number.isNaN(from.getTime()) || Number.isNaN(to.getTime()) || to < from) return startsOn;
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' }).formatRange(from, to);
}
