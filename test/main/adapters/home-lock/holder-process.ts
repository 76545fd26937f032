import { lockHome } from '../../../../main/adapters/home-lock/home-lock.ts';

/** A process of its own that holds a home until it is told to end; says its number once it does, or why it does not. */
const held = await Promise.resolve().then(() => lockHome(process.argv[2] ?? '')).catch((error: unknown) => error);
process.stdout.write(held instanceof Error ? `${held.message}\n` : `holds as ${process.pid}\n`);
process.stdin.on('data', () => undefined).on('end', () => {
  if (!(held instanceof Error)) (held as { release(): void }).release();
});
