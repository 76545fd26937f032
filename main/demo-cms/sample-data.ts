import agenda from './sample/agenda.json' with { type: 'json' };
import directory from './sample/directory.json' with { type: 'json' };
import media from './sample/media.json' with { type: 'json' };
import menus from './sample/menus.json' with { type: 'json' };
import news from './sample/news.json' with { type: 'json' };
import projects from './sample/projects.json' with { type: 'json' };
import type { Row, Value } from './rows.ts';
import type { Data } from './store.ts';

/** The moment the sample data was made; fixed, so that every fresh folder holds the same bytes. */
const MADE_AT = '2026-11-02T08:00:00.000Z';

type Loose = Readonly<Record<string, Value | undefined>> & { readonly project: string };

/** The data of a first start: an event in two languages and a portal for staff. */
export function sampleData(): Data {
  return {
    format: 1,
    projects,
    news: news.map((row) => made(row, row.id)),
    agenda: agenda.map((row) => made(row, row.id)),
    directory: directory.map((row) => made(row, row.id)),
    media: media.map((row) => made(row, row.id)),
    menus: menus.map((menu) => made(menu, menu.project)),
    rights: {},
    last: { n: 1012, a: 2030, d: 3023, m: 4006 },
  };
}

function made(row: Loose, id: string): Row {
  const fields = Object.entries(row).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return { ...Object.fromEntries(fields), id, project: row.project, version: 1, createdAt: MADE_AT, updatedAt: MADE_AT };
}
