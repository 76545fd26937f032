import type { Json } from '../words/index.ts';
import type { FieldChange } from './preview.ts';

/** Something that names a record: where it stands and what it is called. All of it is the server's text. */
export interface Reference {
  /** A word of the catalogue, such as `agenda-item`. */
  readonly noun: string;
  readonly target: string;
  readonly title: string | null;
  /** The field that names the record. */
  readonly pointer: string;
}

/** One entry of a menu as it will be, or as it was where it goes; entries stand in the order in which they are read. */
export interface MenuEntry {
  /** 0 for the first level. */
  readonly depth: number;
  readonly state: 'same' | 'added' | 'removed' | 'changed' | 'moved';
  readonly label: string;
  readonly target: string | null;
  /** Where it stood: the label above it (null at the top), its place counted from 0, and what it said. Null for an added one. */
  readonly was: { readonly under: string | null; readonly place: number; readonly depth: number; readonly label: string; readonly target: string | null } | null;
  readonly under: string | null;
  readonly place: number;
}

/** One thing that somebody may do, from the outside in: such as deed, kind, project. Null: all of them. */
export interface GivenRight {
  readonly who: string;
  readonly may: readonly (string | null)[];
}

/** What a file is, by what was said of it and by its first bytes. */
export interface MediaFacts {
  readonly name: string | null;
  /** The type that was stated. */
  readonly stated: string | null;
  /** The type by content; null where its bytes tell none. */
  readonly found: string | null;
  readonly bytes: number;
  /** SHA-256 of the bytes; null where none was made. */
  readonly digest: string | null;
  /** Where the field changes of this card hold the bytes, base64: a JSON pointer. */
  readonly content: string;
}

/** What a change is besides its fields. The fields are always there; this tells what they mean. */
export type Special =
  /** A record goes public, stops being public, or is public and stays so. `live`: what readers see now and will see. */
  | {
      readonly situation: 'publication';
      readonly goes: 'public' | 'withdrawn' | 'stays-public';
      /** Who reads it, as the record says. */
      readonly audience: Json;
      readonly live: readonly FieldChange[];
    }
  /** A record goes for good. `complete` false: not everything that could name it was read. */
  | { readonly situation: 'deletion'; readonly references: readonly Reference[]; readonly complete: boolean }
  | { readonly situation: 'menu'; readonly entries: readonly MenuEntry[]; readonly draft: boolean }
  | { readonly situation: 'configuration' }
  | { readonly situation: 'rights'; readonly gains: readonly GivenRight[]; readonly loses: readonly GivenRight[] }
  | {
      readonly situation: 'media';
      readonly before: MediaFacts | null;
      readonly after: MediaFacts | null;
      /** True where bytes that are there are replaced. */
      readonly overwrites: boolean;
      readonly used: readonly Reference[];
      readonly complete: boolean;
    };
