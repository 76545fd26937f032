import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { PHONE_READY, type PhoneContent, type PhoneMessage } from './content.ts';
import './phone.css';

/** The page inside the frame: it has no bridge, no network and an origin of its own; all it knows arrives by message. */
function Phone() {
  const [content, setContent] = useState<PhoneContent | null>(null);
  useEffect(() => {
    const listen = (event: MessageEvent<PhoneMessage | undefined>): void => {
      // SECURITY: only the window around it may fill the phone.
      if (event.source === window.parent && event.data?.kind === 'phone-content') setContent(event.data.content);
    };
    window.addEventListener('message', listen);
    window.parent.postMessage(PHONE_READY, '*');
    return () => window.removeEventListener('message', listen);
  }, []);
  useEffect(() => {
    if (content === null) return;
    document.documentElement.lang = content.language;
    document.documentElement.dataset['theme'] = content.theme;
    document.title = content.title;
  }, [content]);
  return content === null ? null : <App content={content} />;
}

const root = document.getElementById('phone');
if (root !== null) createRoot(root).render(<StrictMode><Phone /></StrictMode>);
