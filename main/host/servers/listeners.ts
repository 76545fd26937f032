/** Listeners of one kind of news. One that throws hurts neither the others nor who told it. */
export class Listeners {
  readonly #all = new Set<(id: string) => void>();

  add(listener: (id: string) => void): () => void {
    this.#all.add(listener);
    return () => void this.#all.delete(listener);
  }

  tell(id: string): void {
    for (const listener of this.#all) {
      try {
        listener(id);
      } catch {
        // Its own fault is its own.
      }
    }
  }
}
