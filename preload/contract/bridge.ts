import type { z } from 'zod';
import type { Channel, Room } from './channels.ts';
import type { Reply } from './problem.ts';
import type { schemas } from './schemas.ts';

export type Request<C extends Channel> = z.input<(typeof schemas)[C]['request']>;
export type Value<C extends Channel> = z.output<(typeof schemas)[C]['reply']>;

type Verb<C extends Channel, R extends string> = C extends `${R}:${infer V}` ? V : never;
type RoomOf<C extends Channel> = C extends `${infer R}:${string}` ? R : never;

/**
 * `window.countersign`: one function per channel, grouped by room, and `onChanged`. There is no way to send on a
 * channel that is not listed. Replies never reject; a problem is a value.
 */
export type Bridge = {
  readonly [R in RoomOf<Channel>]: {
    readonly [V in Verb<Channel, R>]: `${R}:${V}` extends infer C extends Channel
      ? (request: Request<C>) => Promise<Reply<Value<C>>>
      : never;
  };
} & { onChanged(listener: (room: Room) => void): () => void };

declare global {
  interface Window {
    readonly countersign: Bridge;
  }
}
