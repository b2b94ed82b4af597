// The picture: areas coloured by what they did with the chosen province, and arcs for who gave. One stop of the Tab
// key: arrow keys move to the next area in their direction, Enter chooses it. The table below says all in words.
import { geoPath } from 'd3-geo';
import type { Feature, MultiPolygon, Polygon } from 'geojson';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { feature, mergeArcs } from 'topojson-client';
import { useFormat, useSay } from '../lang';
import type { MapData, Pair } from './data';
import { arcOf, countOf, FLOWS, widthOf, type Flow, type Point } from './flows';
import { Labels } from './labels';
import type { Inset, Shapes } from './shapes';
import { formOn, type Area, type Unit } from './units';

/** The steps of colour, as in the matrix. */
export const STEPS = 5;

export const stepOf = (count: number, most: number) => Math.ceil((count / most) * STEPS);

/** An area with its outline. */
interface Drawn extends Area {
  id: string;
  path: string;
  middle: Point;
  bounds: [Point, Point];
}

const outline = geoPath().digits(1);
const distance = ([a, b]: Point, [c, d]: Point) => Math.hypot(a - c, b - d);

/** A point within a shape's mainland: the middle of its widest stretch, on the line through its centre. */
function middleOf(shape: Polygon | MultiPolygon): Point {
  const lands = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
  const [largest = shape] = lands.map((coordinates): Polygon => ({ type: 'Polygon', coordinates })).sort((a, b) => outline.area(b) - outline.area(a));
  const [centre, y] = outline.centroid(largest);
  const ring = (largest.coordinates[0] ?? []) as Point[];
  const borders = ring
    .flatMap(([x, top], nth) => {
      const [next, bottom] = ring[nth + 1] ?? [x, top];
      return top > y === bottom > y ? [] : [x + ((next - x) * (y - top)) / (bottom - top)];
    })
    .sort((a, b) => a - b);
  const stretches = borders.flatMap((left, nth) => (nth % 2 === 0 ? [[left, borders[nth + 1] ?? left] as const] : []));
  const [widest = [centre, centre] as const] = stretches.sort((a, b) => b[1] - b[0] - (a[1] - a[0]));
  return [(widest[0] + widest[1]) / 2, y];
}

function drawn(areas: Area[], shapes: Shapes): Drawn[] {
  const byCode = new Map(shapes.objects.provinces.geometries.map((it) => [it.id, it]));
  return areas.map((area) => {
    const parts = area.codes.flatMap((code) => byCode.get(code) ?? []);
    const geometry = feature(shapes, mergeArcs(shapes, parts));
    const centre = outline.centroid(geometry);
    // A merged area may bend around its centre; the middle of the nearest of its parts lies within.
    const [middle = centre] = parts.map((it) => middleOf((feature(shapes, it) as Feature<Polygon | MultiPolygon>).geometry)).sort((a, b) => distance(a, centre) - distance(b, centre));
    return { ...area, id: area.units.map(({ id }) => id).join(' '), path: outline(geometry) ?? '', middle, bounds: outline.bounds(geometry) };
  });
}

/** The number of activities of an area with the chosen province: of the unit with most, if it is several. */
export const activitiesOf = ({ units }: Area, pairs: Map<string, Pair> | undefined) =>
  Math.max(0, ...units.map(({ id }) => pairs?.get(id)?.tally.activities ?? 0));

/** What is seen: left, top, width, height. */
type View = readonly [left: number, top: number, width: number, height: number];

/** The part of the picture in which areas lie, as high and wide as the whole, and not enlarged without bounds. */
function partWith(areas: Drawn[], [width, height]: readonly [number, number]): View {
  const boxes = areas.map(({ bounds }) => bounds);
  if (boxes.length === 0) return [0, 0, width, height];
  const [left, top] = [0, 1].map((nth) => Math.min(...boxes.map(([low]) => low[nth as 0 | 1]))) as Point;
  const [right, bottom] = [0, 1].map((nth) => Math.max(...boxes.map(([, high]) => high[nth as 0 | 1]))) as Point;
  const share = Math.min(1, Math.max((right - left) / width, (bottom - top) / height, 0.25) * 1.1);
  const place = (low: number, high: number, whole: number) => Math.min(Math.max((low + high - share * whole) / 2, 0), (1 - share) * whole);
  return [place(left, right, width), place(top, bottom, height), share * width, share * height];
}

