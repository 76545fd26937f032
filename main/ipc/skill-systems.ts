import type { Host } from '../host/host.ts';
import { ProblemError, type Handlers } from './handle.ts';
import { skillMappingViewOf } from './skill-views.ts';
import type { SkillsOutside } from './skills.ts';

type SystemHandlers = Pick<Handlers, 'skills:systems' | 'skills:choose-mapping' | 'skills:forget-mapping'>;

/** Which system a skill is used with, and how its tools are called there. A mapping comes from a dialog; the window names none. */
export function systemHandlers({ skills, servers }: Pick<Host, 'skills' | 'servers'>, { choose }: Pick<SkillsOutside, 'choose'>): SystemHandlers {
  return {
    'skills:systems': async ({ skill }) => {
      const system = (await skills.open(skill))?.entry.skill?.playbook?.system;
      if (system === undefined) return [];
      const running = servers.list().filter(({ connection }) => connection.state === 'running');
      return Promise.all(running.map(async ({ config }) => {
        const mapping = await skills.mappingOn(skill, config.id);
        // A package is only claimed by a launch; who chose the server knows what it is, and its tools are judged by their own definitions.
        const own = ('bundle' in system) === (config.kind === 'bundled');
        return { serverId: config.id, name: config.name, own, mapping: mapping === null ? null : skillMappingViewOf(mapping) };
      }));
    },
    'skills:choose-mapping': async ({ skill, serverId }) => {
      const found = await choose({ kind: 'file', extensions: ['yaml', 'yml'] });
      if (found === null) return null;
      const taken = await skills.takeMapping(skill, serverId, found.path, found.name.slice(0, 300));
      if (taken === null) throw new ProblemError('bad-request');
      return skillMappingViewOf(taken);
    },
    'skills:forget-mapping': ({ skill, serverId }) => {
      skills.forgetMapping(skill, serverId);
      return {};
    },
  };
}
