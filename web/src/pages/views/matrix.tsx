// Provinces by provinces as a table whose cells are coloured by a figure, and the pairs as a list.
import { Link } from 'wouter';
import { nameOf, pairAt, useFilters, type Place } from '../address';
import { useAnswer, useRows } from '../api';
import { MatrixDocument, type MatrixQuery } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { BoundariesFilter, Choice, ScopeFilters, boundariesOf, scopeOf } from '../parts/filters';
import { PlaceLink } from '../parts/link';
import { Page, Section, ShowQuery } from '../parts/page';
import { Empty, Failed, Loading } from '../parts/states';
import { Table } from '../parts/table';

type Cell = NonNullable<NonNullable<MatrixQuery['cooperationMatrix']>['cells']>['nodes'][number];
type Placed = Cell & { a: Place; b: Place; tally: NonNullable<Cell['tally']> };

/** What can be shown: a figure from the row's province to the column's. */
const FIGURES = {
  activities: (it: Placed) => it.tally.activities,
  gave: (it: Placed, fromA: boolean) => (fromA ? it.tally.flows?.aToB : it.tally.flows?.bToA) ?? 0,
  oneWay: (it: Placed, fromA: boolean) => (fromA ? it.tally.flows?.oneWayAToB : it.tally.flows?.oneWayBToA) ?? 0,
  mutual: (it: Placed) => it.tally.flows?.mutual ?? 0,
  events: (it: Placed) => it.tally.events.count,
  outcomes: (it: Placed) => it.tally.outcomes.count,
};
type FigureName = keyof typeof FIGURES;

const isPlaced = (it: Cell): it is Placed => Boolean(it.a && it.b && it.tally);

