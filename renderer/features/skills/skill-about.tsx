import type { SkillView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Fact } from '../../ui/parts.tsx';
import { said } from './skill-words.ts';

/** What a skill does, never does, and may ask for at most: the same before it is installed and ever after. */
export function SkillAbout({ skill }: { skill: SkillView }) {
  const t = useT();
  const { playbook } = skill;
  if (playbook === null) return <dl className="facts"><Fact label={t('skill.task')}><Hostile text={skill.description} cap={1_024} /></Fact></dl>;
  const files = playbook.inputs.filter(({ type }) => type === 'table' || type === 'folder');
  return (
    <dl className="facts">
      <Fact label={t('skill.task')}><Hostile text={said(playbook.task, t)} cap={500} /></Fact>
      <Fact label={t('skill.never')}><Hostile text={said(playbook.never, t)} cap={500} /></Fact>
      <Fact label={t('skill.effect')}>{t(`effect.${playbook.effect}`)}</Fact>
      <Fact label={t('skill.tools')}><ul className="skill-tools">{playbook.tools.map(({ tool, effect }) => <li key={tool}><code><Hostile text={tool} cap={60} joints /></code> <span className="soft">{t(`effect.${effect}`)}</span></li>)}</ul></Fact>
      {files.length === 0 ? null : <Fact label={t('skill.reads')}><ul className="skill-tools">{files.map(({ name, label }) => <li key={name}><Hostile text={said(label, t)} cap={120} /></li>)}</ul></Fact>}
      <Fact label={t('skill.limits')}>{t('skill.limits.words', playbook.limits)}</Fact>
    </dl>
  );
}
