import { useEffect, useRef } from 'react';
import { PHONE_READY, type PhoneContent, type PhoneMessage } from '../../phone/content.ts';

/**
 * One phone: a sandboxed page of an origin of its own. It has no bridge and no network; the content goes in as one
 * message and nothing but "ready" comes out.
 */
export function PhoneFrame({ content, title }: { content: PhoneContent; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const latest = useRef(content);
  latest.current = content;
  useEffect(() => {
    const listen = (event: MessageEvent<unknown>): void => {
      // SECURITY: who speaks is told by the window it came from, for a sandboxed page has no origin to go by.
      if (event.source === frame.current?.contentWindow && event.data === PHONE_READY) send(frame.current, latest.current);
    };
    window.addEventListener('message', listen);
    return () => window.removeEventListener('message', listen);
  }, []);
  useEffect(() => { send(frame.current, content); }, [content]);
  return <div className="phone"><iframe ref={frame} title={title} src="/phone/index.html" sandbox="allow-scripts" referrerPolicy="no-referrer" /></div>;
}

function send(frame: HTMLIFrameElement | null, content: PhoneContent): void {
  // The frame's origin is nobody's, so it cannot be named; it is our own page, which holds nothing but this.
  frame?.contentWindow?.postMessage({ kind: 'phone-content', content } satisfies PhoneMessage, '*');
}
