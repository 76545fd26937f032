import type { Readable } from 'node:stream';

/** A source of key strokes: a terminal's input, switched so that each key arrives at once and is not echoed. */
export interface Keys {
  /** Called with what arrived. Returns how to stop. */
  onKeys(listener: (keys: string) => void): () => void;
}

/** The keys of a terminal. While somebody listens the input is raw; afterwards it is as it was. */
export function terminalKeys(input: Readable & { readonly setRawMode?: (on: boolean) => unknown }): Keys {
  return {
    onKeys(listener) {
      const heard = (chunk: Buffer | string): void => { listener(chunk.toString()); };
      input.setRawMode?.(true);
      input.on('data', heard);
      input.resume();
      return () => {
        input.off('data', heard);
        input.setRawMode?.(false);
        input.pause();
      };
    },
  };
}
