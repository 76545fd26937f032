import { useEffect } from 'react';
import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { SkillView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { valueOf } from '../../app/loaded.ts';
import { formatRoute } from '../../app/routes.ts';
import { useListKeys } from '../../app/use-list-keys.ts';
import { go } from '../../app/use-route.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Notice, Skeleton } from '../../ui/parts.tsx';
import { SkillDetail } from './skill-detail.tsx';
import { SkillSheet } from './skill-sheet.tsx';
import { said } from './skill-words.ts';
import { skillsHooks } from './skills-store.ts';
import '../../ui/form/form.css';
import './skills.css';

/** The skills, and the run of one of them: input, check, preview, run, receipt. */
export default function SkillsScreen({ path }: { path: readonly string[] }) {
  const t = useT();
  const list = skillsHooks.use((state) => state.list);
  const api = skillsHooks.useApi();
  const skills = valueOf(list)?.skills ?? [];
  const skill = skills.find((one) => one.name === path[0]) ?? skills[0];
  useListKeys('.skills-list', skills.map(({ name }) => name), skill?.name ?? null, (name) => go('skills', name));
  useEffect(() => { if (skill !== undefined) api.getState().open(skill); }, [api, skill]);
  if (list.state === 'broken') return <main className="room room-wide"><Notice tone="danger" role="alert">{spokenProblem(list.problem, t)}</Notice></main>;
  if (skill === undefined) return <main className="room room-wide"><Skeleton label={t('common.loading')} /></main>;
  const planId = path[1] === 'plan' ? path[2] ?? null : null;
  return (
    <div className="room">
      <nav className="list skills-list" aria-label={t('nav.skills')}>
        {skills.map((one) => <SkillLink key={one.name} skill={one} current={one.name === skill.name} />)}
      </nav>
      <main className="detail">
        {planId === null ? <SkillDetail key={skill.name} skill={skill} /> : <SkillSheet key={planId} skill={skill} planId={planId} />}
      </main>
    </div>
  );
}

function SkillLink({ skill, current }: { skill: SkillView; current: boolean }) {
  const t = useT();
  const tone = skill.state === 'ready' ? undefined : 'state-danger';
  return (
    <a className="list-item" href={formatRoute('skills', skill.name)} data-key={skill.name} aria-current={current ? 'true' : undefined}>
      <strong><Hostile text={skill.playbook === null ? skill.name : said(skill.playbook.title, t)} cap={60} /></strong>
      <span className={tone}>{skill.state === 'ready' ? (skill.playbook === null ? t('skill.instructions') : t(`effect.${skill.playbook.effect}`)) : t(`skill.state.${skill.state}`)}</span>
    </a>
  );
}
