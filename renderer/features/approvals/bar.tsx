import { spokenCode } from '../../../preload/contract/language/index.ts';
import type { PlannedCallView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { Hostile } from '../../ui/hostile-text.tsx';

/**
 * Our bar: what the call can do, to which server, with which tool, planned by whom. Drawn from closed words and
 * from names cut to one line each.
 * SECURITY: no text of a server takes part in the layout here; each stands in its own isolated, capped span.
 */
export function Bar({ card }: { card: PlannedCallView }) {
  const t = useT();
  const { bar } = card;
  return (
    <header className="bar" aria-label={t('bar.label')}>
      <div className="bar-effect">
        <strong>{t(`effect.${bar.effect}`)}</strong>
        <span>{t(`effect-source.${bar.effectSource}`)}</span>
      </div>
      <dl className="bar-facts">
        <div><dt>{t('bar.server')}</dt><dd><b><Hostile text={bar.serverName} cap={48} /></b><span className={`tag tag-${bar.trust}`}>{t(`trust.${bar.trust}`)}</span><span className="soft">{t(`class.${bar.serverClass}`)} · {t(`environment.${bar.environment}`)}</span></dd></div>
        <div><dt>{t('bar.tool')}</dt><dd><b><Hostile text={bar.tool} cap={48} /></b><span className={`tag tag-pin-${bar.pin}`}>{t(`pin.${bar.pin}`)}</span></dd></div>
        <div><dt>{t('bar.planner')}</dt><dd>{t(`planner.${bar.planner.kind}`)}{bar.planner.kind === 'person' ? null : <> · <Hostile text={bar.planner.name} cap={40} /></>}<span className="soft">{t('bar.role', { role: spokenCode('role', bar.role, t) })}</span></dd></div>
        <div><dt>{t('bar.project')}</dt><dd>{bar.project === null ? <span className="soft">{t('bar.no-project')}</span> : <Hostile text={bar.project} cap={48} />}</dd></div>
      </dl>
    </header>
  );
}
