import type { Catalogue } from '../../core/connections/catalogue.ts';

const PAUSE = 500;

/** Lists again after a server says its lists changed: never twice at once, and however often it says so, not faster. */
export class Relisting {
  readonly #list: () => Promise<Catalogue>;
  readonly #listed: (catalogue: Catalogue | null) => void;
  #running = false;
  #again = false;
  #stopped = false;
  #timer: NodeJS.Timeout | null = null;

  /** `listed` gets null where the server did not show its lists. */
  constructor(list: () => Promise<Catalogue>, listed: (catalogue: Catalogue | null) => void) {
    this.#list = list;
    this.#listed = listed;
  }

  request(): void {
    if (this.#stopped) return;
    if (this.#running) this.#again = true;
    else void this.#run();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#running = true;
    const listed = await this.#list().catch(() => null);
    if (this.#stopped) return;
    this.#listed(listed);
    this.#timer = setTimeout(() => {
      this.#running = false;
      if (!this.#again) return;
      this.#again = false;
      this.request();
    }, PAUSE);
  }
}
