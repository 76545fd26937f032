import { sentence, spokenCode, visible, type Translate } from '../../preload/contract/language/index.ts';
import type { Card } from '../core/preview/card.ts';
import type { Effect, Json, JsonObject } from '../core/words/index.ts';
import { foreign, type Ink, type Tone } from './ink.ts';
import { paintChange, paintValue } from './paint-change.ts';

const TONES: Readonly<Record<Effect, Tone>> = {
  read: 'read', write: 'write', send: 'send', publish: 'send', delete: 'danger', configure: 'danger', permission: 'danger',
};

/**
 * A card as lines of text: our bar, the one sentence, the change, what is not known, the cautions, the arguments, what is
 * signed. Everything that came from a server is quoted or marked; none of it reaches the terminal raw.
 */
export function paintCard(card: Card, t: Translate, ink: Ink): string[] {
  const lines = paintWhole(card, t, ink);
  // SECURITY: what is long pushes our bar out of sight; the person answers to what stands above the prompt.
  return fitsScreen(lines) ? lines : [...lines, '', ...paintBar(card, t, ink), ink('strong', sentence(card.preview.sentence, t))];
}

/** So much stands on the smallest usual screen, with room for the prompt. */
const SCREEN = { rows: 20, columns: 80 } as const;

function fitsScreen(lines: readonly string[]): boolean {
  return lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / SCREEN.columns)), 0) <= SCREEN.rows;
}

function paintWhole(card: Card, t: Translate, ink: Ink): string[] {
  const { preview } = card;
  return [
    '',
    ...paintBar(card, t, ink),
    '',
    ink('strong', sentence(preview.sentence, t)),
    ink('faint', t(`preview.${preview.kind}`)),
    ...paintMeanwhile(card, t, ink),
    ...preview.changes.flatMap((change) => paintChange(change, t, ink)),
    ...preview.unknowns.map((unknown) => `  ? ${spokenCode('unknown', unknown, t)}`),
    ...paintFiles(card, t, ink),
    ...paintCautions(card, t, ink),
    ...paintArguments(card.args, t, ink),
    ...paintReads(card, t, ink),
    `${t('card.why-asked')}: ${spokenCode('reason', card.because, t)}`,
    ink('faint', t('cli.signs', { hash: card.approval.slice(0, 12) })),
  ];
}

function paintBar({ bar }: Card, t: Translate, ink: Ink): string[] {
  const first = t('cli.bar', {
    effect: ink(TONES[bar.effect], ` ${t(`effect.${bar.effect}`)} `), server: visible(bar.serverName), trust: t(`trust.${bar.trust}`),
    tool: visible(bar.tool), pin: t(`pin.${bar.pin}`),
  });
  const second = t('cli.bar-more', {
    planner: visible(bar.planner.name), role: spokenCode('role', bar.role, t), environment: t(`environment.${bar.environment}`),
    class: t(`class.${bar.serverClass}`),
  });
  return [first, ink('faint', `${t(`effect-source.${bar.effectSource}`)} · ${second}`)];
}

/** What moved under the question since it was put before. */
function paintMeanwhile(card: Card, t: Translate, ink: Ink): string[] {
  if (card.meanwhile.length === 0) return [];
  return [ink('caution', t('card.moved-since')), ...card.meanwhile.flatMap((change) => paintChange(change, t, ink)), ''];
}

/** Files that the arguments name and whose contents are part of what is approved. */
function paintFiles({ preview: { files } }: Card, t: Translate, ink: Ink): string[] {
  if (files.length === 0) return [];
  return [t('card.files'), ...files.map(({ path, bytes, digest }) => `  ${foreign(path, ink)} ${digest === null ? t('card.files-absent') : `${bytes} B · sha256 ${digest.slice(0, 16)}`}`)];
}

function paintCautions(card: Card, t: Translate, ink: Ink): string[] {
  return card.cautions.map(({ code, pointer, excerpt }) => {
    const place = [pointer, excerpt].filter((text) => text !== null && text !== '').map((text) => t('common.quoted', { text: visible(text ?? '') }));
    return ink('caution', `  ! ${[spokenCode('caution', code, t), ...place].join(' ')}`);
  });
}

function paintArguments(args: JsonObject, t: Translate, ink: Ink): string[] {
  const entries = Object.entries(args);
  if (entries.length === 0) return [t('cli.no-arguments')];
  return [t('cli.arguments'), ...entries.flatMap(([name, value]) => paintArgument(name, value, t, ink))];
}

function paintArgument(name: string, value: Json, t: Translate, ink: Ink): string[] {
  const head = `  ${foreign(name, ink, 'strong')} (${t(`type.${typeOf(value)}`)})`;
  const lines = paintValue(value, ink);
  return lines.length === 1 ? [`${head}: ${lines[0] ?? ''}`] : [`${head}:`, ...lines.map((line) => `    | ${line}`)];
}

function typeOf(value: Json): 'nothing' | 'boolean' | 'number' | 'text' | 'list' | 'object' {
  if (value === null) return 'nothing';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'object') return Array.isArray(value) ? 'list' : 'object';
  return typeof value === 'number' ? 'number' : 'boolean';
}

function paintReads(card: Card, t: Translate, ink: Ink): string[] {
  if (card.lookFirst.length === 0) return [];
  return [t('cli.look-first-reads'), ...card.lookFirst.map(({ tool, args, dryRun }) => `  ${dryRun === true ? `${t('choice.dry-run')} ` : ''}${foreign(tool, ink)} ${foreign(JSON.stringify(args), ink)}`)];
}
