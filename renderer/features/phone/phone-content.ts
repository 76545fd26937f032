import type { PhoneContent, PhoneMenuEntry, PhoneNews } from '../../phone/content.ts';

type Row = Readonly<Record<string, unknown>>;

/** The records of one project as the CMS gives them, unchecked: a server's text. */
export interface ProjectRecords {
  readonly project: Row;
  readonly agenda: readonly Row[];
  readonly directory: readonly Row[];
  readonly news: readonly Row[];
  readonly menu: Row;
  /** `data:` addresses by media id. */
  readonly pictures: Readonly<Record<string, string>>;
  readonly hero: string | null;
}

/** `draft`: everything that is there. `live`: what visitors see, without drafts. */
export type Side = 'draft' | 'live';

/** Makes of a project's records what the phone shows. Fields of the wrong kind count as empty. */
export function phoneContent(records: ProjectRecords, side: Side, look: { language: 'en' | 'de'; theme: 'light' | 'dark' }): PhoneContent {
  const { project, agenda, directory, news, menu, pictures, hero } = records;
  return {
    ...look, pictures, hero,
    title: titleIn(project, look.language), place: text(project, 'place'), startsOn: text(project, 'startsOn'), endsOn: text(project, 'endsOn'),
    agenda: agenda.map((row) => ({
      id: text(row, 'id'), title: text(row, 'title'), description: text(row, 'description'), day: text(row, 'day'), start: text(row, 'start'), end: text(row, 'end'),
      room: text(row, 'room'), track: text(row, 'track'), speakers: list(row['speakers']).filter((id) => typeof id === 'string'),
    })),
    people: directory.filter((row) => row['type'] === 'speaker').map((row) => ({
      id: text(row, 'id'), name: text(row, 'name'), organisation: text(row, 'organisation'), position: text(row, 'position'), country: text(row, 'country'),
      description: text(row, 'description'), picture: pictureOf(row, pictures),
    })),
    exhibitors: directory.filter((row) => row['type'] === 'exhibitor').map((row) => ({
      id: text(row, 'id'), name: text(row, 'name'), description: text(row, 'description'), booth: text(row, 'booth'), country: text(row, 'country'),
    })),
    news: news.filter((row) => side === 'draft' || row['status'] === 'published').map((row): PhoneNews => ({
      id: text(row, 'id'), title: text(row, 'title'), teaser: text(row, 'teaser'), body: text(row, 'body'), draft: row['status'] !== 'published', picture: pictureOf(row, pictures),
    })),
    menu: entries(side === 'draft' && Array.isArray(menu['draft']) ? menu['draft'] : menu['items']),
  };
}

/** The title of a project. Where it stands in each of the project's languages, one after the other: the part in this one. */
function titleIn(project: Row, language: 'en' | 'de'): string {
  const whole = text(project, 'title') || text(project, 'name');
  const [parts, languages] = [whole.split(' / '), list(project['languages'])];
  return languages.length === parts.length ? parts[languages.indexOf(language)] ?? whole : whole;
}

/** Media that records name as their picture, each once. */
export function namedPictures(rows: readonly Row[]): string[] {
  return [...new Set(rows.map((row) => text(row, 'image')).filter((id) => id !== ''))];
}

const PICTURES = ['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml'];

/** A media record as an address that holds the picture itself; null where it is none. Shown as a picture, a script in it never runs. */
export function pictureAddress(media: Row): string | null {
  const [type, content] = [text(media, 'mimeType'), text(media, 'content')];
  return PICTURES.includes(type) && /^[A-Za-z0-9+/=]+$/.test(content) ? `data:${type};base64,${content}` : null;
}

/** The rows of a list's answer. */
export function rowsOf(answer: unknown): Row[] {
  return isRow(answer) ? list(answer['items']).filter(isRow) : [];
}

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that is a text, else an empty one. */
export function text(row: Row, field: string): string {
  const value = row[field];
  return typeof value === 'string' ? value : '';
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function pictureOf(row: Row, pictures: Readonly<Record<string, string>>): string | null {
  const id = text(row, 'image');
  return id in pictures ? id : null;
}

function entries(value: unknown, depth = 0): PhoneMenuEntry[] {
  return list(value).filter(isRow).map((row) => ({
    label: text(row, 'label'), target: text(row, 'target'), children: depth === 0 ? entries(row['children'], 1) : [],
  }));
}
