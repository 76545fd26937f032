import { visible } from '../../../preload/contract/language/index.ts';
import type { PolicyProblemView, PolicyView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { spokenPolicyProblem } from './problem-words.ts';
import { Hostile } from '../../ui/hostile-text.tsx';
import { Notice } from '../../ui/parts.tsx';
import { Contacts } from './why.tsx';

/** What is wrong with a policy: file, line and key, what applies instead, and whom to call. */
export function DamagedPage({ policy }: { policy: PolicyView }) {
  const t = useT();
  const open = policy.damaged.some(({ instead }) => instead === null);
  return (
    <article className="page">
      <h1>{t('policy.damaged.title')}</h1>
      <Notice tone="danger" role="alert">{t(open ? 'policy.damaged.nothing' : 'policy.damaged.last')}</Notice>
      <p><Contacts /></p>
      {policy.damaged.map(({ file, problems, instead }) => (
        <section key={file} aria-label={visible(file, 200)}>
          <h2><code><Hostile text={file} cap={300} joints /></code></h2>
          <p>{instead === null ? t('policy.damaged.instead-nothing') : t('policy.damaged.instead-last', { version: instead })}</p>
          <ProblemTable problems={problems} />
        </section>
      ))}
      <p className="hint">{t('policy.damaged.what-to-do')}</p>
    </article>
  );
}

/** Problems with line and key, as they stand in the file. */
export function ProblemTable({ problems }: { problems: readonly PolicyProblemView[] }) {
  const t = useT();
  return (
    <table className="policy-problems">
      <thead><tr><th scope="col">{t('policy.line')}</th><th scope="col">{t('policy.key')}</th><th scope="col">{t('policy.problem')}</th></tr></thead>
      <tbody>
        {problems.map((problem, at) => (
          <tr key={at}>
            <td>{problem.line}</td>
            <td><code><Hostile text={problem.pointer === '' ? '/' : problem.pointer} cap={120} joints /></code></td>
            <td>{spokenPolicyProblem(problem, t)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
