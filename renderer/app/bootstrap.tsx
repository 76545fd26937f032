import { createRoot } from 'react-dom/client';
import type { Bridge } from '../../preload/contract/bridge.ts';
import { App } from './app.tsx';
import { BridgeProvider } from './bridge-context.tsx';

/** Puts the app into the page. The frame is painted at once; every answer of the main process comes later. */
export function bootstrap(bridge: Bridge, document: Document): void {
  const root = document.getElementById('root');
  if (root === null) return;
  createRoot(root).render(
    <BridgeProvider bridge={bridge}>
      <App />
    </BridgeProvider>,
  );
}
