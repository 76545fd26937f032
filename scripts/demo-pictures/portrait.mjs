import { box, disc, drawing, line, n, oval, seeded, shape } from './seed.mjs';

const SKINS = ['#f6d7c3', '#edc3a3', '#dba57e', '#c08457', '#9b6440', '#6f4529', '#52331f'];
const HAIRS = ['#23191a', '#3d2620', '#6a4128', '#a5692f', '#d8ab5b', '#8c8c92', '#e7e4df', '#7b2f22'];
const FRAMES = ['#2b2b33', '#7a4b2b', '#3a5a78'];

/** What lies behind the head, so that it is drawn before it. */
const BACK = {
  long: (hair) => shape('M128 170c-8 62-6 120 6 148h132c12-28 14-86 6-148z', hair),
  bob: (hair) => shape('M132 160c-6 40-6 78 2 96h132c8-18 8-56 2-96z', hair),
  bun: (hair) => disc(200, 84, 28, hair),
  curls: (hair) => [[140, 130], [128, 168], [136, 206], [260, 130], [272, 168], [264, 206], [200, 98], [166, 106], [234, 106]].map(([x, y]) => disc(x, y, 30, hair)),
  braid: (hair) => [shape('M132 160c-4 30-4 50 0 66h136c4-16 4-36 0-66z', hair), ...[240, 262, 284, 304].map((y, index) => oval(272 - index * 2, y, 13, 15, hair))],
  scarf: (_, cloth) => shape('M124 170c0-60 34-92 76-92s76 32 76 92c0 70-8 112-20 150H144c-12-38-20-80-20-150z', cloth),
};
const TOP = {
  long: (hair) => shape('M134 172c0-54 28-84 66-84s66 30 66 84c-16-22-34-34-44-44-16 20-52 34-88 44z', hair),
  bob: (hair) => shape('M134 170c0-54 28-82 66-82s66 28 66 82c-10-14-16-28-18-38-34 8-74 6-96-2-4 14-8 28-18 40z', hair),
  bun: (hair) => shape('M136 166c0-50 28-76 64-76s64 26 64 76c-14-30-36-42-64-42s-50 12-64 42z', hair),
  curls: (hair) => [150, 172, 200, 228, 250].map((x, index) => disc(x, 116 - (index % 2) * 8, 22, hair)),
  braid: (hair) => shape('M134 170c0-54 28-82 66-82s66 28 66 82c-8-22-30-44-60-50-30 8-60 28-72 50z', hair),
  short: (hair) => shape('M136 160c-2-48 28-72 66-72 36 0 64 22 62 72-8-14-12-24-14-32-34 6-68 2-96-6-4 14-10 26-18 38z', hair),
  crop: (hair) => shape('M138 150c2-42 28-60 62-60s60 18 62 60c-20-20-42-26-62-26s-42 6-62 26z', hair),
  side: (hair) => shape('M136 164c-6-56 30-80 70-76 40 2 62 30 58 76-10-10-16-26-18-38-30 4-70-4-84-12-8 16-18 32-26 50z', hair),
  bald: () => '',
  scarf: (_, cloth) => shape('M136 168c0-52 28-80 64-80s64 28 64 80c-12-28-34-42-64-42s-52 14-64 42z', cloth),
};
const BEARDS = {
  full: (hair) => shape('M140 186c2 48 26 76 60 76s58-28 60-76c-10 18-22 24-34 24-8-10-44-10-52 0-12 0-24-6-34-24z', hair),
  goatee: (hair) => shape('M178 240c4 18 12 26 22 26s18-8 22-26c-12 9-32 9-44 0z', hair),
  moustache: (hair) => shape('M172 214c8-12 22-12 28-4 6-8 20-8 28 4-10 4-20 4-28-2-8 6-18 6-28 2z', hair),
};

/** Hairstyle and beard of a person. */
const LOOKS = { f: ['long', 'bob', 'bun', 'curls', 'braid', 'scarf', 'short'], m: ['short', 'crop', 'side', 'bald', 'curls', 'crop'] };

