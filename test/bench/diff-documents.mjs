// Pairs of large documents, about five megabytes a side, for the measurement of their diffs. The same with each run.
const WORDS = 'doors open at half past eight the stage is set for panels and talks with guests from many towns who bring their own questions'.split(' ');

/** A generator of numbers below a bound, the same each time. */
function numbers(seed) {
  let state = seed;
  return (bound) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * bound);
  };
}

function records(count, seed) {
  const next = numbers(seed);
  const words = (many) => Array.from({ length: many }, () => WORDS[next(WORDS.length)]).join(' ');
  return Array.from({ length: count }, (_, id) => ({ id: `item-${id}`, title: words(4), room: `R${next(40)}`, start: `2026-12-${String(1 + next(28)).padStart(2, '0')}T09:00:00Z`, seats: next(500), text: words(12) }));
}

/** The same records with every `step`-th changed, one taken out and one put in. */
function edited(list, step) {
  const changed = list.map((record, at) => (at % step === step - 1 ? { ...record, seats: record.seats + 1000, title: `${record.title}, moved` } : record));
  return [{ ...list[0], id: 'item-new', title: 'Put in at the top' }, ...changed.slice(0, 500), ...changed.slice(501)];
}

const csv = (list) => ['id,title,room,start,seats', ...list.map((one) => [one.id, one.title, one.room, one.start, one.seats].join(','))].join('\n');

/** The pairs, by what they are. `name` is the file they are written to. */
export function documents() {
  const many = records(22_000, 1);
  const rows = records(100_000, 2);
  const text = (list) => list.map((one) => `${one.title}. ${one.text}`).join('\n');
  return [
    { what: 'JSON, one thing a line', name: 'pretty.json', before: JSON.stringify(many, null, 1), after: JSON.stringify(edited(many, 100), null, 1) },
    { what: 'JSON, one huge line', name: 'minified.json', before: JSON.stringify(many), after: JSON.stringify(edited(many, 100)) },
    { what: 'JSON, every record differs', name: 'all.json', before: JSON.stringify(many, null, 1), after: JSON.stringify(edited(many, 1), null, 1) },
    { what: 'text, nothing in common', name: 'other.txt', before: text(records(40_000, 3)), after: text(records(40_000, 4)) },
    { what: 'table of 100,000 rows', name: 'table.csv', before: csv(rows), after: csv(edited(rows, 50)) },
    { what: 'one word of 5 MB', name: 'word.txt', before: 'a'.repeat(5_000_000), after: `b${'a'.repeat(5_000_000)}` },
  ];
}
