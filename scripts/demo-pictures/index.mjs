// Draws the pictures of the demo events into skills/demo-content/data/<event>-pictures.json: portraits, scenes and a plan for
// each event. Everything is made here from shapes, so that it may be shipped; nobody in it exists. Run again after a change of
// a name. `--svg=FOLDER` writes the drawings beside, to be looked at.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as campus from './campus.mjs';
import * as energy from './energy.mjs';
import * as festival from './festival.mjs';
import * as freight from './freight.mjs';
import * as medicine from './medicine.mjs';
import { floorPlan } from './plan.mjs';
import { portrait } from './portrait.mjs';

const STYLES = { 'trade-fair': energy, 'medical-congress': medicine, 'staff-days': freight, 'city-festival': festival, 'open-day': campus };
const data = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'skills', 'demo-content', 'data');
const folder = process.argv.find((arg) => arg.startsWith('--svg='))?.slice('--svg='.length) ?? null;

const ALT = {
  plan: { en: 'Plan of the place', de: 'Lageplan' },
  portrait: (name) => ({ en: `${name}, drawn`, de: `${name}, gezeichnet` }),
};

/** Every picture of one event: name, what it shows, and the drawing. */
function picturesOf(event) {
  const { PALETTE, SCENES } = STYLES[event.industry];
  const scenes = Object.entries(SCENES).map(([key, draw]) => ({ key, alt: sceneAlt(event, key, draw()), svg: draw() }));
  const portraits = event.speakers.map((speaker, index) => ({
    key: `portrait-${speaker.drawn.key}`, alt: ALT.portrait(speaker.name), svg: portrait(speaker.name, index, speaker.drawn.looks, PALETTE, speaker.drawn.tone),
  }));
  return [...scenes, { key: 'plan', alt: ALT.plan, svg: floorPlan(event.industry, event.rooms, PALETTE) }, ...portraits];
}

/** The title inside the drawing is its description; German ones stand in the event's own list. */
function sceneAlt(event, key, svg) {
  return { en: /<title>([^<]*)<\/title>/.exec(svg)[1], de: event.scenes[key] };
}

for (const file of readdirSync(data).filter((name) => Object.hasOwn(STYLES, name.replace('.json', '')))) {
  const event = JSON.parse(readFileSync(join(data, file), 'utf8'));
  const pictures = picturesOf(event);
  if (folder !== null) {
    mkdirSync(join(folder, event.industry), { recursive: true });
    for (const { key, svg } of pictures) writeFileSync(join(folder, event.industry, `${key}.svg`), svg);
  }
  const items = pictures.map(({ key, alt, svg }) => ({ name: `${key}.svg`, mimeType: 'image/svg+xml', alt, content: Buffer.from(svg).toString('base64') }));
  writeFileSync(join(data, `${event.industry}-pictures.json`), `${JSON.stringify({ items }, null, 1)}\n`);
}
