import { useT } from '../../app/language-context.tsx';

const STEPS = ['input', 'check', 'preview', 'run', 'receipt'] as const;
export type SkillStep = (typeof STEPS)[number];

/** Where a run is, in one quiet line. */
export function SkillSteps({ step }: { step: SkillStep }) {
  const t = useT();
  const at = STEPS.indexOf(step);
  return (
    <ol className="skill-steps" aria-label={t('skill.steps')}>
      {STEPS.map((one, place) => <li key={one} className={place < at ? 'step-over' : undefined} aria-current={place === at ? 'step' : undefined}>{t(`skill.step.${one}`)}</li>)}
    </ol>
  );
}
