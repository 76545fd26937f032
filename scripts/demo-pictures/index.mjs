// Draws the pictures of the demo events into skills/demo-content/pictures: portraits, scenes and a plan for each event.
// Everything is made here from shapes, so that it may be shipped; nobody in it exists. Run again after a change of a name.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

const skill = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'skills', 'demo-content');

for (const file of readdirSync(join(skill, 'content'))) {
  const event = JSON.parse(readFileSync(join(skill, 'content', file), 'utf8'));
  const { PALETTE, SCENES } = STYLES[event.industry];
  const folder = join(skill, 'pictures', event.industry);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const write = (name, svg) => writeFileSync(join(folder, `${name}.svg`), svg);
  for (const [name, draw] of Object.entries(SCENES)) write(name, draw());
  write('plan', floorPlan(event.industry, event.rooms, PALETTE));
  event.speakers.forEach((speaker, index) => write(`portrait-${speaker.key}`, portrait(speaker.name, index, speaker.drawn.looks, PALETTE, speaker.drawn.tone)));
}