/** The portrait of somebody who does not exist: flat shapes, no likeness. `index` spreads styles and skins within one event. */
export function portrait(name, index, looks, palette, tone) {
  const random = seeded(name);
  const style = LOOKS[looks][(index * 3 + random.whole(0, 1)) % LOOKS[looks].length];
  const skin = SKINS[Math.min(SKINS.length - 1, Math.max(0, tone + random.whole(-1, 0)))];
  const hair = tone > 3 ? HAIRS[random.whole(0, 1)] : tone > 1 ? HAIRS[random.whole(0, 2)] : random.pick(HAIRS);
  const [ground, cloth, second] = [palette[index % palette.length], palette[(index + 2) % palette.length], palette[(index + 3) % palette.length]];
  const beard = looks === 'm' && random.chance(0.5) ? random.pick(Object.keys(BEARDS)) : null;
  return drawing(400, 400, `${name}, drawn`,
    box(0, 0, 400, 400, ground), disc(random.number(60, 340), random.number(40, 160), random.number(70, 130), '#ffffff', 'opacity=".13"'),
    BACK[style]?.(hair, second) ?? '',
    shape('M60 400c4-78 54-110 110-116h60c56 6 106 38 110 116z', cloth),
    shape('M172 236h56v48c0 18-56 18-56 0z', skin), shape('M172 262c16 12 40 12 56 0v10c-16 14-40 14-56 0z', '#000', 'opacity=".12"'),
    collar(random, second),
    oval(134, 182, 11, 16, skin), oval(266, 182, 11, 16, skin), oval(200, 176, 66, 80, skin),
    TOP[style](hair, second), beard === null ? '' : BEARDS[beard](hair), face(random, beard), random.chance(0.35) ? glasses(random.pick(FRAMES)) : '',
    looks === 'f' && random.chance(0.5) ? [disc(134, 204, 5, second), disc(266, 204, 5, second)] : '',
  );
}

function collar(random, colour) {
  switch (random.whole(0, 2)) {
    case 0: return [shape('M164 282l36 46-30 22-22-60z', '#fff', 'opacity=".9"'), shape('M236 282l-36 46 30 22 22-60z', '#fff', 'opacity=".9"')];
    case 1: return shape('M160 284c10 28 70 28 80 0l12 8c-10 44-94 44-104 0z', colour);
    default: return shape('M166 283c8 60 60 60 68 0l-10-4c-6 34-42 34-48 0z', '#fff', 'opacity=".35"');
  }
}

function face(random, beard) {
  const eye = random.number(166, 174);
  const smile = random.number(6, 16);
  return [
    disc(eye, 176, 5.5, '#241c1c'), disc(400 - eye, 176, 5.5, '#241c1c'),
    line(`M${n(eye - 12)} 158q12 -8 24 -1`, '#241c1c', 4, 'opacity=".75"'), line(`M${n(400 - eye - 12)} 157q12 -7 24 1`, '#241c1c', 4, 'opacity=".75"'),
    line('M200 182q-8 18 4 20', '#000', 3.5, 'opacity=".25"'),
    beard === 'full' ? line(`M184 222q16 ${n(smile)} 32 0`, '#fff', 4, 'opacity=".85"') : line(`M180 221q20 ${n(smile + 6)} 40 0`, '#8c2f39', 4.5),
    disc(158, 206, 10, '#e2574c', 'opacity=".16"'), disc(242, 206, 10, '#e2574c', 'opacity=".16"'),
  ];
}

function glasses(colour) {
  return [
    `<circle cx="170" cy="177" r="19" fill="#fff" fill-opacity=".18" stroke="${colour}" stroke-width="4.5"/>`,
    `<circle cx="230" cy="177" r="19" fill="#fff" fill-opacity=".18" stroke="${colour}" stroke-width="4.5"/>`,
    line('M189 175q11 -6 22 0M151 174l-14 -4M249 174l14 -4', colour, 4.5),
  ];
}
