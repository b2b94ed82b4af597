// The map of any day since 2002: who gave to whom, from a chosen province, and the same as a table.
import { useMemo } from 'react';
import { Link } from 'wouter';
import { dayOf, nameOf, pairAt, useFilters } from '../address';
import { useFormat, useSay } from '../lang';
import { useMap, type MapData, type Pair } from '../map/data';
import { countOf, FLOWS, type Flow } from '../map/flows';
import { Legend, Limits, useFlowNames, withoutShape } from '../map/legend';
import { Picture } from '../map/picture';
import { DaySlider } from '../map/slider';
import { FIRST_DAY, formOn, type Unit } from '../map/units';
import { Choice, scopeOf, ScopeFilters } from '../parts/filters';
import { PlaceLink } from '../parts/link';
import { Page, Section, ShowQuery } from '../parts/page';
import { Empty, Failed, Loading } from '../parts/states';
import { Table, type Column } from '../parts/table';
import { useWord } from '../words';

export default function MapPage() {
  const say = useSay();
  const { day } = useFormat();
  const [filters, setFilter] = useFilters();
  const asked = dayOf(filters.get('on'));
  const on = asked && asked < FIRST_DAY ? FIRST_DAY : asked;
  const flow = FLOWS.find((it) => it === filters.get('flow'));
  const isNear = filters.get('view') === 'near';
  const { map, error, sent } = useMap({ on, of: filters.get('of'), scope: scopeOf(filters) });
  const of = map?.of && formOn(map.of, map.day).name;
  const span = ({ validFrom, validTo }: Unit) =>
    [validFrom && say(`từ ${day(validFrom)}`, `from ${day(validFrom)}`), validTo && say(`đến trước ${day(validTo)}`, `to before ${day(validTo)}`)].filter(Boolean).join(' ');
  return (
    <Page
      title={say('Bản đồ hợp tác', 'Map of cooperation')}
      lead={
        <p>
          {say(
            'Chọn một tỉnh, thành phố để xem ai hỗ trợ, ai nhận, theo các đơn vị của bất kỳ ngày nào từ năm 2002. Mọi hoạt động trong sổ được tính cho đơn vị của ngày đã chọn.',
            'Choose a province to see who gave and who received, under the units of any day since 2002. All recorded activities count for the units of that day.',
          )}
        </p>
      }
    >
      {map && <DaySlider day={map.day} days={map.days} onChange={(it) => setFilter('on', it)} />}
      <div className="filters">
        {map && (
          <Choice label={provinceWord(say)} value={map.of ? nameOf(map.of) : ''} onChange={(it) => setFilter('of', it)}>
            {!map.of && <option value="" />}
            {sorted(map.units, map.day).map((it) => (
              <option key={it.id} value={nameOf(it)}>
                {formOn(it, map.day).name}
              </option>
            ))}
          </Choice>
        )}
        <FlowFilter of={of ?? ''} value={flow ?? ''} onChange={(it) => setFilter('flow', it)} />
        <Choice label={say('Khung nhìn', 'View')} value={isNear ? 'near' : ''} onChange={(it) => setFilter('view', it)}>
          <option value="">{say('Cả nước', 'The whole country')}</option>
          <option value="near">{say('Nơi có hoạt động', 'Where activities are')}</option>
        </Choice>
        <ScopeFilters filters={filters} setFilter={setFilter} />
      </div>
      {error && <Failed error={error} />}
      {!map && !error && <Loading />}
      {map && (
        <>
          {map.insteadOf && of && (
            <p className="warn">
              {say(
                `${map.insteadOf.name} (${span(map.insteadOf)}) không có vào ngày ${day(map.day)}; bản đồ hiện ${of} của ngày đó.`,
                `${map.insteadOf.name} (${span(map.insteadOf)}) did not exist on ${day(map.day)}; the map shows ${of} of that day.`,
              )}
            </p>
          )}
          <div className="map-halves">
            <figure className="map" data-day={map.day} data-of={map.of?.key ?? map.of?.id}>
              <Picture map={map} flow={flow} isNear={isNear} onChoose={(unit) => setFilter('of', nameOf(unit))} />
            </figure>
            <div>
              <Legend map={map} />
              {!map.pairs && !error && <Loading />}
              {map.pairs?.size === 0 && <Empty>{say('Không có hoạt động nào với nơi khác.', 'No activity with another province is recorded.')}</Empty>}
              <Limits map={map} isNear={isNear} />
            </div>
          </div>
          {map.pairs && <Figures map={map} pairs={map.pairs} filters={filters} />}
        </>
      )}
      <ShowQuery sent={sent} />
    </Page>
  );
}

