/** A small seeded source of numbers (mulberry32): the same name always gives the same picture. */
export function seeded(name) {
  let state = [...name].reduce((sum, letter) => Math.imul(sum ^ letter.codePointAt(0), 0x01000193), 0x811c9dc5) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    number: (from, to) => from + next() * (to - from),
    whole: (from, to) => Math.floor(from + next() * (to - from + 1)),
    pick: (list) => list[Math.floor(next() * list.length)],
    chance: (share) => next() < share,
  };
}

/** A number as it stands in a drawing: at most one digit after the point. */
export const n = (value) => String(Math.round(value * 10) / 10);

/** A whole drawing; `title` is its description inside the file. */
export function drawing(width, height, title, ...parts) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img"><title>${title}</title>${parts.flat(9).join('')}</svg>\n`;
}

export const box = (x, y, width, height, fill, more = '') => `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}"${more && ` ${more}`}/>`;
export const disc = (x, y, radius, fill, more = '') => `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}"${more && ` ${more}`}/>`;
export const oval = (x, y, across, up, fill, more = '') => `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(across)}" ry="${n(up)}" fill="${fill}"${more && ` ${more}`}/>`;
export const shape = (d, fill, more = '') => `<path d="${d}" fill="${fill}"${more && ` ${more}`}/>`;
export const line = (d, stroke, width, more = '') => `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"${more && ` ${more}`}/>`;
export const group = (transform, ...parts) => `<g transform="${transform}">${parts.flat(9).join('')}</g>`;
export const times = (count, draw) => Array.from({ length: count }, (_, index) => draw(index));
