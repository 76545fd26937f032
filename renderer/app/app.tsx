import { useEffect } from 'react';
import { Frame } from './frame.tsx';
import { LanguageProvider } from './language-context.tsx';
import { RoomBoundary } from './room-boundary.tsx';
import { settingsHooks } from './settings-store.ts';

/** The window: theme and language around the frame. */
export function App() {
  const theme = settingsHooks.use((state) => state.settings?.theme ?? 'system');
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return (
    <LanguageProvider>
      <RoomBoundary><Frame /></RoomBoundary>
    </LanguageProvider>
  );
}
