import type { StatusView } from '../../preload/contract/views.ts';
import type { SettingsRoom } from '../host/settings/settings.ts';
import type { Handlers } from './handle.ts';

/** Where the app stands, and how it looks and speaks. */
export function appHandlers(
  status: () => StatusView, settings: SettingsRoom, onSettings: () => void,
): Pick<Handlers, 'app:status' | 'settings:read' | 'settings:change'> {
  return {
    'app:status': () => status(),
    'settings:read': () => ({ ...settings.read() }),
    'settings:change': async (changes) => {
      const changed = await settings.change(changes);
      onSettings();
      return { ...changed };
    },
  };
}
