import { describe, expect, it } from 'vitest';
import { csvCell } from '../../../../main/core/audit/record-csv.ts';

describe('a cell of comma separated values', () => {
  it.each(['', ' ', '\u200b', '\0', '\u202e', '\u2066', '\ufeff', '\u00ad', '\u2060\u200b '])('that would run as a formula behind what nobody sees is inert: %j', (before) => {
    for (const sign of ['=', '+', '-', '@', '\u2212', '\uff1d', '\uff0b', '\uff0d', '\uff20']) expect(csvCell(`${before}${sign}1+1`)).toBe(`'${before}${sign}1+1`);
  });

  it.each([';', '\t', '\r', '\n', '\r\n', '|', '; ', ';"', ";'", ';\u200b'])('is inert too where a spreadsheet cuts the row at what stands in it: %j', (cut) => {
    for (const sign of ['=', '+', '-', '@', '\uff1d']) expect(csvCell(`a${cut}${sign}1+1${cut}b`)).toMatch(/^"a[;|\t\r\n]+'/);
    expect(csvCell(`a${cut}b${cut}c`)).not.toContain(`b${cut}'c`);
  });

  it('reads a hostile text of a megabyte once', () => {
    for (const letters of ['\n', ';', ' ', '"', ';"', '\t ']) expect(csvCell(letters.repeat(1_000_000)).length).toBeGreaterThanOrEqual(1_000_000);
  });

  it('that is none stays as it is', () => {
    for (const text of ['', 'a=b', '1-2', 'ada@example.org', '\u200bword', 'Müller']) expect(csvCell(text)).toBe(text);
  });
});
