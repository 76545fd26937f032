/** A line that holds dates: name with parameters, which may be quoted and then hold colons, and the values. */
const DATES = /^((?:DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)(?:;(?:"[^"\n]*"|[^:"\n])*)?):([^\n]*)$/gim;

/**
 * A calendar's text with one kind of line ends, and with its dates called what they are: some programs call a date with a time
 * a plain date, or leave out that a date has none. Lines stay where they are.
 */
export function mendedText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(DATES, (line: string, head: string, value: string) => {
    const values = value.trim().split(',');
    const says = /;VALUE=DATE(?=;|$)/i;
    if (says.test(head) && values.every((one) => /^\d{8}T\d{6}Z?$/.test(one))) return `${head.replace(says, '')}:${value}`;
    if (!/;VALUE=/i.test(head) && values.every((one) => /^\d{8}$/.test(one))) return `${head};VALUE=DATE:${value}`;
    return line;
  });
}

/** Lines are folded after so many bytes, by some programs in the middle of a letter: such a letter is put together before it is read. */
export function joinedLetters(bytes: Uint8Array): Uint8Array {
  let from = 0;
  const parts: Uint8Array[] = [];
  for (let at = bytes.indexOf(0x0A); at !== -1; at = bytes.indexOf(0x0A, at + 1)) {
    const before = bytes[at - 1] === 0x0D ? at - 1 : at;
    const space = bytes[at + 1] === 0x20 || bytes[at + 1] === 0x09;
    if (!space || (bytes[before - 1] ?? 0) < 0x80 || !isContinuation(bytes[at + 2])) continue;
    parts.push(bytes.subarray(from, before));
    from = at + 2;
  }
  parts.push(bytes.subarray(from));
  return parts.length === 1 ? bytes : Buffer.concat(parts);
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte <= 0xBF;
}
