/** So many places of a trace are told. */
const MOST_PLACES = 20;

/**
 * What of an error of our own may be printed: its kind and the places it came by. SECURITY: its words may hold what a server, a file or a
 * person gave, so they are left out.
 */
export function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const stack = error.stack ?? '';
  const said = stack.indexOf(error.message);
  const places = stack.slice(said < 0 ? 0 : said + error.message.length).split('\n').map((line) => line.trim()).filter((line) => /^at .+:\d+:\d+\)?$/.test(line));
  return [error.constructor.name, ...places.slice(0, MOST_PLACES)].join(' ');
}
