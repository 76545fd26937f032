import { useEffect } from 'react';
import { useT } from '../../app/language-context.tsx';
import { go } from '../../app/use-route.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button } from '../../ui/parts.tsx';
import { skillsHooks } from './skills-store.ts';

/** What this person made in demo projects, each with its reset. Nothing where they made nothing. */
export function SkillReset({ skill }: { skill: string }) {
  const t = useT();
  const api = skillsHooks.useApi();
  const made = skillsHooks.use((state) => state.made);
  const busy = skillsHooks.use((state) => state.busy);
  const list = skillsHooks.use((state) => state.list);
  // A run that ended is a change of the list: there may be more of it then.
  useEffect(() => { void api.getState().lookForMade(); }, [api, list]);
  if (made.length === 0) return null;
  const reset = async (serverId: string, project: string): Promise<void> => {
    const planId = await api.getState().reset(serverId, project);
    if (planId !== null) go('skills', skill, 'plan', planId);
  };
  return (
    <section className="standing" aria-label={t('reset.heading')}>
      <h2>{t('reset.heading')}</h2>
      <p className="hint">{t('reset.words')}</p>
      <ul className="skill-runs">
        {made.map(({ serverId, project, name, objects }) => (
          <li key={`${serverId} ${project}`}>
            <Hostile text={name} cap={80} /> <span className="soft">{t('reset.objects', { count: objects })}</span>
            <Button disabled={busy} aria-label={t('reset.action-for', { project: name.slice(0, 80) })} onClick={() => void reset(serverId, project)}>{t('reset.action')}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
