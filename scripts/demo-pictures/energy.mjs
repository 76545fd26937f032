import { box, disc, drawing, group, line, n, oval, seeded, shape, times } from './seed.mjs';

export const PALETTE = ['#0f5c6e', '#2a9d8f', '#e9b44c', '#e4754f', '#274060', '#86a873'];
const sky = (top, bottom, id) => [`<defs><linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs>`, box(0, 0, 800, 500, `url(#${id})`)];
const turbine = (x, y, size, turn) => group(`translate(${n(x)} ${n(y)}) scale(${n(size)})`,
  shape('M-3 0h6l4 190h-14z', '#fdfdf8'), [0, 120, 240].map((angle) => group(`rotate(${angle + turn})`, shape('M-4 0C-9 -30 -5 -86 0 -98 4 -86 6 -30 4 0z', '#fdfdf8'))), disc(0, 0, 8, '#dfe7e2'));

export const SCENES = {
  hero: () => drawing(800, 500, 'Wind at sea at sunrise', sky('#f9d7a0', '#f3efe0', 's'), disc(560, 250, 84, '#f4a259'), disc(560, 250, 120, '#f4a259', 'opacity=".2"'),
    box(0, 290, 800, 210, '#2f7f8c'), times(9, (index) => line(`M${index * 96 - 20} ${320 + (index % 4) * 34}q30 -12 60 0t60 0`, '#fff', 3, 'opacity=".35"')),
    turbine(150, 130, 1.1, 12), turbine(320, 190, 0.75, 40), turbine(690, 150, 1, 75), turbine(470, 220, 0.5, 20),
    shape('M0 420C140 380 260 440 420 410s260 20 380-10v100H0z', '#17505c')),
  pumps: () => drawing(800, 500, 'Heat pump in a narrow yard', box(0, 0, 800, 500, '#f0d9c0'), box(0, 0, 240, 430, '#c86b4a'), box(560, 0, 240, 430, '#b85c41'),
    times(6, (row) => times(2, (column) => [box(30 + column * 110, 30 + row * 66, 60, 42, '#fbe9c7', 'rx="3"'), box(590 + column * 110, 30 + row * 66, 60, 42, row % 3 === 1 ? '#f6c453' : '#8fb4bd', 'rx="3"')])),
    shape('M240 430L320 320h160l80 110z', '#9aa79b'), box(320, 0, 160, 320, '#cfe3ea'), shape('M400 60c60 0 70 60 40 90 30 10 30 80-40 80s-70-70-40-80c-30-30-20-90 40-90z', '#86a873'), box(394, 200, 12, 120, '#6b4a34'),
    box(290, 340, 220, 130, '#f7f7f2', 'rx="12"'), disc(370, 405, 50, '#dfe5e0'), times(6, (index) => group(`rotate(${index * 60} 370 405)`, shape('M370 405c-6 -20 2 -40 18 -44 -2 18 -8 34 -18 44z', '#0f5c6e'))), times(5, (index) => box(446, 366 + index * 18, 44, 7, '#0f5c6e', 'rx="3"')), box(0, 470, 800, 30, '#8c8272')),
  storage: () => drawing(800, 500, 'Sand silo that stores heat', sky('#274060', '#86a9b8', 'n'), times(30, (index) => disc((index * 137) % 800, (index * 71) % 220, 1.6, '#fff', 'opacity=".8"')),
    shape('M0 360C200 320 500 350 800 310v190H0z', '#e9edf0'), box(280, 110, 240, 280, '#e4754f', 'rx="8"'), oval(400, 110, 120, 32, '#f08d68'), times(6, (index) => line(`M280 ${160 + index * 40}q120 34 240 0`, '#b9532f', 5)),
    shape('M330 200h140l-20 60h-100z', '#f9c784', 'opacity=".9"'), line('M520 330h110v70h60', '#c9d3d6', 18), box(640, 330, 120, 90, '#2f5061'), times(3, (index) => box(654 + index * 34, 350, 22, 26, '#f6c453')), shape('M630 330l70-46 70 46z', '#1c3542'),
    line('M280 350H150v60', '#c9d3d6', 18), shape('M60 420l40-110 40 110z', '#335c4c'), shape('M20 430l34-90 34 90z', '#3f6f5b')),
  cable: () => drawing(800, 500, 'Cable ship laying a line', sky('#cfe8ef', '#f6f3e6', 'c'), box(0, 280, 800, 220, '#14606f'), shape('M150 260h470l-50 70H210z', '#e4754f'), shape('M170 236h430l20 24H150z', '#fff'), box(440, 130, 110, 106, '#f7f5ee'), times(3, (index) => box(454 + index * 32, 150, 20, 18, '#274060')), box(476, 80, 38, 50, '#e9b44c'),
    disc(260, 196, 52, '#3d3d47'), disc(260, 196, 34, '#e9b44c'), disc(260, 196, 14, '#3d3d47'), line('M210 210C110 240 120 330 180 380S430 470 800 440', '#1b1b22', 9), line('M210 210C110 240 120 330 180 380S430 470 800 440', '#e9b44c', 2),
    times(7, (index) => line(`M${index * 120 - 30} ${348 + (index % 3) * 40}q26 -12 52 0t52 0`, '#fff', 3, 'opacity=".3"')), times(3, (index) => line(`M${90 + index * 60} ${70 + index * 18}q12 -12 22 0q12 -12 22 0`, '#274060', 4))),
  hall: () => { const random = seeded('hall'); return drawing(800, 500, 'The halls on a busy morning', box(0, 0, 800, 500, '#e8ecea'), shape('M0 0h800L560 210H240z', '#c6d6d8'), times(9, (index) => line(`M${index * 100} 0L${240 + index * 40} 210`, '#f4f8f8', 4)), box(240, 210, 320, 70, '#f6f3ea'), shape('M0 0v500l240-220v-70z', '#a9c1c2'), shape('M800 0v500L560 280v-70z', '#a9c1c2'), shape('M0 500L240 280h320l240 220z', '#dcd5c5'),
    [[60, 200, '#e4754f'], [130, 230, '#2a9d8f'], [640, 230, '#e9b44c'], [700, 200, '#274060']].map(([x, y, colour]) => [box(x - 40, y, 80, 150, colour, 'rx="6"'), box(x - 30, y + 14, 60, 30, '#fff', 'opacity=".85"'), box(x - 34, y + 104, 68, 46, '#fff', 'opacity=".3"')]),
    times(46, () => { const y = random.number(300, 470); const size = (y - 200) / 190; const x = random.number(400 - size * 220, 400 + size * 220); const colour = random.pick(PALETTE); return [disc(x, y - 34 * size, 8 * size, random.pick(['#6f4529', '#edc3a3', '#c08457', '#f6d7c3'])), shape(`M${n(x - 11 * size)} ${n(y)}q0 ${n(-26 * size)} ${n(11 * size)} ${n(-26 * size)}t${n(11 * size)} ${n(26 * size)}z`, colour)]; })); },
  panels: () => drawing(800, 500, 'Solar roofs over a market', sky('#f7e3b5', '#fdf8ea', 'p'), disc(650, 100, 52, '#f4a259'), shape('M0 300l130-60 120 50 140-70 160 70 110-50 140 60v200H0z', '#d8b58a'),
    times(3, (row) => times(4, (column) => group(`translate(${60 + column * 180 - row * 14} ${250 + row * 74}) skewX(-14)`, box(0, 0, 150, 52, '#274060', 'rx="3"'), times(5, (cell) => line(`M${30 * cell} 0v52`, '#7fa6c9', 2)), line('M0 26h150', '#7fa6c9', 2)))),
    times(8, (index) => [box(20 + index * 100, 462, 70, 38, index % 2 ? '#e4754f' : '#2a9d8f'), shape(`M${14 + index * 100} 462h82l-10 -16h-62z`, index % 2 ? '#fff' : '#f6c453')])),
};
