/** The one origin the window has. Everything it loads comes from here, out of our own package. */
export const SCHEME = 'app';
export const HOST = 'countersign';
export const ORIGIN = `${SCHEME}://${HOST}`;
export const START_PAGE = `${ORIGIN}/`;

/** True for an address inside our own origin. An address that cannot be parsed is not ours. */
export function isOwnAddress(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}` === ORIGIN;
}
