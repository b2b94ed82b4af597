// The flows of a province's pairs, as marks: who gave, in how many activities.
import type { Pair } from './data';

/** The directions, seen from the chosen province, in the order in which they are told. */
export const FLOWS = ['gave', 'took', 'mutual', 'unspecified'] as const;
export type Flow = (typeof FLOWS)[number];

export function countOf({ tally: { flows } }: Pair, flow: Flow): number {
  if (!flows) return 0;
  return { gave: flows.oneWayAToB, took: flows.oneWayBToA, mutual: flows.mutual, unspecified: flows.unspecified }[flow];
}

/** Widths of arcs in pixels: of one with no activity, and of the one with most. */
export const WIDTHS = [1, 8] as const;

/** How wide an arc is drawn: as the count, between the widths. */
export const widthOf = (count: number, most: number) => WIDTHS[0] + ((WIDTHS[1] - WIDTHS[0]) * count) / most;

export type Point = [x: number, y: number];

/** How far arcs bend, as a share of the distance: each direction in its own lane. */
const BEND: Record<Flow, number> = { gave: 0.16, took: -0.16, mutual: 0.34, unspecified: -0.34 };

export interface Arc {
  path: string;
  /** Where arrowheads stand, and which way they point in degrees. */
  heads: { at: Point; degrees: number }[];
}

/** The arc of a direction between two points, with its arrowheads: to where support goes. */
export function arcOf(from: Point, to: Point, flow: Flow): Arc {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const bend = BEND[flow];
  const control: Point = [(from[0] + to[0]) / 2 - dy * bend, (from[1] + to[1]) / 2 + dx * bend];
  const head = (t: number, isBack: boolean) => {
    const at = [0, 1].map((nth) => curve(t, from[nth] ?? 0, control[nth] ?? 0, to[nth] ?? 0)) as Point;
    const [x, y] = [0, 1].map((nth) => slope(t, from[nth] ?? 0, control[nth] ?? 0, to[nth] ?? 0)) as Point;
    return { at, degrees: (Math.atan2(y, x) * 180) / Math.PI + (isBack ? 180 : 0) };
  };
  const heads = {
    gave: () => [head(0.62, false)],
    took: () => [head(0.38, true)],
    mutual: () => [head(0.7, false), head(0.3, true)],
    unspecified: () => [],
  }[flow]();
  return { path: `M${text(from)}Q${text(control)} ${text(to)}`, heads };
}

const text = (point: Point) => point.map((it) => it.toFixed(1)).join(',');
const curve = (t: number, a: number, b: number, c: number) => (1 - t) ** 2 * a + 2 * (1 - t) * t * b + t ** 2 * c;
const slope = (t: number, a: number, b: number, c: number) => 2 * (1 - t) * (b - a) + 2 * t * (c - b);
