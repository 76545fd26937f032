import { describe, expect, test } from 'vitest';
import { readTable } from '../../../../main/adapters/skill-files/read-table.ts';
import type { TableOptions } from '../../../../main/core/skills/files.ts';

const BERLIN = 'BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:DAYLIGHT\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nTZNAME:CEST\nDTSTART:19700329T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\nBEGIN:STANDARD\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nTZNAME:CET\nDTSTART:19701025T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE';

const calendar = (...parts: readonly string[]): string => `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//hand\n${parts.map((part) => (part.startsWith('BEGIN') ? part : `BEGIN:VEVENT\n${/^UID/m.test(part) ? '' : 'UID:one\n'}SUMMARY:A\n${part}\nEND:VEVENT`)).join('\n')}\nEND:VCALENDAR\n`;

/** Day, start, last day, end of each date, or the reason where there is none. */
async function dates(text: string | Uint8Array, options: TableOptions = {}): Promise<readonly string[]> {
  const found = await readTable(typeof text === 'string' ? Buffer.from(text) : text, 'a.ics', options);
  if (!found.ok) return found.problems.map(({ code, row }) => `refused: ${code}${row === null ? '' : ` in line ${row}`}`);
  return found.table.rows.map(({ at, cells }) => {
    const problem = found.table.problems?.find((one) => one.at === at);
    return problem === undefined ? `${String(cells[1])} ${String(cells[2] ?? '-')} > ${String(cells[4])} ${String(cells[3] ?? '-')}` : `! ${problem.code}`;
  });
}

describe('a change to one date of a series', () => {
  const weekly = 'DTSTART;TZID=Europe/Berlin:20270301T090000\nDTEND;TZID=Europe/Berlin:20270301T100000\nRRULE:FREQ=WEEKLY;COUNT=3';
  const moved = 'DTSTART;TZID=Europe/Berlin:20270309T140000\nDTEND;TZID=Europe/Berlin:20270309T150000';
  const expected = ['2027-03-01 09:00 > 2027-03-01 10:00', '2027-03-09 14:00 > 2027-03-09 15:00', '2027-03-15 09:00 > 2027-03-15 10:00'];

  test.each([
    ['in the same zone', 'RECURRENCE-ID;TZID=Europe/Berlin:20270308T090000'], ['in UTC', 'RECURRENCE-ID:20270308T080000Z'],
    ['in another zone', 'RECURRENCE-ID;TZID=America/New_York:20270308T030000'], ['as a day alone', 'RECURRENCE-ID;VALUE=DATE:20270308'], ['as a day that is not called one', 'RECURRENCE-ID:20270308'],
    ['by a Windows name', 'RECURRENCE-ID;TZID=W. Europe Standard Time:20270308T090000'],
  ])('counts when its date is written %s, with and without the zone in the file', async (_, id) => {
    expect(await dates(calendar(weekly, `${id}\n${moved}`))).toEqual(expected);
    expect(await dates(calendar(BERLIN, weekly, `${id}\n${moved}`))).toEqual(expected);
  });

  test('of whole days counts when its date is written as a moment', async () => {
    const days = 'DTSTART;VALUE=DATE:20270301\nDTEND;VALUE=DATE:20270302\nRRULE:FREQ=DAILY;COUNT=2';
    expect(await dates(calendar(days, 'RECURRENCE-ID;TZID=W. Europe Standard Time:20270302T000000\nDTSTART;VALUE=DATE:20270305\nDTEND;VALUE=DATE:20270306'))).toEqual(['2027-03-01 - > 2027-03-01 -', '2027-03-05 - > 2027-03-05 -']);
  });

  test('that the series does not have is neither dropped nor taken for a date', async () => {
    expect(await dates(calendar(weekly, `RECURRENCE-ID;TZID=Europe/Berlin:20270308T100000\n${moved}`))).toEqual(['! change-unmatched', '2027-03-01 09:00 > 2027-03-01 10:00', '2027-03-08 09:00 > 2027-03-08 10:00', '2027-03-15 09:00 > 2027-03-15 10:00']);
  });

  test('of an event that does not repeat is the event as it is now', async () => {
    expect(await dates(calendar('DTSTART;TZID=Europe/Berlin:20270308T090000\nDURATION:PT1H', `RECURRENCE-ID;TZID=Europe/Berlin:20270308T090000\n${moved}`))).toEqual(['2027-03-09 14:00 > 2027-03-09 15:00']);
  });

  test('and of all after it moves those too', async () => {
    expect(await dates(calendar(BERLIN, weekly, `RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20270308T090000\nDTSTART;TZID=Europe/Berlin:20270308T110000\nDTEND;TZID=Europe/Berlin:20270308T120000`))).toEqual([
      '2027-03-01 09:00 > 2027-03-01 10:00', '2027-03-08 11:00 > 2027-03-08 12:00', '2027-03-15 11:00 > 2027-03-15 12:00',
    ]);
  });
});

