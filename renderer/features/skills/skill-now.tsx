import { useEffect, useRef } from 'react';
import type { SkillView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { goOn } from '../../app/use-route.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Late } from '../../ui/parts.tsx';
import { NoServer } from './no-server.tsx';
import { SkillSteps } from './skill-steps.tsx';
import { said } from './skill-words.ts';
import { serverOf, skillsHooks } from './skills-store.ts';

/** A run with the skill's own defaults, taken to its preview at once. Nothing runs there without a yes. */
export function SkillNow({ skill }: { skill: SkillView }) {
  const t = useT();
  const api = skillsHooks.useApi();
  const serverId = skillsHooks.use(serverOf);
  const begun = useRef(false);
  const gone = useRef(false);
  useEffect(() => () => { gone.current = true; }, []);
  useEffect(() => {
    // Once for each time somebody comes here: the list may be read anew meanwhile.
    if (serverId === null || begun.current) return;
    begun.current = true;
    void api.getState().startNow(skill, t.locale).then((planId) => {
      if (!gone.current) goOn('skills', skill.name, ...(planId === null ? [] : ['plan', planId]));
    });
  }, [api, serverId, skill, t.locale]);
  return (
    <article className="page skill-page">
      <header><h1>{skill.playbook === null ? null : <Hostile text={said(skill.playbook.title, t)} cap={100} />}</h1></header>
      <SkillSteps step="check" />
      {serverId === null ? <NoServer /> : <Late words={t('skill.checking')} />}
    </article>
  );
}
