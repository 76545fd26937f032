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

/** The page in the sandboxed frame that shows a project as an app, and its parts. */
export const PHONE_PAGE = `${ORIGIN}/phone/index.html`;

/** True for a file of the phone frame. */
export function isPhonePart(url: string): boolean {
  return isOwnAddress(url) && new URL(url).pathname.startsWith('/phone/');
}
