import { describe, expect, test } from 'vitest';
import { readTable } from '../../../../main/adapters/skill-files/read-table.ts';

const CALENDAR = (...lines: readonly string[]): string => `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//hand\r\n${lines.join('\r\n')}\r\nEND:VCALENDAR\r\n`;
const EVENT = (...lines: readonly string[]): string => CALENDAR('BEGIN:VEVENT', 'UID:one', ...(lines.some((line) => /^SUMMARY/.test(line)) ? [] : ['SUMMARY:A']), ...lines, 'END:VEVENT');
const AT = ['DTSTART:20270316T090000', 'DTEND:20270316T100000'] as const;

/** Title, day, start, last day and end of each date, or the reason where an event or the file is refused. */
async function dates(text: string | Uint8Array): Promise<readonly string[]> {
  const found = await readTable(typeof text === 'string' ? Buffer.from(text) : text, 'a.ics', {});
  if (!found.ok) return found.problems.map(({ code }) => `refused: ${code}`);
  return found.table.rows.map(({ at, cells: [title, day, start, end, lastDay] }) => {
    const problem = found.table.problems?.find((one) => one.at === at);
    return problem === undefined ? `${String(title)}: ${String(day)} ${String(start ?? '-')} > ${String(lastDay)} ${String(end ?? '-')}` : `! ${problem.code}`;
  });
}
const ONE = '2027-03-16 09:00 > 2027-03-16 10:00';

describe('a calendar that another reader gets wrong', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['lines folded in the middle of a word', EVENT('SUMMARY:Ein sehr lan', ' ger Titel mit Um', '\tlaut ä', ...AT), [`Ein sehr langer Titel mit Umlaut ä: ${ONE}`]],
    ['a text with its bytes spelled out', EVENT('SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Gr=C3=B6=C3=9Fe=', ' =20zwei', ...AT), [`Größe zwei: ${ONE}`]],
    ['the same in the Latin page', EVENT('SUMMARY;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Gr=F6=DFe', ...AT), [`Größe: ${ONE}`]],
    ['such a text that is broken', EVENT('SUMMARY;ENCODING=QUOTED-PRINTABLE:Gr=ZZ', ...AT), ['! bad-event']],
    ['a text in an encoding for pictures', EVENT('SUMMARY;ENCODING=BASE64:R3LDtsOfZQ==', ...AT), ['! bad-event']],
    ['escaped signs', EVENT('SUMMARY:Eins\\, zwei\\; drei \\\\ vier', ...AT), [`Eins, zwei; drei \\ vier: ${ONE}`]],
    ['an alarm with a title of its own', EVENT('SUMMARY:A', ...AT, 'BEGIN:VALARM', 'ACTION:DISPLAY', 'SUMMARY:Falsch', 'DESCRIPTION:Alarm', 'TRIGGER:-PT15M', 'END:VALARM'), [`A: ${ONE}`]],
    ['whole days', EVENT('DTSTART;VALUE=DATE:20270316', 'DTEND;VALUE=DATE:20270318'), ['A: 2027-03-16 - > 2027-03-17 -']],
    ['a zone with an odd name', CALENDAR('BEGIN:VTIMEZONE', 'TZID:Mein Büro\\, Raum 3', 'BEGIN:STANDARD', 'DTSTART:19700101T000000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0100', 'END:STANDARD', 'END:VTIMEZONE', 'BEGIN:VEVENT', 'UID:1', 'SUMMARY:A', 'DTSTART;TZID="Mein Büro, Raum 3":20270316T090000', 'DTEND;TZID="Mein Büro, Raum 3":20270316T100000', 'END:VEVENT'), [`A: ${ONE}`]],
    ['further dates without a rule: the first date is one of them', EVENT(...AT, 'RDATE:20270318T090000,20270320T110000'), [`A: ${ONE}`, 'A: 2027-03-18 09:00 > 2027-03-18 10:00', 'A: 2027-03-20 11:00 > 2027-03-20 12:00']],
    ['further dates that name the first one too', EVENT(...AT, 'RDATE:20270316T090000,20270318T090000'), [`A: ${ONE}`, 'A: 2027-03-18 09:00 > 2027-03-18 10:00']],
    ['further whole days', EVENT('DTSTART;VALUE=DATE:20270316', 'RDATE;VALUE=DATE:20270318'), ['A: 2027-03-16 - > 2027-03-16 -', 'A: 2027-03-18 - > 2027-03-18 -']],
    ['further dates with lengths of their own', EVENT(...AT, 'RDATE;VALUE=PERIOD:20270318T090000/PT3H'), ['! bad-event']],
    ['a rule that takes dates out', EVENT(...AT, 'RRULE:FREQ=DAILY;COUNT=4', 'EXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2'), ['! bad-rule']],
    ['two rules at once', EVENT(...AT, 'RRULE:FREQ=DAILY;COUNT=2', 'RRULE:FREQ=WEEKLY;COUNT=2'), ['! bad-rule']],
    ['a rule in the old spelling', EVENT(...AT, 'RRULE:W1 TU 20270401T000000'), ['! bad-rule']],
    ['a rule for a day that never comes', EVENT(...AT, 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2'), ['! bad-rule']],
    ['a rule for the 31st, in months that have one', EVENT('DTSTART:20270131T090000', 'DTEND:20270131T100000', 'RRULE:FREQ=MONTHLY;COUNT=3'), ['A: 2027-01-31 09:00 > 2027-01-31 10:00', 'A: 2027-03-31 09:00 > 2027-03-31 10:00', 'A: 2027-05-31 09:00 > 2027-05-31 10:00']],
    ['a rule for the last day of each month', EVENT('DTSTART:20270131T090000', 'DTEND:20270131T100000', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2'), ['A: 2027-01-31 09:00 > 2027-01-31 10:00', 'A: 2027-02-28 09:00 > 2027-02-28 10:00']],
    ['a rule by the second', EVENT(...AT, 'RRULE:FREQ=SECONDLY;COUNT=100000'), ['! too-many-dates']],
    ['a day that does not exist', EVENT('DTSTART:20270231T090000', 'DTEND:20270231T100000'), ['! bad-date']],
    ['an hour that does not exist', EVENT('DTSTART:20270316T250000', 'DTEND:20270316T260000'), ['! bad-date']],
    ['an end at 24 hours', EVENT('DTSTART:20270316T230000', 'DTEND:20270316T240000'), ['A: 2027-03-16 23:00 > 2027-03-17 00:00']],
    ['no end', EVENT('DTSTART:20270316T090000'), ['A: 2027-03-16 09:00 > 2027-03-16 -']],
    ['an end before the start', EVENT('DTSTART:20270316T090000', 'DTEND:20270316T080000'), ['! ends-before-start']],
    ['a length below nothing', EVENT('DTSTART:20270316T090000', 'DURATION:-PT1H'), ['! ends-before-start']],
    ['dates in another spelling', EVENT('DTSTART:2027-03-16T09:00:00', 'DTEND:2027-03-16T10:00:00'), ['! bad-event']],
    ['no end of the file', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:A\r\n', ['refused: not-a-calendar']],
  ])('with %s is read right or says why not', async (_, text, expected) => {
    expect(await dates(text)).toEqual(expected);
  });
});
