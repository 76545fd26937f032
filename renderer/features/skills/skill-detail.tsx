import { spokenProblem } from '../../../preload/contract/language/index.ts';
import type { PackRulesView, SkillRunView, SkillView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { valueOf } from '../../app/loaded.ts';
import { formatRoute } from '../../app/routes.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Button, Late, Notice } from '../../ui/parts.tsx';
import { NoServer } from './no-server.tsx';
import { SkillAbout } from './skill-about.tsx';
import { SkillCheck } from './skill-check.tsx';
import { SkillForm } from './skill-form.tsx';
import { ChangedPack, SkillPack } from './skill-pack.tsx';
import { SkillReset } from './skill-reset.tsx';
import { SkillSteps } from './skill-steps.tsx';
import { said } from './skill-words.ts';
import { skillsHooks } from './skills-store.ts';

/** One skill: its form or what checking it brought, then what it does, what it may touch, and its last runs. */
export function SkillDetail({ skill, rules }: { skill: SkillView; rules: PackRulesView }) {
  const t = useT();
  const draft = skillsHooks.use((state) => state.draft);
  const busy = skillsHooks.use((state) => state.busy);
  const problem = skillsHooks.use((state) => state.problem);
  const prepared = draft?.skill === skill.name ? draft.prepared : null;
  return (
    <article className="page skill-page">
      <header>
        <h1><Hostile text={skill.playbook === null ? skill.name : said(skill.playbook.title, t)} cap={100} /></h1>
        <p className="hint">{t('skill.words')}</p>
      </header>
      {skill.state === 'broken' ? <Notice tone="danger" role="alert">{t('skill.state.broken')}</Notice> : null}
      {skill.state === 'changed' ? <ChangedPack skill={skill} rules={rules} /> : null}
      {problem === null ? null : <Notice tone="danger" role="alert">{spokenProblem(problem, t)}</Notice>}
      {skill.playbook === null || skill.state !== 'ready' || draft?.skill !== skill.name ? null : (
        <>
          <SkillSteps step={prepared === null ? 'input' : 'check'} />
          <NoServer />
          {prepared === null ? <SkillForm skill={skill} draft={draft} refused={null} /> : <SkillCheck skill={skill} draft={draft} view={prepared.view} />}
          {busy ? <Late words={t('skill.checking')} /> : null}
        </>
      )}
      {prepared === null && skill.state !== 'changed' ? <SkillAbout skill={skill} /> : null}
      {prepared === null && skill.playbook !== null && skill.playbook.bundle !== null ? <SkillReset skill={skill.name} /> : null}
      {prepared === null ? <Runs skill={skill.name} /> : null}
      {prepared === null ? <SkillPack skill={skill} /> : null}
    </article>
  );
}

function Runs({ skill }: { skill: string }) {
  const t = useT();
  const runs = (valueOf(skillsHooks.use((state) => state.list))?.runs ?? []).filter((run) => run.skill === skill).slice(0, 5);
  if (runs.length === 0) return null;
  return (
    <section className="standing" aria-label={t('skill.runs')}>
      <h2>{t('skill.runs')}</h2>
      <ul className="skill-runs">{runs.map((run) => <Run key={run.runId} run={run} />)}</ul>
    </section>
  );
}

function Run({ run }: { run: SkillRunView }) {
  const t = useT();
  const api = skillsHooks.useApi();
  const when = new Intl.DateTimeFormat(t.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(run.startedAt));
  return (
    <li>
      <span>{when}</span> <span className="soft">{t(run.endedAt === null ? 'skill.run.open' : 'skill.run.ended')}</span>
      {run.planId === null ? null : <a href={formatRoute('skills', run.skill, 'plan', run.planId)}>{t('skill.run.open-plan')}</a>}
      {run.endedAt === null ? (
        <>
          <Button onClick={() => void api.getState().resume(run.runId)}>{t('skill.run.resume')}</Button>
          <Button look="quiet" onClick={() => void api.getState().abandon(run.runId)}>{t('skill.run.abandon')}</Button>
        </>
      ) : null}
    </li>
  );
}
