import type { SkillsRoom } from '../host/skills/skills.ts';
import { ProblemError, type Handlers } from './handle.ts';
import { packInspectedViewOf } from './skill-views.ts';
import type { SkillsOutside } from './skills.ts';

type PackHandlers = Pick<Handlers,
  'skills:choose-pack' | 'skills:dropped' | 'skills:inspect' | 'skills:install' | 'skills:review' | 'skills:accept' | 'skills:restore' | 'skills:remove' | 'skills:export'>;

/** Paths that a person chose or dropped, behind tokens. */
export interface ChosenPaths {
  tokenFor(found: { readonly path: string; readonly name: string }): { readonly token: string; readonly name: string };
  pathOf(token: string): string | null;
}

/** Packs: reading one before it is installed, installing, reviewing what changed, taking away, giving on. */
export function packHandlers(skills: SkillsRoom, outside: Pick<SkillsOutside, 'choose' | 'place'>, chosen: ChosenPaths): PackHandlers {
  const pathOf = (token: string): string => {
    const path = chosen.pathOf(token);
    if (path === null) throw new ProblemError('bad-request');
    return path;
  };
  return {
    'skills:choose-pack': async ({ kind }) => {
      const found = await outside.choose(kind === 'folder' ? { kind: 'folder' } : { kind: 'file', extensions: ['skill', 'zip'] });
      return found === null ? null : chosen.tokenFor(found);
    },
    'skills:dropped': ({ path }) => chosen.tokenFor({ path, name: path.split(/[\\/]/).findLast((part) => part !== '') ?? path }),
    'skills:inspect': async ({ token }) => packInspectedViewOf(await skills.inspect(pathOf(token))),
    'skills:install': async ({ token, digest }) => packInspectedViewOf(await skills.install(pathOf(token), digest)),
    'skills:review': async ({ skill }) => packInspectedViewOf(await skills.review(skill)),
    'skills:accept': async ({ skill, digest }) => packInspectedViewOf(await skills.accept(skill, digest)),
    'skills:restore': async ({ skill }) => ({ restored: await skills.restore(skill) }),
    'skills:remove': async ({ skill }) => ({ removed: await skills.remove(skill) }),
    'skills:export': async ({ skill }) => {
      const path = await outside.place(`${skill}.skill`);
      if (path === null) return { saved: false };
      return { saved: await skills.export(skill, path, true).catch(() => { throw new ProblemError('file-unwritable'); }) };
    },
  };
}
