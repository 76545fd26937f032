/**
 * The channels between the window and the main process: `room:verb`. Plain data, all that the preload needs at
 * run time. Every one is a request with a reply; the one push is `changed`, which names a room to be read again.
 */
export const CHANNELS = [
  'app:status',
  'settings:read', 'settings:change',
  'servers:list', 'servers:parse', 'servers:add', 'servers:launch', 'servers:consent', 'servers:start', 'servers:stop',
  'servers:remove', 'servers:log', 'servers:trust', 'servers:secret', 'servers:pin',
  'review:read', 'review:rows', 'review:items', 'review:decide', 'review:batch', 'review:history', 'review:summary',
  'tools:list', 'tools:read',
  'calls:plan', 'calls:cancel', 'calls:receipt',
  'calls:undo',
  'approvals:list', 'approvals:page', 'approvals:answer',
  'grants:list', 'grants:revoke',
  'requests:save', 'requests:save-plan', 'requests:save-review', 'requests:open', 'requests:run', 'requests:run-set',
  'policy:read', 'policy:choose-role', 'policy:build', 'policy:check', 'policy:try', 'policy:export',
  'plans:plan', 'plans:list', 'plans:rows', 'plans:card', 'plans:answer', 'plans:leave', 'plans:edit', 'plans:pause', 'plans:resume', 'plans:cancel',
  'plans:undo', 'plans:undo-around', 'plans:save',
  'skills:list', 'skills:choices', 'skills:asked', 'skills:choose', 'skills:prepare', 'skills:begin', 'skills:receipt', 'skills:report', 'skills:resume', 'skills:abandon', 'skills:made', 'skills:reset',
  'skills:systems', 'skills:choose-mapping', 'skills:forget-mapping',
  'skills:choose-pack', 'skills:inspect', 'skills:install', 'skills:review', 'skills:accept', 'skills:restore', 'skills:remove', 'skills:export',
  'alarms:list', 'alarms:look',
  'activity:list', 'activity:read', 'activity:verify', 'activity:shown', 'activity:object', 'activity:summary',
  'activity:erase', 'activity:export', 'activity:export-progress', 'activity:export-stop',
] as const;
export type PageChannel = (typeof CHANNELS)[number];

/** Asked by the preload alone, which takes a path from the system and never from the page. */
export const DROPPED = 'skills:dropped' as const;
export type Channel = PageChannel | typeof DROPPED;

/** Rooms whose content the main process says has changed. */
export const ROOMS = ['servers', 'review', 'tools', 'approvals', 'grants', 'calls', 'plans', 'skills', 'alarms', 'activity', 'settings', 'policy'] as const;
export type Room = (typeof ROOMS)[number];

/** The single channel from main to the window; its payload is a {@link Room}. */
export const CHANGED = 'changed';
