import type { Value } from './rows.ts';

export type FieldSchema = Readonly<Record<string, Value>>;

/** One kind of record. The same code serves all kinds; this table is all that differs. */
export interface Kind {
  /** Name of its list in the data file. */
  readonly store: 'news' | 'agenda' | 'directory' | 'media';
  readonly one: string;
  /** One word for it. */
  readonly noun: string;
  readonly many: string;
  readonly title: { readonly one: string; readonly many: string };
  readonly idPrefix: string;
  readonly about: string;
  /** Fields that callers may set, as JSON Schema. */
  readonly fields: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
  readonly defaults: Readonly<Record<string, Value>>;
  /** Fields a list may be narrowed by. */
  readonly filters: readonly string[];
  /** Fields the server sets, beside id, times and version. */
  readonly computed: Readonly<Record<string, FieldSchema>>;
  /** Fields too large for a list. */
  readonly heavy: readonly string[];
  /** True where several can be imported, changed and deleted with one call. */
  readonly bulk: boolean;
}

const text = (title: string, description: string, maxLength: number, minLength = 0): FieldSchema =>
  ({ type: 'string', title, description, ...(minLength > 0 ? { minLength } : {}), maxLength });
const choice = (title: string, description: string, values: readonly string[]): FieldSchema =>
  ({ type: 'string', title, description, enum: values });

/** Ids begin with the letter of their kind; the server gives numbers, callers may choose words. */
export const idShape = (prefix: string): FieldSchema => ({ pattern: `^${prefix}-[a-z0-9]+(?:-[a-z0-9]+)*$`, maxLength: 80 });

const LANGUAGE = choice('Language', 'Language of the content.', ['en', 'de']);
/** Which picture belongs to it; the bytes stand in the media item. */
const IMAGE: FieldSchema = { type: 'string', title: 'Picture', description: 'Id of a media item, such as "m-4001".', ...idShape('m') };
const CLOCK = { pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' };

export const NEWS: Kind = {
  store: 'news', one: 'news', noun: 'news', many: 'news', title: { one: 'news item', many: 'news' }, idPrefix: 'n',
  about: 'A news item is a draft until it is published; then its audience can read it.',
  fields: {
    title: text('Title', 'Headline, one line.', 200, 1),
    teaser: text('Teaser', 'One or two sentences for lists.', 500),
    body: text('Text', 'The whole text, paragraphs separated by an empty line.', 20_000, 1),
    language: LANGUAGE,
    audience: choice('Audience', 'Who may read it once it is published.', ['public', 'participants', 'staff']),
    category: choice('Category', 'What it is about.', ['announcement', 'programme', 'travel', 'service', 'people']),
    validUntil: { type: 'string', title: 'Valid until', description: 'Last day on which it is shown.', format: 'date' },
    image: IMAGE,
    status: choice('Status', 'published: its audience can read it at once.', ['draft', 'published']),
  },
  required: ['title', 'body', 'language', 'audience', 'category'],
  defaults: { status: 'draft' },
  filters: ['status', 'language', 'category'],
  computed: { publishedAt: { type: 'string', title: 'Published at', format: 'date-time' } },
  heavy: [], bulk: false,
};

export const AGENDA: Kind = {
  store: 'agenda', one: 'agenda_item', noun: 'agenda-item', many: 'agenda_items', title: { one: 'agenda item', many: 'agenda items' }, idPrefix: 'a',
  about: 'An agenda item is one session, break or service of an event.',
  fields: {
    title: text('Title', 'Title of the session.', 200, 1),
    description: text('Description', 'What it is about.', 5_000),
    day: { type: 'string', title: 'Day', description: 'Calendar day.', format: 'date' },
    start: { type: 'string', title: 'Start', description: 'Local time, HH:MM.', ...CLOCK },
    end: { type: 'string', title: 'End', description: 'Local time, HH:MM, after the start.', ...CLOCK },
    room: text('Room', 'Where it takes place.', 100, 1),
    track: text('Track', 'Thread of the programme.', 60),
    speakers: {
      type: 'array', title: 'Speakers', description: 'Ids of directory entries, in order.',
      items: { type: 'string', ...idShape('d') }, maxItems: 20,
    },
    image: IMAGE,
    language: LANGUAGE,
  },
  required: ['title', 'day', 'start', 'end', 'room'],
  defaults: {}, filters: ['day', 'track', 'room'], computed: {}, heavy: [], bulk: true,
};

export const DIRECTORY: Kind = {
  store: 'directory', one: 'directory_entry', noun: 'directory-entry', many: 'directory_entries',
  title: { one: 'directory entry', many: 'directory entries' }, idPrefix: 'd',
  about: 'A directory entry is a speaker or an exhibitor.',
  fields: {
    type: choice('Type', 'Speaker or exhibitor.', ['speaker', 'exhibitor']),
    name: text('Name', 'Name of the person or company.', 200, 1),
    organisation: text('Organisation', 'Where the person works.', 200),
    position: text('Position', 'What the person does there.', 200),
    country: { type: 'string', title: 'Country', description: 'Two letters, ISO 3166.', pattern: '^[A-Z]{2}$' },
    description: text('Description', 'Biography or profile.', 5_000),
    booth: text('Booth', 'Place in the exhibition.', 20),
    website: { type: 'string', title: 'Website', format: 'uri', maxLength: 500 },
    email: { type: 'string', title: 'E-mail', format: 'email', maxLength: 200 },
    image: IMAGE,
    language: LANGUAGE,
  },
  required: ['type', 'name'],
  defaults: {}, filters: ['type', 'country'], computed: {}, heavy: [], bulk: true,
};

export const MEDIA: Kind = {
  store: 'media', one: 'media', noun: 'media', many: 'media', title: { one: 'media item', many: 'media' }, idPrefix: 'm',
  about: 'A media item is a picture or a small file. Its content is sent as base64; 64 KB at most.',
  fields: {
    name: { type: 'string', title: 'File name', minLength: 1, maxLength: 120, pattern: '^[^/\\\\]+$' },
    mimeType: choice('Type', 'MIME type of the content.', ['image/png', 'image/jpeg', 'image/svg+xml', 'text/plain', 'application/pdf']),
    alt: text('Description', 'What a person who cannot see it should know.', 500),
    credit: text('Credit', 'Who made it.', 200),
    content: {
      type: 'string', title: 'Content', description: 'The bytes, base64.', contentEncoding: 'base64',
      pattern: '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$', maxLength: 87_384,
    },
  },
  required: ['name', 'mimeType', 'content'],
  defaults: {}, filters: ['mimeType', 'name'],
  computed: { bytes: { type: 'integer', title: 'Size in bytes' } },
  heavy: ['content'], bulk: false,
};

export const KINDS: readonly Kind[] = [NEWS, AGENDA, DIRECTORY, MEDIA];
