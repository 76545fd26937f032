import type { z } from 'zod';
import type { Channel, DROPPED, PageChannel, Room } from './channels.ts';
import type { Reply } from './problem.ts';
import type { schemas } from './schemas.ts';

export type Request<C extends Channel> = z.input<(typeof schemas)[C]['request']>;
export type Value<C extends Channel> = z.output<(typeof schemas)[C]['reply']>;

type Verb<C extends PageChannel, R extends string> = C extends `${R}:${infer V}` ? V : never;
type RoomOf<C extends PageChannel> = C extends `${infer R}:${string}` ? R : never;

/**
 * `window.countersign`: one function per channel, grouped by room, and `onChanged`. There is no way to send on a
 * channel that is not listed. Replies never reject; a problem is a value. `dropped` takes a file that a person dropped: its path
 * is the system's, and does not reach the page.
 */
export type Bridge = {
  readonly [R in RoomOf<PageChannel>]: {
    readonly [V in Verb<PageChannel, R>]: `${R}:${V}` extends infer C extends PageChannel
      ? (request: Request<C>) => Promise<Reply<Value<C>>>
      : never;
  };
} & {
  onChanged(listener: (room: Room) => void): () => void;
  dropped(file: File): Promise<Reply<Value<typeof DROPPED>>>;
};

declare global {
  interface Window {
    readonly countersign: Bridge;
  }
}
