import { Component, type ReactNode } from 'react';
import { Button, Empty } from '../ui/parts.tsx';
import { LanguageContext } from './language-context.tsx';

interface BoundaryState {
  readonly failed: boolean;
}

/**
 * Stands around what may fail while it is drawn or loaded late: a sentence and a way on in its place, never a blank
 * page. Give it a `key` that changes with the room, so that another room is not held back.
 */
export class RoomBoundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  static override contextType = LanguageContext;
  declare context: React.ContextType<typeof LanguageContext>;
  override state: BoundaryState = { failed: false };

  static getDerivedStateFromError(): BoundaryState {
    return { failed: true };
  }

  override render(): ReactNode {
    const t = this.context;
    if (!this.state.failed || t === null) return this.props.children;
    return (
      <main className="room room-wide">
        <div role="alert"><Empty title={t('room-error.title')} action={<Button look="main" onClick={() => this.setState({ failed: false })}>{t('room-error.again')}</Button>}>{t('room-error.words')}</Empty></div>
      </main>
    );
  }
}
