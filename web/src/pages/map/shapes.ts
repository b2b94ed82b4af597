// The shapes of the map: a topology, loaded when a map is shown.
import type { MultiPoint, MultiPolygon, Polygon, Topology } from 'topojson-specification';

/** An archipelago's frame, and the code of the unit to which it belongs. */
export interface Inset {
  code: string;
  frame: [left: number, top: number, width: number, height: number];
}

export interface Shapes extends Topology {
  objects: {
    provinces: { type: 'GeometryCollection'; geometries: (Polygon | MultiPolygon)[] };
    archipelagos: { type: 'GeometryCollection'; geometries: MultiPoint<Inset>[] };
  };
  /** The day on which the units that have the codes had these shapes. */
  holdsOn: string;
  size: [width: number, height: number];
}

export const loadShapes = () => import('./shapes.json').then(({ default: shapes }) => shapes as unknown as Shapes);

export const codesOf = ({ objects }: Shapes) => objects.provinces.geometries.map(({ id }) => String(id));
