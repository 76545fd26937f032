import { Head, type Part } from './app.tsx';
import { tabOf, type PhoneMenuEntry } from './content.ts';

/** The whole menu, two levels deep; an entry without a tab of its own opens an empty page. */
export function More({ content, words, go, page }: Part & { page: PhoneMenuEntry | null }) {
  if (page !== null) {
    return <div className="page"><Head title={page.label} back={words.back} onBack={() => go({ tab: 'more' })} /><p className="nothing">{words.page}</p></div>;
  }
  const follow = (entry: PhoneMenuEntry): void => {
    const tab = tabOf(entry.target);
    go(tab === null ? { tab: 'more', page: entry } : { tab });
  };
  return (
    <div className="page">
      <header className="head"><h1>{content.title}</h1></header>
      {content.menu.length === 0 ? <p className="nothing">{words.nothing}</p> : null}
      <ul className="menu">
        {content.menu.map((entry, index) => (
          <li key={index}>
            <button type="button" onClick={() => follow(entry)}>{entry.label}</button>
            {entry.children.length === 0 ? null : (
              <ul>{entry.children.map((child, below) => <li key={below}><button type="button" onClick={() => follow(child)}>{child.label}</button></li>)}</ul>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
