import { box, disc, drawing, group, line, n, oval, shape, times } from './seed.mjs';

export const PALETTE = ['#8c2f4b', '#d1495b', '#2f6690', '#81b7c9', '#edae49', '#3b6b5e'];
const HEART = 'M400 420C250 320 190 250 210 180c18-62 96-82 150-26 16 16 32 34 40 50 8-16 24-34 40-50 54-56 132-36 150 26 20 70-40 140-190 240z';

export const SCENES = {
  hero: () => drawing(800, 500, 'A heart and its beat', box(0, 0, 800, 500, '#fbeeea'), disc(400, 260, 230, '#f6d7d3'), shape(HEART, '#d1495b'), shape('M236 190c14-44 62-62 100-36-40 0-78 22-100 36z', '#fff', 'opacity=".35"'), line('M0 290h250l26-60 40 130 44-210 46 200 30-60h364', '#8c2f4b', 9), line('M0 290h250l26-60 40 130 44-210 46 200 30-60h364', '#fff', 3)),
  listening: () => drawing(800, 500, 'A stethoscope on a desk', box(0, 0, 800, 500, '#81b7c9'), box(0, 330, 800, 170, '#e7d7c1'), line('M250 90c-30 120 10 210 100 220s140-100 110-220', '#2b2b33', 16), line('M350 310c0 90 80 130 160 110s120-80 90-130', '#2b2b33', 16), disc(600, 270, 48, '#c9ced3'), disc(600, 270, 34, '#f4f6f7'), disc(250, 84, 14, '#d1495b'), disc(460, 84, 14, '#d1495b'),
    box(80, 360, 170, 110, '#fff', 'rx="6" transform="rotate(-6 160 410)"'), times(4, (index) => line(`M104 ${388 + index * 20}l110 -12`, '#b8c4c9', 5)), box(640, 390, 90, 80, '#edae49', 'rx="10"'), shape('M730 405c30 0 30 44 0 44', 'none', 'stroke="#edae49" stroke-width="10"')),
  vessels: () => drawing(800, 500, 'A tree of vessels', box(0, 0, 800, 500, '#2a1a2e'), vesselTree(400, 480, -90, 130, 26, 0), disc(400, 480, 40, '#d1495b')),
  concert: () => drawing(800, 500, 'Concert house by night', box(0, 0, 800, 500, '#23395b'), times(26, (index) => disc((index * 173) % 800, (index * 59) % 200, 1.8, '#fff', 'opacity=".8"')), shape('M90 220L400 90l310 130z', '#edc98a'), box(110, 220, 580, 190, '#f3dfb5'), times(8, (index) => [box(140 + index * 70, 230, 22, 180, '#fff8e6'), shape(`M${170 + index * 70} 400v-90c0-30 30-30 30 0v90z`, '#edae49')]), box(70, 410, 660, 26, '#d8bd86'), box(40, 436, 720, 30, '#b99b66'),
    shape('M370 170c30-20 60 0 60 0v36h-60z', '#8c2f4b'), times(12, (index) => [disc(70 + index * 60, 456 - (index % 2) * 6, 9, ['#6f4529', '#edc3a3', '#c08457'][index % 3]), shape(`M${56 + index * 60} 500q0-36 14-36t14 36z`, PALETTE[index % 6])])),
  lab: () => drawing(800, 500, 'Learning on a phantom', box(0, 0, 800, 500, '#e6f0f2'), box(0, 400, 800, 100, '#bcd0d4'), box(140, 300, 520, 110, '#fff', 'rx="20"'), oval(250, 290, 70, 46, '#dba57e'), shape('M310 270h230c50 0 70 30 70 60H310z', '#81b7c9'), box(60, 60, 220, 150, '#1d2f3a', 'rx="10"'), line('M74 140h50l12-30 18 66 20-96 20 80 10-20h60', '#6fe3a5', 5), line('M74 180h190', '#edae49', 3),
    person(420, 200, '#3b6b5e', '#6f4529'), person(560, 190, '#2f6690', '#f6d7c3'), person(690, 220, '#8c2f4b', '#c08457')),
  vineyard: () => drawing(800, 500, 'Evening in the vineyard', box(0, 0, 800, 500, '#f6c28b'), disc(610, 170, 60, '#f9e3b4'), shape('M0 260C160 190 300 240 460 190s240 10 340-20v330H0z', '#7d9a6a'), times(8, (row) => times(13, (column) => oval(column * 72 - row * 26 + 20, 290 + row * 30, 20, 11, row % 2 ? '#3b6b5e' : '#54825a'))), times(8, (row) => line(`M${-row * 30} ${296 + row * 30}h900`, '#8a6a4a', 2, 'opacity=".6"')),
    box(520, 150, 90, 70, '#f3e3c8'), shape('M508 150l57-44 57 44z', '#8c2f4b'), shape('M120 500v-46c0-16 40-16 40 0v46z', '#8c2f4b'), shape('M190 500v-60c0-16 40-16 40 0v60z', '#2f6690')),
};

function person(x, y, cloth, skin) {
  return [shape(`M${x - 52} ${y + 130}q0 -96 52 -96t52 96z`, cloth), disc(x, y, 34, skin), shape(`M${x - 34} ${y - 4}q0 -34 34 -34t34 34q-34 -16 -68 0z`, '#2b1d1a')];
}

function vesselTree(x, y, angle, length, width, depth) {
  if (depth > 6 || length < 8) return '';
  const radians = (angle * Math.PI) / 180;
  const [toX, toY] = [x + Math.cos(radians) * length, y + Math.sin(radians) * length];
  const colour = ['#d1495b', '#e06a72', '#e98a86', '#f0a79d', '#f4c2b3', '#f8d8c8', '#fbeadf'][depth];
  const bend = 22 + depth * 3;
  return [
    line(`M${n(x)} ${n(y)}Q${n((x + toX) / 2 + (depth % 2 ? 14 : -14))} ${n((y + toY) / 2)} ${n(toX)} ${n(toY)}`, colour, width),
    vesselTree(toX, toY, angle - bend, length * 0.76, width * 0.68, depth + 1), vesselTree(toX, toY, angle + bend - 4, length * 0.72, width * 0.66, depth + 1),
    depth % 2 === 0 ? group('', vesselTree(toX, toY, angle + 3, length * 0.5, width * 0.5, depth + 2)) : '',
  ];
}
