import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The theme a person set, read before the stores are loaded: a window that opens in the other one would flash. */
export function earlyTheme(home: string): 'system' | 'light' | 'dark' {
  try {
    // Read by hand, for a schema library is not worth loading here; anything but the two known words is `system`.
    const { document } = JSON.parse(readFileSync(join(home, 'documents', 'settings.json'), 'utf8')) as { document: { theme?: unknown } };
    return document.theme === 'light' || document.theme === 'dark' ? document.theme : 'system';
  } catch {
    return 'system';
  }
}