interface Shown {
  map: MapData;
  flow: Flow | undefined;
  /** Whether only the part with activities is seen. */
  isNear: boolean;
  onChoose: (unit: Unit) => void;
}

export function Picture({ map, flow, isNear, onChoose }: Shown) {
  const say = useSay();
  const { number, day } = useFormat();
  const { shapes, areas, of, pairs } = map;
  const all = useMemo(() => drawn(areas, shapes), [areas, shapes]);
  const frame = useRef<SVGSVGElement>(null);
  const [seen, setSeen] = useState<Point>([640, 900]);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => entry && setSeen([entry.contentRect.width, entry.contentRect.height]));
    if (frame.current) watch.observe(frame.current);
    return () => watch.disconnect();
  }, []);
  const [at, setAt] = useState<string | undefined>();
  const home = of && all.find(({ units }) => units.some(({ id }) => id === of.id));
  const current = all.find(({ id }) => id === at) ?? home ?? all[0];
  const most = Math.max(1, ...all.map((it) => activitiesOf(it, pairs)));
  const view = partWith(isNear ? all.filter((it) => it === home || activitiesOf(it, pairs) > 0) : [], shapes.size);
  // How much of the picture a pixel of the screen is: texts and lines are as large on a phone.
  const unit = Math.max(view[2] / Math.max(200, seen[0]), view[3] / Math.max(200, seen[1]));
  const nameOf = (it: Unit) => formOn(it, map.day).name;
  const telling = (area: Drawn) => {
    const names = area.units.map((it) => {
      const pair = pairs?.get(it.id);
      if (it.id === of?.id) return `${nameOf(it)} (${say('đang chọn', 'chosen')})`;
      const count = pair?.tally.activities ?? 0;
      return `${nameOf(it)}: ${number(count)} ${say('hoạt động', 'activities')}`;
    });
    return names.join('; ');
  };
  const move = (event: KeyboardEvent) => {
    const direction = ARROWS[event.key];
    if (!direction || !current) return;
    event.preventDefault();
    const next = nearest(current, all, direction);
    if (!next) return;
    setAt(next.id);
    frame.current?.querySelector<SVGElement>(`[data-area="${CSS.escape(next.id)}"]`)?.focus();
  };
  const choose = ({ units: [first] }: Area) => first && onChoose(first);
  return (
    <svg
      ref={frame}
      className="map-picture"
      viewBox={view.map((it) => it.toFixed(1)).join(' ')}
      role="listbox"
      aria-label={say(
        `Bản đồ ngày ${day(map.day)}: phím mũi tên để chuyển, Enter để chọn tỉnh, thành phố`,
        `Map of ${day(map.day)}: arrow keys move, Enter chooses a province`,
      )}
      onKeyDown={move}
    >
      {all.map((area) => {
        const isChosen = area === home;
        const count = activitiesOf(area, pairs);
        return (
          <path
            key={area.id}
            d={area.path}
            className={`area heat-${isChosen ? 'chosen' : stepOf(count, most)}`}
            role="option"
            aria-selected={isChosen}
            aria-label={telling(area)}
            tabIndex={area === current ? 0 : -1}
            data-area={area.id}
            data-mark="area"
            data-codes={area.codes.join(' ')}
            data-units={area.units.map(({ key, id }) => key ?? id).join(' ')}
            data-value={count}
            onFocus={() => setAt(area.id)}
            onClick={() => choose(area)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              choose(area);
            }}
          >
            <title>{telling(area)}</title>
          </path>
        );
      })}
      <g aria-hidden="true">
        {!isNear && <Insets map={map} areas={all} most={most} unit={unit} />}
        {home && pairs && <Arcs home={home} all={all} of={of} pairs={pairs} flow={flow} unit={unit} />}
        <Labels
          unit={unit}
          view={view}
          texts={all
            .filter((area) => area === home || activitiesOf(area, pairs) > 0)
            .sort((a, b) => (b === home ? 1 : 0) - (a === home ? 1 : 0) || activitiesOf(b, pairs) - activitiesOf(a, pairs))
            .map((area) => ({ text: area.units.map(nameOf).join(', '), at: area.middle, isStrong: area === home }))}
        />
      </g>
    </svg>
  );
}

