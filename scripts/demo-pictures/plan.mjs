import { box, disc, drawing, line, n, seeded, shape, times } from './seed.mjs';

/** A plan of the place: rooms as blocks around a court or a river, with paths; numbers instead of words, so it serves every language. */
export function floorPlan(name, rooms, palette) {
  const random = seeded(`${name} plan`);
  const cells = [[40, 40, 250, 190], [310, 40, 200, 120], [530, 40, 230, 190], [40, 330, 200, 130], [530, 320, 230, 140]];
  return drawing(800, 500, 'Plan of the place',
    box(0, 0, 800, 500, '#f4f1ea'),
    shape(`M0 ${n(random.number(250, 280))}C200 ${n(random.number(210, 260))} 360 ${n(random.number(290, 330))} 800 ${n(random.number(240, 285))}v34C400 340 240 260 0 300z`, '#bcd9e4'),
    line('M165 230v100M410 160v250M645 230v90M290 120h20M510 120h20M240 400h290', '#d9d2c3', 16),
    rooms.map((_, index) => {
      const [x, y, width, height] = cells[index % cells.length];
      const colour = palette[index % palette.length];
      return [
        box(x, y, width, height, colour, 'rx="14"'), box(x + 10, y + 10, width - 20, height - 20, '#fff', 'rx="8" opacity=".82"'),
        times(Math.floor((width - 40) / 34), (column) => times(Math.floor((height - 80) / 30), (row) => box(x + 24 + column * 34, y + 62 + row * 30, 20, 14, colour, 'rx="4" opacity=".45"'))),
        disc(x + 36, y + 36, 17, colour), `<text x="${n(x + 36)}" y="${n(y + 43)}" font-family="sans-serif" font-weight="700" font-size="20" text-anchor="middle" fill="#fff">${index + 1}</text>`,
      ];
    }),
    times(9, () => disc(random.number(260, 520), random.number(340, 470), random.number(9, 17), '#9dbf8b', 'opacity=".8"')),
    shape('M716 470l14-30 14 30-14-8z', '#55504a'), disc(410, 420, 9, palette[0]), disc(410, 420, 4, '#fff'),
  );
}
