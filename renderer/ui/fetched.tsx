import { lazy, useState, type ComponentType } from 'react';

/** A component whose code is fetched when it is first painted, or before. */
export type Fetched<P> = ComponentType<P> & {
  /** Fetches the code, so that nobody waits for it later. What fails is tried again when it is painted. */
  fetch(): void;
}

/**
 * A component in a file of its own, painted at once where its code is here already. `lazy` alone shows its fallback even
 * then, and React keeps what comes after a fallback back until 300 ms have passed.
 */
export function fetched<P extends object>(load: () => Promise<ComponentType<P>>): Fetched<P> {
  let here: ComponentType<P> | null = null;
  const fetch = async (): Promise<ComponentType<P>> => (here = await load());
  const Later = lazy(async () => ({ default: await fetch() }));
  function Either(props: P) {
    // Chosen once: another component in its place would lose what was opened and scrolled.
    const [Painter] = useState<ComponentType<P>>(() => here ?? Later);
    return <Painter {...props} />;
  }
  return Object.assign(Either, { fetch: () => void fetch().catch(() => undefined) });
}
