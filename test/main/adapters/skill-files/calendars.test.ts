import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTable } from '../../../../main/adapters/skill-files/read-table.ts';
import type { TableOptions, TableRead } from '../../../../main/core/skills/files.ts';

const FOLDER = 'test/data/calendars';
const ALL = readdirSync(FOLDER).filter((file) => file.endsWith('.ics'));

const read = (file: string, options: TableOptions = {}): Promise<TableRead> => readTable(readFileSync(join(FOLDER, file)), file, options);

/** Title, day, start, end, last day of each row, or the reason where it has none. */
async function dates(file: string, options: TableOptions = {}): Promise<readonly string[]> {
  const found = await read(file, options);
  if (!found.ok) return found.problems.map(({ code }) => `refused: ${code}`);
  return found.table.rows.map(({ at, cells }) => {
    const problem = found.table.problems?.find((one) => one.at === at);
    return problem === undefined ? cells.slice(0, 5).map((cell) => cell ?? '-').join(' | ') : `${String(cells[0])} ! ${problem.code}`;
  });
}

/** Where we and the other program differ, and why we are not mended. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'Office-2012-owa.ics': 'zones by the words of a dialog are not known: refused', 'windows-quoted-tz-rrule.ics': 'the same', 'music-school-weekly-until.ics': 'the same',
  'germany_at_end_of_day_repeating.ics': 'there is no zone Europe/Germany: refused', 'bad_custom_ms_tz.ics': 'a start without an end has none; a zone nobody defines is refused', 'bad_custom_ms_tz2.ics': 'the same',
  'biweekly-exdate-until.ics': 'a time in UTC repeats in UTC; the other takes it for one of the calendar\'s zone', 'festival-multiday-rrule.ics': 'a start without an end has none',
  'mixed-timezone-handling.ics': 'a time without a zone is left as written', 'tv-show-episode.ics': 'the same', 'multi-era-vtimezone.ics': 'the other begins in 1990',
  'non-utc-until-ny.ics': 'the end of a series without a zone is in the zone of its start', 'recurrence-sequence.ics': 'changes that fit no date are refused, not taken for dates',
  'tentative-apple-calendar.ics': 'what was cancelled is left out', 'test_date_duration.ics': 'a week of whole days lasts a week', 'test_with_tz_list.ics': 'refused; the other gives nothing',
};

describe('the calendars of real programs', () => {
  test('give the dates that another program finds, but where it is said why not', async () => {
    const expected = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as Readonly<Record<string, readonly string[] | null>>;
    const differing: string[] = [];
    for (const file of ALL) {
      const theirs = expected[file] ?? null;
      const found = await read(file, { zone: 'Europe/Berlin', until: '2027-12-31' });
      if (theirs === null || !found.ok) continue;
      const refused = new Set(found.table.problems?.map(({ at }) => at));
      const ours = found.table.rows.filter(({ at }) => !refused.has(at)).map(({ cells: [title, day, start, end, last] }) => [title, day, start, end, last].map((cell) => cell ?? '').join('|'));
      if (refused.size > 0 || JSON.stringify(ours.toSorted()) !== JSON.stringify(theirs.toSorted())) differing.push(file);
    }
    expect(differing.toSorted()).toEqual(Object.keys(DIFFERENT).toSorted());
    expect(ALL.filter((file) => Array.isArray(expected[file])).length).toBeGreaterThan(38);
  });

  test('are 51', () => {
    expect(ALL).toHaveLength(51);
  });

  test.each(ALL)('%s is read whole or refused with a reason, event by event', async (file) => {
    const found = await read(file, { zone: 'Europe/Berlin', until: '2027-12-31' });
    if (!found.ok) return expect(found.problems.length).toBeGreaterThan(0);
    const events = readFileSync(join(FOLDER, file), 'utf8').split('BEGIN:VEVENT').length - 1;
    expect(found.table.rows.length).toBeGreaterThan(0);
    expect(events).toBeGreaterThan(0);
    const refused = new Set(found.table.problems?.map(({ at }) => at));
    for (const { at, cells } of found.table.rows) {
      // Either a day with its time, or a reason; never a date that is half there.
      if (refused.has(at)) expect(cells.slice(1).every((cell) => cell === null)).toBe(true);
      else expect(cells[1]).toMatch(/^\d{4}-\d\d-\d\d$/);
      if (!refused.has(at) && cells[5] === false) expect(cells[2]).toMatch(/^\d\d:\d\d$/);
    }
  });

  test('keep a moved whole day where it was moved to, over the change of the clocks', async () => {
    expect(await dates('whole_day_moved_over_dst_change_berlin.ics')).toEqual([
      'test whole day moved | 2024-10-27 | - | - | 2024-10-27', 'test whole day moved | 2024-10-30 | - | - | 2024-10-30', 'test whole day moved | 2024-10-29 | - | - | 2024-10-29',
    ]);
  });

  test('have exceptions in place of the dates they change', async () => {
    expect((await dates('google-recurrence-order.ics', { zone: 'America/New_York' })).map((row) => row.split(' | ')[0])).toEqual(['TEST RECURR 3', 'TEST RECURR 3 - MODIFIED', 'TEST RECURR 3']);
  });

  test('are turned into the zone that is asked for', async () => {
    const [first] = await dates('meetup-timed-tz.ics', { zone: 'Europe/Berlin' });
    expect(first).toBe('Phoenix Drupal User Group Monthly Meetup | 2011-11-10 | 03:00 | 05:00 | 2011-11-10');
  });

  test('in UTC or several zones need a zone, and nothing is guessed', async () => {
    expect(await dates('event-organizer-cn.ics', { zone: 'Europe/Berlin' })).toHaveLength(1);
    expect(new Set(await dates('duplicate-uid-sequence.ics'))).toEqual(new Set(['Team Meeting (SEQUENCE 2) ! zone-needed', 'Updated version (SEQUENCE 3) - should win ! zone-needed']));
  });

  test('with an endless rule need a last day', async () => {
    expect(await dates('yearly-party.ics', { zone: 'Europe/Berlin' })).toContain('Party ! endless');
    expect((await dates('yearly-party.ics', { zone: 'Europe/Berlin', until: '2024-12-31' })).every((row) => !row.includes('!'))).toBe(true);
  });

  test('leave out what was cancelled, and say so', async () => {
    expect((await dates('tentative-apple-calendar.ics')).filter((row) => row.endsWith('! cancelled'))).toHaveLength(1);
  });

  test('with an event that says two starts refuse that event and keep the others', async () => {
    const rows = await dates('large-file-with-late-error.ics', { zone: 'UTC' });
    // The file also has events on the 30th and 31st of February, which no program may move to March.
    const refused = rows.filter((row) => row.includes('!'));
    expect(refused.filter((row) => row.endsWith('! bad-date'))).toHaveLength(6);
    expect(refused.filter((row) => !row.endsWith('! bad-date'))).toEqual(['This event should trigger an error after 2000+ lines ! given-twice']);
    expect(rows).toHaveLength(401);
  });
});
