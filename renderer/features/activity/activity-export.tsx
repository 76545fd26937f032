import { spokenProblem, visible } from '../../../preload/contract/language/index.ts';
import { useT } from '../../app/language-context.tsx';
import { Button, Notice } from '../../ui/parts.tsx';
import { activityHooks } from './activity-store.ts';

const FORMATS = ['jsonl', 'csv', 'ocsf'] as const;

/** The whole log into a file: in which format, how far it is, how to stop it, and where it lies now. */
export function Export() {
  const t = useT();
  const api = activityHooks.useApi();
  const exported = activityHooks.use((state) => state.exported);
  const busy = exported?.state === 'loading';
  return (
    <section className="counted" aria-label={t('activity.export')}>
      <h2>{t('activity.export')}</h2>
      <p className="hint">{t('activity.export.words')}</p>
      <div className="actions">
        {FORMATS.map((format) => <Button key={format} aria-disabled={busy} onClick={() => void api.getState().export(format)}>{t(`activity.export.${format}`)}</Button>)}
      </div>
      <Underway />
      {exported?.state === 'broken' ? <Notice tone="danger" role="alert">{spokenProblem(exported.problem, t)}</Notice> : null}
      {exported?.state === 'ready' && exported.value.path !== null ? <Notice tone="good" role="status">{t('activity.export.done', { path: visible(exported.value.path, 300) })}</Notice> : null}
      {exported?.state === 'ready' ? <NotWhole {...exported.value.leftOut} /> : null}
      {exported?.state === 'ready' && exported.value.stopped ? <Notice role="status">{t('activity.export.stopped')}</Notice> : null}
    </section>
  );
}

/** That what was written is not the whole log, where it is not. */
function NotWhole({ lines, files }: { readonly lines: number; readonly files: number }) {
  const t = useT();
  const words = [...(files > 0 ? [t('activity.export.unread', { count: files })] : []), ...(lines > 0 ? [t('cli.export-left-out', { count: lines })] : [])];
  return words.length === 0 ? null : <Notice tone="danger" role="alert">{words.join(' ')}</Notice>;
}

/** How far the export is. Said to a screen reader by the bar itself, so that it does not speak at every step. */
function Underway() {
  const t = useT();
  const api = activityHooks.useApi();
  const exporting = activityHooks.use((state) => state.exporting);
  if (exporting === null) return null;
  const words = t('activity.export.underway', exporting);
  return (
    <div className="actions">
      <progress aria-label={t('activity.export.progress')} max={Math.max(1, exporting.of)} value={Math.min(exporting.written, exporting.of)} />
      <span>{words}</span>
      <Button onClick={() => void api.getState().stopExport()}>{t('activity.export.stop')}</Button>
    </div>
  );
}