const provinceWord = (say: (vi: string, en: string) => string) => say('Tỉnh, thành phố', 'Province');

const sorted = (units: Unit[], day: string) => [...units].sort((a, b) => formOn(a, day).name.localeCompare(formOn(b, day).name, 'vi'));

function FlowFilter({ of, value, onChange }: { of: string; value: string; onChange: (flow: string) => void }) {
  const say = useSay();
  const names = useFlowNames(of);
  return (
    <Choice label={say('Đường cong', 'Arcs')} value={value} onChange={onChange}>
      <option value="">{say('Mọi chiều', 'All directions')}</option>
      {FLOWS.map((flow) => (
        <option key={flow} value={flow}>
          {names[flow]}
        </option>
      ))}
    </Choice>
  );
}

interface Row {
  unit: Unit;
  pair: Pair | undefined;
  drawn: 'own' | 'together' | 'none';
}

/** Each unit of the day, those with most activities first. */
function rowsOf({ units, areas, of, day }: MapData, pairs: Map<string, Pair>): Row[] {
  const missing = new Set(withoutShape({ units, areas }));
  const together = new Set(areas.filter((it) => it.units.length > 1).flatMap((it) => it.units));
  const count = ({ pair }: Row) => pair?.tally.activities ?? 0;
  return sorted(units, day)
    .filter(({ id }) => id !== of?.id)
    .map((unit): Row => ({ unit, pair: pairs.get(unit.id), drawn: missing.has(unit) ? 'none' : together.has(unit) ? 'together' : 'own' }))
    .sort((a, b) => count(b) - count(a));
}

function Figures({ map, pairs, filters }: { map: MapData; pairs: Map<string, Pair>; filters: URLSearchParams }) {
  const say = useSay();
  const kinds = useWord();
  const { number } = useFormat();
  const { of, day } = map;
  const names = useFlowNames(of ? formOn(of, day).name : '');
  const rows = useMemo(() => rowsOf(map, pairs), [map, pairs]);
  const places = new URLSearchParams(filters);
  places.set('boundaries', day);
  const counted = (name: string, count: (pair: Pair) => number): Column<Row> => ({
    name,
    show: ({ pair }) => number(pair ? count(pair) : 0),
    value: ({ pair }) => (pair ? count(pair) : 0),
    isNumber: true,
  });
  const drawn = { own: say('hình riêng', 'own shape'), together: say('chung hình', 'one shape with others'), none: say('không có hình', 'no shape') };
  const title = of ? say(`${formOn(of, day).name} với từng đơn vị`, `${formOn(of, day).name} with each unit`) : say('Các đơn vị', 'The units');
  return (
    <Section title={title}>
      <Table
        caption={title}
        file={`map-${day}`}
        rows={rows}
        id={({ unit }) => unit.id}
        columns={[
          { name: provinceWord(say), show: ({ unit }) => <PlaceLink place={{ ...unit, name: formOn(unit, day).name }} />, value: ({ unit }) => formOn(unit, day).name },
          { name: kinds('kind'), show: ({ unit }) => kinds(formOn(unit, day).kind), value: ({ unit }) => kinds(formOn(unit, day).kind) },
          {
            ...counted(say('Hoạt động', 'Activities'), ({ tally }) => tally.activities),
            show: ({ pair }) => (pair ? <Link href={pairAt(pair.a, pair.b, places)}>{number(pair.tally.activities)}</Link> : number(0)),
          },
          ...FLOWS.map((flow: Flow) => counted(names[flow], (pair) => countOf(pair, flow))),
          counted(say('Sự kiện', 'Events'), ({ tally }) => tally.events.count),
          counted(say('Kết quả', 'Outcomes'), ({ tally }) => tally.outcomes.count),
          // Said where it tells something.
          ...(rows.some((it) => it.drawn !== 'own')
            ? [{ name: say('Trên bản đồ', 'On the map'), show: (it: Row) => drawn[it.drawn], value: (it: Row) => drawn[it.drawn] }]
            : []),
        ]}
      />
    </Section>
  );
}