const ARROWS: Record<string, Point> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The nearest area in a direction; what lies aside counts as further away. */
function nearest(from: Drawn, all: Drawn[], [x, y]: Point): Drawn | undefined {
  let best: { area: Drawn; far: number } | undefined;
  for (const area of all) {
    const [dx, dy] = [area.middle[0] - from.middle[0], area.middle[1] - from.middle[1]];
    const ahead = dx * x + dy * y;
    const aside = Math.abs(dx * y - dy * x);
    if (area === from || ahead <= 0 || aside > 2 * ahead) continue;
    const far = ahead + 2 * aside;
    if (!best || far < best.far) best = { area, far };
  }
  return best?.area;
}

interface Flowing {
  home: Drawn;
  all: Drawn[];
  of: Unit | undefined;
  pairs: Map<string, Pair>;
  flow: Flow | undefined;
  unit: number;
}

function Arcs({ home, all, of, pairs, flow: only, unit }: Flowing) {
  const flows = FLOWS.filter((it) => !only || it === only);
  const ends = all.flatMap((area) =>
    area === home ? [] : area.units.flatMap((it) => (pairs.has(it.id) ? [{ area, pair: pairs.get(it.id) as Pair, key: it.key ?? it.id }] : [])),
  );
  const most = Math.max(1, ...ends.flatMap(({ pair }) => FLOWS.map((flow) => countOf(pair, flow))));
  const arcs = ends.flatMap(({ area, pair, key }) =>
    flows.map((flow) => ({ flow, key, count: countOf(pair, flow), ...arcOf(home.middle, area.middle, flow) })).filter(({ count }) => count > 0),
  );
  // Wide arcs lie below narrow ones.
  arcs.sort((a, b) => b.count - a.count);
  return (
    <>
      {arcs.map(({ flow, key, count, path, heads }) => (
        <g key={`${flow} ${key}`}>
          <path d={path} className="arc arc-ground" strokeWidth={widthOf(count, most) + 2} />
          <path
            d={path}
            className={`arc arc-${flow}`}
            strokeWidth={widthOf(count, most)}
            data-mark="arc"
            data-flow={flow}
            data-a={of?.key ?? of?.id}
            data-b={key}
            data-value={count}
          />
          {heads.map(({ at: [x, y], degrees }, nth) => (
            <path
              key={nth}
              className={`head head-${flow}`}
              d="M-5,-5L7,0L-5,5Z"
              transform={`translate(${x.toFixed(1)},${y.toFixed(1)}) rotate(${degrees.toFixed(0)}) scale(${(unit * (0.7 + widthOf(count, most) / 10)).toFixed(2)})`}
            />
          ))}
        </g>
      ))}
    </>
  );
}

/** Hoàng Sa and Trường Sa, each in a frame with the unit to which it belongs on the day. */
function Insets({ map, areas, most, unit }: { map: MapData; areas: Drawn[]; most: number; unit: number }) {
  const say = useSay();
  const names: Record<string, string> = {
    'hoang-sa': say('Quần đảo Hoàng Sa', 'Hoàng Sa Islands'),
    'truong-sa': say('Quần đảo Trường Sa', 'Trường Sa Islands'),
  };
  return map.shapes.objects.archipelagos.geometries.map((it) => {
    const dots = feature<Inset>(map.shapes, it).geometry;
    const { code, frame: [left, top, width, height] } = it.properties ?? { code: '', frame: [0, 0, 0, 0] };
    const owner = areas.find(({ codes }) => codes.includes(code));
    const isChosen = owner !== undefined && owner.units.some(({ id }) => id === map.of?.id);
    const step = isChosen ? 'chosen' : stepOf(owner ? activitiesOf(owner, map.pairs) : 0, most);
    return (
      <g key={it.id} className="inset" data-mark="inset" data-code={code} data-owner={owner?.units.map(({ key, id }) => key ?? id).join(' ')}>
        <rect x={left} y={top} width={width} height={height} />
        <text x={left + width / 2} y={top + 18 * unit} fontSize={12 * unit}>
          {names[String(it.id)]}
        </text>
        <text x={left + width / 2} y={top + 33 * unit} fontSize={12 * unit}>
          {owner && `(${owner.units.map((one) => formOn(one, map.day).name).join(', ')})`}
        </text>
        {dots.coordinates.map(([x, y], nth) => <circle key={nth} cx={x} cy={y} r={Math.max(6, 2.5 * unit)} className={`heat-${step}`} />)}
      </g>
    );
  });
}
