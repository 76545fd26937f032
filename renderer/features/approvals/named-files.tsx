import type { PlannedCallView } from '../../../preload/contract/views.ts';
import { useT } from '../../app/language-context.tsx';
import { sizeOf } from '../../ui/diff/size.ts';
import { Hostile } from '../../ui/hostile-text.tsx';

/** Files that the arguments name and whose contents are part of what is approved. */
export function NamedFiles({ files }: { files: PlannedCallView['preview']['files'] }) {
  const t = useT();
  if (files.length === 0) return null;
  return (
    <section className="named-files" aria-label={t('card.files')}>
      <h2>{t('card.files')}</h2>
      <ul>
        {files.map(({ pointer, path, bytes, digest }) => (
          <li key={`${pointer} ${path}`}>
            <Hostile text={path} cap={300} />
            <span className="hint">{digest === null ? t('card.files-absent') : <>{sizeOf(bytes, t.locale)} · <code>sha256 {digest.slice(0, 16)}</code></>}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