describe('a date that is taken out of a series', () => {
  const weekly = 'DTSTART;TZID=Europe/Berlin:20270301T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3';
  test.each([['in the same zone', 'EXDATE;TZID=Europe/Berlin:20270308T090000'], ['in UTC', 'EXDATE:20270308T080000Z'], ['as a day alone', 'EXDATE;VALUE=DATE:20270308'], ['in a list', 'EXDATE;TZID=Europe/Berlin:20270308T090000,20280101T090000']])('is out when it is written %s', async (_, out) => {
    const expected = ['2027-03-01 09:00 > 2027-03-01 10:00', '2027-03-15 09:00 > 2027-03-15 10:00'];
    expect(await dates(calendar(`${weekly}\n${out}`))).toEqual(expected);
    expect(await dates(calendar(BERLIN, `${weekly}\n${out}`))).toEqual(expected);
  });

  test('at another hour takes nothing out', async () => {
    // 09:00 in UTC is 10:00 in Berlin, when nothing of this begins.
    expect(await dates(calendar(`${weekly}\nEXDATE:20270308T090000Z`))).toHaveLength(3);
  });
});

describe('the end of a series', () => {
  const daily = (zone: string, until: string): string => `DTSTART;TZID=${zone}:20270301T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=${until}`;
  test.each([
    ['in UTC, at the last date itself', 'Europe/Berlin', '20270303T080000Z', 3], ['in UTC, a minute before it', 'Europe/Berlin', '20270303T075900Z', 2],
    ['in UTC, east of it', 'Asia/Tokyo', '20270303T000000Z', 3], ['in UTC, west of it', 'America/New_York', '20270303T140000Z', 3],
    ['without a zone', 'Europe/Berlin', '20270303T090000', 3], ['as a day, which is part of it', 'Europe/Berlin', '20270303', 3], ['by a Windows name', 'Tokyo Standard Time', '20270303T000000Z', 3],
  ])('written %s is where it says', async (_, zone, until, count) => {
    expect(await dates(calendar(daily(zone, until)))).toHaveLength(count);
    if (zone === 'Europe/Berlin') expect(await dates(calendar(BERLIN, daily(zone, until)))).toHaveLength(count);
  });
});

describe('the change of the clocks', () => {
  test('keeps a series at its hour, in another zone too', async () => {
    const series = 'DTSTART;TZID=Europe/Berlin:20270327T090000\nDTEND;TZID=Europe/Berlin:20270327T100000\nRRULE:FREQ=DAILY;COUNT=2';
    expect(await dates(calendar(series))).toEqual(['2027-03-27 09:00 > 2027-03-27 10:00', '2027-03-28 09:00 > 2027-03-28 10:00']);
    expect(await dates(calendar(series), { zone: 'UTC' })).toEqual(['2027-03-27 08:00 > 2027-03-27 09:00', '2027-03-28 07:00 > 2027-03-28 08:00']);
  });

  test('does not shorten what says how long it takes', async () => {
    const night = 'DTSTART;TZID=Europe/Berlin:20270328T010000\nDURATION:PT2H';
    expect(await dates(calendar(night))).toEqual(['2027-03-28 01:00 > 2027-03-28 04:00']);
    expect(await dates(calendar(night), { zone: 'UTC' })).toEqual(['2027-03-28 00:00 > 2027-03-28 02:00']);
    expect(await dates(calendar('DTSTART;TZID=Europe/Berlin:20271030T220000\nDURATION:P1DT1H'))).toEqual(['2027-10-30 22:00 > 2027-10-31 23:00']);
  });

  test('puts an hour that there is not at the moment that follows, and one that comes twice at its first', async () => {
    expect(await dates(calendar('DTSTART;TZID=Europe/Berlin:20270328T023000\nDURATION:PT30M'), { zone: 'UTC' })).toEqual(['2027-03-28 01:30 > 2027-03-28 02:00']);
    expect(await dates(calendar('DTSTART;TZID=Europe/Berlin:20271031T023000\nDURATION:PT30M'), { zone: 'UTC' })).toEqual(['2027-10-31 00:30 > 2027-10-31 01:00']);
  });
});

describe('zones', () => {
  test.each([
    ['a Windows name', 'W. Europe Standard Time', ['2027-03-16 08:00 > 2027-03-16 09:00']], ['a vendor\'s path', '/freeassociation.sourceforge.net/Europe/Berlin', ['2027-03-16 08:00 > 2027-03-16 09:00']],
    ['a quoted name', '"Europe/Berlin"', ['2027-03-16 08:00 > 2027-03-16 09:00']], ['an abbreviation, which means several', 'EST', ['! unknown-zone']], ['a name nobody knows', 'Mars/Olympus', ['! unknown-zone']],
  ])('by %s are known or refused', async (_, zone, expected) => {
    expect(await dates(calendar(`DTSTART;TZID=${zone}:20270316T090000\nDTEND;TZID=${zone}:20270316T100000`), { zone: 'UTC' })).toEqual(expected);
  });

  test('that only the file defines are used as it says', async () => {
    const own = BERLIN.replaceAll('Europe/Berlin', 'Our Town');
    expect(await dates(calendar(own, 'DTSTART;TZID=Our Town:20270716T090000\nDTEND;TZID=Our Town:20270716T100000'), { zone: 'UTC' })).toEqual(['2027-07-16 07:00 > 2027-07-16 08:00']);
  });

  test('of start and end may differ', async () => {
    expect(await dates(calendar('DTSTART;TZID=Europe/Berlin:20270316T090000\nDTEND;TZID=Europe/London:20270316T100000'), { zone: 'Europe/Berlin' })).toEqual(['2027-03-16 09:00 > 2027-03-16 11:00']);
  });
});

