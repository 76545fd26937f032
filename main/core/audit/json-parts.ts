const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST, QUOTE, BACKSLASH] = [0x7b, 0x7d, 0x5b, 0x5d, 0x22, 0x5c];

/** Whether a text of JSON opens more objects and lists than `most`; what stands in a text opens none. Looked at before anything is parsed. */
export function hasMoreParts(json: string, most: number): boolean {
  // Nearly every one has fewer letters than that.
  if (json.length <= most) return false;
  let parts = 0;
  for (const step of steps(json)) if (step > 0 && (parts += 1) > most) return true;
  return false;
}

/** Whether a text of JSON is nested deeper than `most`. Parsers differ in what they bear; a rule does not. */
export function isDeeper(json: string, most: number): boolean {
  if (json.length <= most) return false;
  let depth = 0;
  for (const step of steps(json)) if ((depth += step) > most) return true;
  return false;
}

/** One for each object or list that opens, minus one for each that closes. */
function* steps(json: string): Generator<1 | -1> {
  for (let at = 0; at < json.length; at += 1) {
    const letter = json.charCodeAt(at);
    if (letter === OPEN_OBJECT || letter === OPEN_LIST) yield 1;
    else if (letter === CLOSE_OBJECT || letter === CLOSE_LIST) yield -1;
    else if (letter === QUOTE) at = endOfText(json, at);
  }
}

/** Where the text of JSON that begins at a quote ends; behind the whole where it does not. */
function endOfText(json: string, quote: number): number {
  for (let end = json.indexOf('"', quote + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let before = end - 1;
    while (json.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return json.length;
}
