import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { CHANGED, CHANNELS, DROPPED, ROOMS } from './contract/channels.ts';
import type { Room } from './contract/channels.ts';

type Ask = (request: unknown) => Promise<unknown>;

/** One function for each listed channel, by room. SECURITY: nothing here takes a channel's name from the page. */
function actions(): Record<string, Record<string, Ask>> {
  const rooms: Record<string, Record<string, Ask>> = {};
  for (const channel of CHANNELS) {
    const [room = '', verb = ''] = channel.split(':');
    (rooms[room] ??= {})[verb] = (request) => ipcRenderer.invoke(channel, request);
  }
  return rooms;
}

const isRoom = (value: unknown): value is Room => ROOMS.some((room) => room === value);

/** Calls `listener` with the name of a room that changed, until the returned function is called. */
function onChanged(listener: (room: Room) => void): () => void {
  // SECURITY: the event object, which holds ipcRenderer, never reaches the page.
  const relay = (_event: unknown, room: unknown): void => { if (isRoom(room)) listener(room); };
  ipcRenderer.on(CHANGED, relay);
  return () => { ipcRenderer.removeListener(CHANGED, relay); };
}

/** SECURITY: a path comes from the system, for a file that somebody dropped or chose; one that the page made up has none, and is refused. */
function dropped(file: File): Promise<unknown> {
  return ipcRenderer.invoke(DROPPED, { path: webUtils.getPathForFile(file) });
}

contextBridge.exposeInMainWorld('countersign', { ...actions(), onChanged, dropped });
