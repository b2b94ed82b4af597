// Provinces by provinces as a table whose cells are coloured by a figure, or tell in which direction support went.
import { Link } from 'wouter';
import { pairAt, type Place } from '../address';
import type { MatrixQuery } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { Hatch } from './direction';
import { PlaceLink } from './link';

type Cell = NonNullable<NonNullable<MatrixQuery['cooperationMatrix']>['cells']>['nodes'][number];
export type Placed = Cell & { a: Place; b: Place; tally: NonNullable<Cell['tally']> };

/** What can be shown: a figure from the row's province to the column's. */
export const FIGURES = {
  activities: (it: Placed) => it.tally.activities,
  gave: (it: Placed, fromA: boolean) => (fromA ? it.tally.flows?.aToB : it.tally.flows?.bToA) ?? 0,
  oneWay: (it: Placed, fromA: boolean) => (fromA ? it.tally.flows?.oneWayAToB : it.tally.flows?.oneWayBToA) ?? 0,
  mutual: (it: Placed) => it.tally.flows?.mutual ?? 0,
  events: (it: Placed) => it.tally.events.count,
  outcomes: (it: Placed) => it.tally.outcomes.count,
};
export type FigureName = keyof typeof FIGURES | 'direction';

export const isPlaced = (it: Cell): it is Placed => Boolean(it.a && it.b && it.tally);

export function distinct(cells: Placed[]): Place[] {
  const places = new Map(cells.flatMap(({ a, b }) => [[a.id, a] as const, [b.id, b] as const]));
  return [...places.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi'));
}

/** The classes of colour: none, and five steps to the largest. */
const STEPS = 5;

export function Heat({ cells, figure, name, filters }: { cells: Placed[]; figure: FigureName; name: string; filters: URLSearchParams }) {
  const say = useSay();
  const { number } = useFormat();
  const places = distinct(cells);
  const byPair = new Map<string, { it: Placed; fromA: boolean }>();
  for (const it of cells) {
    byPair.set(`${it.a.id} ${it.b.id}`, { it, fromA: true });
    byPair.set(`${it.b.id} ${it.a.id}`, { it, fromA: false });
  }
  const most = figure === 'direction' ? 0 : Math.max(1, ...[...byPair.values()].map(({ it, fromA }) => FIGURES[figure](it, fromA)));
  return (
    <>
      {figure === 'direction' && <DirectionKey />}
      <div className="scroll heat-frame" role="region" aria-label={name} tabIndex={0}>
        <table className="heat">
          <caption>
            {name} {most > 0 && <span className="small">{say(`ô đậm nhất: ${number(most)}`, `darkest cell: ${number(most)}`)}</span>}
          </caption>
          <thead>
            <tr>
              <td />
              {places.map((it) => (
                <th key={it.id} scope="col">
                  <span>{it.name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  <PlaceLink place={row} />
                </th>
                {places.map((column) => {
                  const cell = byPair.get(`${row.id} ${column.id}`);
                  if (row.id === column.id) return <td key={column.id} className="heat-self" />;
                  if (!cell) return <td key={column.id} className="heat-0" />;
                  if (figure === 'direction') return <DirectionCell key={column.id} row={row} column={column} {...cell} to={pairAt(row, column, filters)} />;
                  const value = FIGURES[figure](cell.it, cell.fromA);
                  return (
                    <td key={column.id} className={`heat-${Math.ceil((value / most) * STEPS)}`} data-mark="cell" data-a={row.key} data-b={column.key} data-value={value}>
                      <Link href={pairAt(row, column, filters)} aria-label={`${row.name} – ${column.name}: ${value}`}>
                        {number(value)}
                      </Link>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** How a cell tells who gave: by colour, by hatching, and by the sign of what is most. */
const KINDS = ['a', 'b', 'mutual', 'unspecified'] as const;
const SIGNS = { a: '→', b: '←', mutual: '↔', unspecified: '?' };

function useKinds() {
  const say = useSay();
  return {
    a: say('hàng hỗ trợ cột', 'the row gave'),
    b: say('cột hỗ trợ hàng', 'the column gave'),
    mutual: say('hai chiều', 'mutual'),
    unspecified: say('không nguồn nào nêu chiều', 'no source states it'),
  };
}

function DirectionKey() {
  const names = useKinds();
  return (
    <>
      <Hatch />
      <ul className="legend small">
        {KINDS.map((kind) => (
          <li key={kind}>
            <span className={`swatch dir-${kind}`} aria-hidden="true" /> {SIGNS[kind]} {names[kind]}
          </li>
        ))}
      </ul>
    </>
  );
}

/** The width of a cell's bar. */
const BAR = 36;

function DirectionCell({ row, column, it: { tally }, fromA, to }: { row: Place; column: Place; it: Placed; fromA: boolean; to: string }) {
  const names = useKinds();
  const { number } = useFormat();
  const { flows } = tally;
  const gave = { a: flows?.oneWayAToB ?? 0, b: flows?.oneWayBToA ?? 0 };
  const counts = { a: fromA ? gave.a : gave.b, b: fromA ? gave.b : gave.a, mutual: flows?.mutual ?? 0, unspecified: flows?.unspecified ?? 0 };
  const sum = KINDS.reduce((total, kind) => total + counts[kind], 0);
  const first = KINDS.reduce((best, kind) => (counts[kind] > counts[best] ? kind : best));
  let x = 0;
  return (
    <td className="heat-direction">
      <Link href={to} aria-label={`${row.name} – ${column.name}: ${KINDS.map((kind) => `${names[kind]} ${number(counts[kind])}`).join(', ')}`}>
        {sum > 0 && (
          <>
            <span aria-hidden="true">
              {SIGNS[first]} {number(counts[first])}
            </span>
            <svg width={BAR} height="8" aria-hidden="true">
              {KINDS.filter((kind) => counts[kind] > 0).map((kind) => {
                const width = (counts[kind] / sum) * BAR;
                x += width;
                return <rect key={kind} className={`dir-${kind}`} x={x - width} width={width} height="8" data-mark="direction" data-a={row.key} data-b={column.key} data-kind={kind} data-value={counts[kind]} />;
              })}
            </svg>
          </>
        )}
      </Link>
    </td>
  );
}
