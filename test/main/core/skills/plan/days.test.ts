import { describe, expect, test } from 'vitest';
import { clockChanges, orderOf, readDay, readNumber, readTime } from '../../../../../main/core/skills/plan/days.ts';

describe('a day', () => {
  test.each([
    ['2026-12-31', '2026-12-31'], ['31.12.2026', '2026-12-31'], ['31.12.26', '2026-12-31'], ['1.2.2027', '2027-02-01'], ['31. Dezember 2026', '2026-12-31'],
    ['Do., 31.12.2026', '2026-12-31'], ['3. März 2027', '2027-03-03'], ['31 Dec 2026', '2026-12-31'], ['December 31, 2026', '2026-12-31'], ['Thu, Dec 31st, 2026', '2026-12-31'],
    ['2026-12-31T09:30:00', '2026-12-31'], ['31.12.2026 09:30', '2026-12-31'], ['31/12/2026', '2026-12-31'], ['29.02.2028', '2028-02-29'],
    ['29.02.2027', null], ['31.04.2027', null], ['0.1.2027', null], ['12/31/2026', null], ['morgen', null], ['', null], ['45000', null], ['31.12.', null],
  ])('%s is %s', (text, day) => {
    expect(readDay(text, 'day-first')).toBe(day);
  });

  test('with strokes is read in the order that is said', () => {
    expect(readDay('12/31/2026', 'month-first')).toBe('2026-12-31');
    expect(readDay('03/04/2026', 'month-first')).toBe('2026-03-04');
    // With points nobody writes the month first.
    expect(readDay('03.04.2026', 'month-first')).toBe('2026-04-03');
  });

  test('tells its order where it has one reading, and is asked about where it has two', () => {
    expect(orderOf(['03/04/2026', '31/04/2026'])).toBe('day-first');
    expect(orderOf(['03/04/2026', '04/31/2026'])).toBe('month-first');
    expect(orderOf(['03/04/2026'])).toBe('asked');
    expect(orderOf(['31/01/2026', '01/31/2026'])).toBe('contradictory');
    expect(orderOf(['03.04.2026', '2026-04-03', '05/05/2026'])).toBe('not-needed');
  });
});

describe('a time', () => {
  test.each([
    ['9:30', '09:30'], ['09:30:00', '09:30'], ['9.30 Uhr', '09:30'], ['9 Uhr', '09:00'], ['14h30', '14:30'], ['2:30 PM', '14:30'], ['12 am', '00:00'], ['12:15 p.m.', '12:15'],
    ['2026-12-31T09:30', '09:30'], ['31.12.2026 23:59', '23:59'], ['24:00', null], ['9:75', null], ['13 pm', null], ['9', null], ['31.12.2026', null], ['bald', null],
  ])('%s is %s', (text, time) => {
    expect(readTime(text)).toBe(time);
  });

  test('that the clocks skip or repeat is noticed, in its zone only', () => {
    const berlin = clockChanges('Europe/Berlin');
    expect([berlin('2027-03-28', '02:30'), berlin('2027-03-28', '03:30'), berlin('2027-10-31', '02:30'), berlin('2027-03-27', '02:30')]).toEqual([true, false, true, false]);
    expect(clockChanges('Asia/Tokyo')('2027-03-28', '02:30')).toBe(false);
  });
});

describe('a number', () => {
  test.each([
    ['1.234,5', ',', 1234.5], ['1,234.5', '.', 1234.5], ['12', '.', 12], ['-3,25', ',', -3.25], ["1'000.5", '.', 1000.5], ['1 000', ',', 1000], ['12a', '.', null], ['1,2,3', '.', null], ['', '.', null],
  ] as const)('%s with %s is %s', (text, decimal, number) => {
    expect(readNumber(text, decimal)).toBe(number);
  });
});
