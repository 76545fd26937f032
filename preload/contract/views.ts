/** What the window may see, one file per room: ids and names, never secrets. */
export * from './views/activity.ts';
export * from './views/app.ts';
export * from './views/calls.ts';
export * from './views/plans.ts';
export * from './views/review.ts';
export * from './views/policy.ts';
export * from './views/servers.ts';
export * from './views/skills.ts';
export * from './views/tools.ts';
export * from './views/grants.ts';
export * from './views/requests.ts';
