/** A line that holds dates: name with parameters, which may be quoted and then hold colons, and the values. */
const DATES = /^((?:DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)(?:;(?:"[^"\n]*"|[^:"\n])*)?):([^\n]*)$/gim;

/**
 * A calendar's text with one kind of line ends, and with its dates called what they are: some programs call a date with a time
 * a plain date, or leave out that a date has none. Lines stay where they are.
 */
export function mendedText(text: string): string {
  return withoutQuotedPrintable(text.replace(/\r\n?/g, '\n')).replace(DATES, (line: string, head: string, value: string) => {
    const values = value.trim().split(',');
    const says = /;VALUE=DATE(?=;|$)/i;
    if (says.test(head) && values.every((one) => /^\d{8}T\d{6}Z?$/.test(one))) return `${head.replace(says, '')}:${value}`;
    if (!/;VALUE=/i.test(head) && values.every((one) => /^\d{8}$/.test(one))) return `${head};VALUE=DATE:${value}`;
    return line;
  });
}

const QUOTED = /^([A-Z-]+(?:;(?:"[^"\n]*"|[^:"\n])*)?);ENCODING=QUOTED-PRINTABLE((?:;(?:"[^"\n]*"|[^:"\n])*)?):(.*)$/i;

/** Texts of older calendars, with their bytes spelled out: put together and read in the encoding they name. What cannot be read stays as it is. */
function withoutQuotedPrintable(text: string): string {
  if (!/;ENCODING=QUOTED-PRINTABLE/i.test(text)) return text;
  const lines = text.split('\n');
  const made: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const found = QUOTED.exec(lines[at] ?? '');
    if (found === null) { made.push(lines[at] ?? ''); continue; }
    const from = at;
    let value = found[3] ?? '';
    for (;;) {
      const next = lines[at + 1];
      if (next !== undefined && value.endsWith('=')) value = value.slice(0, -1) + next.replace(/^[ \t]/, '');
      else if (next !== undefined && /^[ \t]/.test(next)) value += next.slice(1);
      else break;
      at += 1;
    }
    const parameters = `${found[1] ?? ''}${found[2] ?? ''}`;
    const decoded = fromQuotedPrintable(value, /;CHARSET="?([A-Za-z0-9_.-]+)"?/i.exec(parameters)?.[1] ?? 'utf-8');
    made.push(...(decoded === null ? lines.slice(from, at + 1) : [`${parameters.replace(/;CHARSET="?[A-Za-z0-9_.-]+"?/i, '')}:${decoded.replace(/\r\n?|\n/g, '\\n')}`]));
  }
  return made.join('\n');
}

function fromQuotedPrintable(value: string, charset: string): string | null {
  const bytes = new TextEncoder().encode(value);
  const plain: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    const spelled = bytes[at] === 0x3D ? /^[0-9A-F]{2}$/i.exec(String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0)) : null;
    if (bytes[at] === 0x3D && spelled === null) return null;
    plain.push(spelled === null ? bytes[at] ?? 0 : parseInt(spelled[0], 16));
    if (spelled !== null) at += 2;
  }
  try {
    return new TextDecoder(charset, { fatal: true }).decode(Uint8Array.from(plain));
  } catch {
    return null;
  }
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