describe('whole days', () => {
  test('end on the day before the one that is written, and a series of them is no hour off', async () => {
    expect(await dates(calendar('DTSTART;VALUE=DATE:20270316\nDTEND;VALUE=DATE:20270318'))).toEqual(['2027-03-16 - > 2027-03-17 -']);
    expect(await dates(calendar('DTSTART;VALUE=DATE:20270327\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20270328'), { zone: 'America/New_York' })).toEqual(['2027-03-27 - > 2027-03-27 -', '2027-03-29 - > 2027-03-29 -']);
    expect(await dates(calendar('DTSTART:20270316'))).toEqual(['2027-03-16 - > 2027-03-16 -']);
    expect(await dates(calendar('DTSTART;VALUE=DATE:20270316\nDURATION:P1W'))).toEqual(['2027-03-16 - > 2027-03-22 -']);
  });

  test('that are moments, whatever they are called, keep their hour', async () => {
    expect(await dates(calendar('DTSTART;VALUE=DATE:20270316T120000\nDTEND;VALUE=DATE:20270316T130000'))).toEqual(['2027-03-16 12:00 > 2027-03-16 13:00']);
  });
});

describe('the text of a calendar', () => {
  const one = calendar('DTSTART;TZID=Europe/Berlin:20270316T090000\nDTEND;TZID=Europe/Berlin:20270316T100000\nDESCRIPTION:Begrüßung\\, dann\n  ein Kaffee\\nund Kuchen');
  const expected = ['2027-03-16 09:00 > 2027-03-16 10:00'];
  test.each([
    ['with the line ends of Windows', Buffer.from(one.replaceAll('\n', '\r\n'))], ['with those of an old Mac', Buffer.from(one.replaceAll('\n', '\r'))], ['with a mark before it', Buffer.from(`\uFEFF${one}`)],
    ['in UTF-16', Buffer.from(`\uFEFF${one}`, 'utf16le')], ['in the Windows page', Buffer.from(one, 'latin1')], ['in small letters', Buffer.from(one.replace('BEGIN:VCALENDAR', 'begin:vcalendar').replace('END:VCALENDAR', 'end:vcalendar'))],
    ['with empty lines before it', Buffer.from(`\n\n${one}`)],
  ])('%s is the same', async (_, bytes) => {
    expect(await dates(bytes)).toEqual(expected);
    const found = await readTable(bytes, 'a.ics', {});
    expect(found.ok && found.table.rows[0]?.cells[7]).toBe('Begrüßung, dann ein Kaffee\nund Kuchen');
  });

  test('of several calendars after one another is read to its end', async () => {
    expect(await dates(one + calendar('UID:two\nDTSTART;TZID=Europe/Berlin:20270317T090000\nDURATION:PT1H'))).toEqual([...expected, '2027-03-17 09:00 > 2027-03-17 10:00']);
  });

  test('folded inside a letter of two bytes is put together again', async () => {
    const text = Buffer.from(one);
    const at = text.indexOf(Buffer.from('ü'));
    const folded = Buffer.concat([text.subarray(0, at + 1), Buffer.from('\r\n '), text.subarray(at + 1)]);
    const found = await readTable(folded, 'a.ics', {});
    expect(found.ok && found.table.rows[0]?.cells[7]).toBe('Begrüßung, dann ein Kaffee\nund Kuchen');
  });

  test.each([
    ['that is cut off', one.slice(0, -40)], ['with a line that is none', one.replace('SUMMARY:A', 'SUMMARY A')],
  ])('%s is refused', async (_, text) => {
    expect((await dates(text)).every((line) => line.startsWith('refused: not-a-calendar') || line.startsWith('!'))).toBe(true);
  });

  test('without a start, before its start, or cancelled, names the reason', async () => {
    expect(await dates(calendar('DTEND:20270316T090000Z'), { zone: 'UTC' })).toEqual(['! no-start']);
    expect(await dates(calendar('DTSTART:20270316T090000Z\nDTEND:20270316T080000Z'), { zone: 'UTC' })).toEqual(['! ends-before-start']);
    expect(await dates(calendar('STATUS:CANCELLED\nDTSTART:20270316T090000Z\nDTEND:20270316T100000Z'), { zone: 'UTC' })).toEqual(['! cancelled']);
    expect(await dates(calendar('DTSTART:20270316T090000Z\nDURATION:PT1H\nRRULE:FREQ=SOMETIMES'), { zone: 'UTC' })).toEqual(['refused: not-a-calendar in line 9']);
  });
});
