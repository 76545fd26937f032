import { describe, expect, test } from 'vitest';
import { namedPictures, phoneContent, pictureAddress, rowsOf, type ProjectRecords } from '../../../../renderer/features/phone/phone-content.ts';
import { tabOf } from '../../../../renderer/phone/content.ts';

const records: ProjectRecords = {
  project: { id: 'demo', name: 'Summit', title: 'Spring Summit', place: 'Leipzig', startsOn: '2027-03-16', endsOn: '2027-03-18' },
  agenda: [{ id: 'a-1', title: 'Opening', day: '2027-03-16', start: '09:00', end: '10:00', room: 'Hall', speakers: ['d-1', 7] }],
  directory: [{ id: 'd-1', type: 'speaker', name: 'Ada', image: 'm-1' }, { id: 'd-2', type: 'exhibitor', name: 'Works', booth: 'A1' }],
  news: [{ id: 'n-1', title: 'Out', status: 'published', image: 'm-9' }, { id: 'n-2', title: 'Not yet', status: 'draft' }],
  menu: { items: [{ label: 'News', target: '/news', children: [{ label: 'Deep', target: '/x', children: [{ label: 'Deeper', target: '/y' }] }] }], draft: [{ label: 'Programme', target: '/agenda' }] },
  pictures: { 'm-1': 'data:image/png;base64,AA==' }, hero: null,
};
const look = { language: 'en', theme: 'light' } as const;

describe('a project on the phone', () => {
  test('as drafted has every news item, marked, and the drafted menu', () => {
    const draft = phoneContent(records, 'draft', look);
    expect(draft.news.map(({ title, draft: marked }) => [title, marked])).toEqual([['Out', false], ['Not yet', true]]);
    expect(draft.menu).toEqual([{ label: 'Programme', target: '/agenda', children: [] }]);
  });

  test('is called as its readers call it, where the project says so in each of its languages', () => {
    const both = { ...records, project: { ...records.project, title: 'Spring Summit / Frühjahrstagung', languages: ['en', 'de'] } };
    expect((['en', 'de'] as const).map((language) => phoneContent(both, 'draft', { ...look, language }).title)).toEqual(['Spring Summit', 'Frühjahrstagung']);
    const one = { ...records, project: { ...records.project, title: 'Town / Country', languages: ['de'] } };
    expect(phoneContent(one, 'draft', look).title).toBe('Town / Country');
  });

  test('live has what is published and the live menu, two levels deep', () => {
    const live = phoneContent(records, 'live', look);
    expect(live.news.map(({ id }) => id)).toEqual(['n-1']);
    expect(live.menu).toEqual([{ label: 'News', target: '/news', children: [{ label: 'Deep', target: '/x', children: [] }] }]);
  });

  test('takes fields of the wrong kind as empty and pictures only where they are held', () => {
    const live = phoneContent({ ...records, news: [{ id: 5, status: 'published', title: { evil: true } }], menu: { items: 'all' } }, 'live', look);
    expect(live.news[0]).toEqual({ id: '', title: '', teaser: '', body: '', draft: false, picture: null });
    expect(live.menu).toEqual([]);
    expect(live.people[0]?.picture).toBe('m-1');
    expect(live.agenda[0]?.speakers).toEqual(['d-1']);
    expect(phoneContent(records, 'live', look).news[0]?.picture).toBeNull();
  });
});

describe('a picture', () => {
  test('is one of four kinds with clean base64, else none', () => {
    expect(pictureAddress({ mimeType: 'image/png', content: 'AAAA' })).toBe('data:image/png;base64,AAAA');
    for (const media of [{ mimeType: 'text/html', content: 'AAAA' }, { mimeType: 'image/png', content: 'AA"A' }, { mimeType: 'image/png', content: '' }, {}]) {
      expect(pictureAddress(media)).toBeNull();
    }
  });

  test('is asked for once, however many name it', () => {
    expect(namedPictures([{ image: 'm-1' }, { image: 'm-1' }, { image: 3 }, {}])).toEqual(['m-1']);
  });
});

test('an answer that is no list has no rows', () => {
  for (const answer of [null, 'x', [], {}, { items: 'x' }, { items: [1, null] }]) expect(rowsOf(answer)).toEqual([]);
});

test.each([['/', 'home'], ['/news', 'home'], ['/agenda/day-2', 'programme'], ['/speakers', 'people'], ['/travel', null], ['', 'home']])('a menu entry for %s leads to %s', (target, tab) => {
  expect(tabOf(target)).toBe(tab);
});