export default function Matrix() {
  const say = useSay();
  const { day, number, share } = useFormat();
  const [filters, setFilter] = useFilters();
  const asked = filters.get('figure') ?? 'activities';
  const figure: FigureName = asked in FIGURES ? (asked as FigureName) : 'activities';
  const hub = filters.get('hub') ?? '';
  const variables = { scope: scopeOf(filters), boundaries: boundariesOf(filters.get('boundaries')) };
  const totals = useAnswer(MatrixDocument, { ...variables, after: null });
  const { rows, error, sent } = useRows(MatrixDocument, variables, (it) => it.cooperationMatrix?.cells);
  const all = rows?.filter(isPlaced);
  const cells = all?.filter(({ a, b }) => !hub || nameOf(a) === hub || nameOf(b) === hub);
  const places = distinct(all ?? []);
  const names: Record<FigureName, string> = {
    activities: say('Hoạt động', 'Activities'),
    gave: say('Hỗ trợ (hàng → cột)', 'Gave (row → column)'),
    oneWay: say('Hỗ trợ một chiều (hàng → cột)', 'Gave one way (row → column)'),
    mutual: say('Hai chiều', 'Mutual'),
    events: say('Sự kiện', 'Events'),
    outcomes: say('Kết quả', 'Outcomes'),
  };
  const matrix = totals.data?.cooperationMatrix;
  return (
    <Page
      title={say('Ma trận hợp tác', 'Cooperation matrix')}
      lead={<p>{say('Mỗi ô là hai tỉnh, thành phố; chọn ô để xem ai hỗ trợ, ai nhận và hồ sơ đằng sau.', 'Each cell is two provinces; follow it to see who gave, who received and the records behind it.')}</p>}
    >
      <div className="filters">
        <Choice label={say('Con số', 'Figure')} value={figure} onChange={(it) => setFilter('figure', it === 'activities' ? '' : it)}>
          {Object.entries(names).map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </Choice>
        <ScopeFilters filters={filters} setFilter={setFilter} />
        <BoundariesFilter value={filters.get('boundaries') ?? ''} onChange={(it) => setFilter('boundaries', it)} />
        <Choice label={say('Chỉ các cặp của', 'Only pairs of')} value={hub} onChange={(it) => setFilter('hub', it)}>
          <option value="">{say('mọi tỉnh, thành phố', 'all provinces')}</option>
          {places.map((it) => (
            <option key={it.id} value={nameOf(it)}>
              {it.name}
            </option>
          ))}
        </Choice>
      </div>
      {error && <Failed error={error} />}
      {!cells && !error && <Loading />}
      {cells && cells.length === 0 && <Empty />}
      {cells && cells.length > 0 && (
        <>
          <Heat cells={cells} figure={figure} name={names[figure]} filters={filters} />
          {matrix?.network && (
            <ul className="legend">
              <li data-figure="pairs">
                <strong>{number(matrix.network.pairs)}</strong> {say('cặp', 'pairs')}
              </li>
              <li data-figure="totals">
                <strong>{number(matrix.totals?.activities)}</strong> {say('hoạt động, mỗi hoạt động một lần', 'activities, each once')}
              </li>
              <li>
                <strong>
                  {share(matrix.network.oneWayShareBounds.low)}–{share(matrix.network.oneWayShareBounds.high)}
                </strong> {say('một chiều', 'one way')}
              </li>
              <li className="small">
                {matrix.boundaries.on
                  ? say(`Địa giới ngày ${day(matrix.boundaries.on)}`, `Boundaries of ${day(matrix.boundaries.on)}`)
                  : say('Các đơn vị mà hồ sơ nêu', 'The units that the records name')}
              </li>
            </ul>
          )}
          <Section title={say('Các cặp', 'The pairs')}>
            <Table
              caption={say('Các cặp', 'The pairs')}
              file="matrix"
              rows={cells}
              id={({ a, b }) => `${a.id} ${b.id}`}
              columns={[
                { name: 'A', show: ({ a }) => <PlaceLink place={a} />, value: ({ a }) => a.name },
                { name: 'B', show: ({ b }) => <PlaceLink place={b} />, value: ({ b }) => b.name },
                { name: names.activities, show: (it) => <Link href={pairAt(it.a, it.b, filters)}>{number(it.tally.activities)}</Link>, value: (it) => it.tally.activities, isNumber: true },
                { name: say('A hỗ trợ B, một chiều', 'A to B, one way'), show: (it) => number(it.tally.flows?.oneWayAToB), value: (it) => it.tally.flows?.oneWayAToB, isNumber: true },
                { name: say('B hỗ trợ A, một chiều', 'B to A, one way'), show: (it) => number(it.tally.flows?.oneWayBToA), value: (it) => it.tally.flows?.oneWayBToA, isNumber: true },
                { name: names.mutual, show: (it) => number(it.tally.flows?.mutual), value: (it) => it.tally.flows?.mutual, isNumber: true },
                {
                  name: say('Không nêu chiều', 'Not stated'),
                  show: (it) => number(it.tally.flows?.unspecified),
                  value: (it) => it.tally.flows?.unspecified,
                  isNumber: true,
                },
                { name: names.events, show: (it) => number(it.tally.events.count), value: (it) => it.tally.events.count, isNumber: true },
                { name: names.outcomes, show: (it) => number(it.tally.outcomes.count), value: (it) => it.tally.outcomes.count, isNumber: true },
              ]}
            />
          </Section>
        </>
      )}
      <ShowQuery sent={sent} />
    </Page>
  );
}

function distinct(cells: Placed[]): Place[] {
  const places = new Map(cells.flatMap(({ a, b }) => [[a.id, a] as const, [b.id, b] as const]));
  return [...places.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi'));
}

/** The classes of colour: none, and five steps to the largest. */
const STEPS = 5;

function Heat({ cells, figure, name, filters }: { cells: Placed[]; figure: FigureName; name: string; filters: URLSearchParams }) {
  const say = useSay();
  const { number } = useFormat();
  const places = distinct(cells);
  const byPair = new Map<string, { it: Placed; fromA: boolean }>();
  for (const it of cells) {
    byPair.set(`${it.a.id} ${it.b.id}`, { it, fromA: true });
    byPair.set(`${it.b.id} ${it.a.id}`, { it, fromA: false });
  }
  const most = Math.max(1, ...[...byPair.values()].map(({ it, fromA }) => FIGURES[figure](it, fromA)));
  return (
    <div className="scroll heat-frame" role="region" aria-label={name} tabIndex={0}>
      <table className="heat">
        <caption>
          {name} <span className="small">{say(`ô đậm nhất: ${most}`, `darkest cell: ${most}`)}</span>
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
  );
}
