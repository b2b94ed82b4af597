// Provinces by provinces as a table whose cells are coloured by a figure, and the pairs as a list.
import { Link } from 'wouter';
import { nameOf, pairAt, useFilters } from '../address';
import { useAnswer } from '../api';
import { MatrixDocument } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { BoundariesFilter, Choice, ScopeFilters, boundariesOf, scopeOf } from '../parts/filters';
import { FIGURES, Heat, distinct, isPlaced, type FigureName } from '../parts/heat';
import { PlaceLink } from '../parts/link';
import { Page, Section, ShowQuery } from '../parts/page';
import { Empty, Failed, Loading } from '../parts/states';
import { Table } from '../parts/table';

export default function Matrix() {
  const say = useSay();
  const { day, number, share } = useFormat();
  const [filters, setFilter] = useFilters();
  const asked = filters.get('figure') ?? 'activities';
  const figure: FigureName = asked === 'direction' || asked in FIGURES ? (asked as FigureName) : 'activities';
  const hub = filters.get('hub') ?? '';
  const variables = { scope: scopeOf(filters), boundaries: boundariesOf(filters.get('boundaries')) };
  const { data, error, sent } = useAnswer(MatrixDocument, variables);
  const all = data && (data.cooperationMatrix?.cells?.nodes ?? []).filter(isPlaced);
  const cells = all?.filter(({ a, b }) => !hub || nameOf(a) === hub || nameOf(b) === hub);
  const places = distinct(all ?? []);
  const names: Record<FigureName, string> = {
    activities: say('Hoạt động', 'Activities'),
    gave: say('Hỗ trợ (hàng → cột)', 'Gave (row → column)'),
    oneWay: say('Hỗ trợ một chiều (hàng → cột)', 'Gave one way (row → column)'),
    mutual: say('Hai chiều', 'Mutual'),
    direction: say('Chiều hỗ trợ (hàng ↔ cột)', 'Direction (row ↔ column)'),
    events: say('Sự kiện', 'Events'),
    outcomes: say('Kết quả', 'Outcomes'),
  };
  const matrix = data?.cooperationMatrix;
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
              total={hub ? undefined : matrix?.cells?.totalCount}
              rows={cells}
              id={({ a, b }) => `${a.id} ${b.id}`}
              columns={[
                { name: 'A', holds: 'names', show: ({ a }) => <PlaceLink place={a} />, value: ({ a }) => a.name },
                { name: 'B', holds: 'names', show: ({ b }) => <PlaceLink place={b} />, value: ({ b }) => b.name },
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
