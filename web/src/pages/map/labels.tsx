// Names on the map, each on a plate so that it can be read on any colour: the first ones first, and none over another.
import type { Point } from './flows';

interface Text {
  text: string;
  at: Point;
  isStrong: boolean;
}

/** Pixels of a line of text, and of a letter of it, about. */
const LINE = 15;
const LETTER = 7.2;

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

interface Shown {
  texts: Text[];
  /** How much of the picture a pixel is. */
  unit: number;
  /** What is seen of the picture. */
  view: readonly [left: number, top: number, width: number, height: number];
}

export function Labels({ texts, unit, view: [left, , width] }: Shown) {
  const taken: Box[] = [];
  return texts.flatMap(({ text, at: [x, y], isStrong }) => {
    const half = (text.length * LETTER * unit) / 2;
    const middle = Math.min(Math.max(x, left + half), left + width - half);
    const top = isStrong ? y + LINE * unit * 0.6 : y - (LINE * unit) / 2;
    const box = { left: middle - half, right: middle + half, top, bottom: top + LINE * unit };
    if (taken.some((it) => overlaps(it, box))) return [];
    taken.push(box);
    return [
      <g key={`${text} ${x}`} className={isStrong ? 'place strong' : 'place'}>
        <rect x={box.left} y={box.top} width={2 * half} height={box.bottom - box.top} rx={3 * unit} />
        <text x={middle} y={box.bottom - 4 * unit} fontSize={12 * unit}>
          {text}
        </text>
      </g>,
    ];
  });
}

const overlaps = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
