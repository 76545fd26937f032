import { expect, it } from 'vitest';
import { DEFAULT_ROLES, roleRefusal, type RoleCall } from '../../../../main/core/policy/roles.ts';

const deletion: RoleCall = { effect: 'delete', tool: 'delete_news', servers: ['demo-cms'], project: 'open-day', ownProjects: null, skill: null, demo: true, undoes: false };

it('lets each role take back what it made itself, and delete nothing else', () => {
  for (const role of ['sales', 'editor', 'customer-service'] as const) {
    expect(roleRefusal(DEFAULT_ROLES[role], deletion)).toMatchObject({ because: 'role-forbids' });
    expect(roleRefusal(DEFAULT_ROLES[role], { ...deletion, undoes: true })).toBeNull();
  }
});

it('keeps the bounds on where: other servers, tools and projects stay out of reach', () => {
  const undo = { ...deletion, undoes: true };
  expect(roleRefusal({ ...DEFAULT_ROLES.sales, servers: new Set(['other']) }, undo)).toMatchObject({ key: 'servers' });
  expect(roleRefusal({ ...DEFAULT_ROLES.sales, tools: new Set(['list_news']) }, undo)).toMatchObject({ key: 'tools' });
  expect(roleRefusal({ ...DEFAULT_ROLES.sales, projects: new Set(['demo']) }, undo)).toMatchObject({ because: 'project-outside' });
  expect(roleRefusal(DEFAULT_ROLES.sales, { ...undo, demo: false })).toMatchObject({ key: 'writes' });
  expect(roleRefusal(DEFAULT_ROLES['customer-service'], { ...undo, ownProjects: ['demo'] })).toMatchObject({ because: 'project-outside' });
});
