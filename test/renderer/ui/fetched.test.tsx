import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Suspense } from 'react';
import { fetched } from '../../../renderer/ui/fetched.tsx';

const Hello = ({ name }: { name: string }) => <b>{name}</b>;
const painted = (Component: ReturnType<typeof fetched<{ name: string }>>): string => renderToString(<Suspense fallback="…"><Component name="Eva" /></Suspense>);

describe('a component in a file of its own', () => {
  it('is painted at once where it was fetched before, without a fallback', async () => {
    const Component = fetched(() => Promise.resolve(Hello));
    Component.fetch();
    await Promise.resolve();
    await Promise.resolve();
    expect(painted(Component)).toContain('<b>Eva</b>');
    expect(painted(Component)).not.toContain('…');
  });

  it('shows the fallback where it was not', () => {
    expect(painted(fetched(() => Promise.resolve(Hello)))).toContain('…');
  });

  it('is asked for again where a fetch failed, and nobody is bothered with that', async () => {
    let tries = 0;
    const Component = fetched(() => ((tries += 1) === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(Hello)));
    Component.fetch();
    await Promise.resolve();
    Component.fetch();
    await new Promise((resolve) => { setTimeout(resolve); });
    expect(painted(Component)).toContain('<b>Eva</b>');
  });
});
