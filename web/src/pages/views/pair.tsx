// Two provinces: who gave, who received, by sector and year, and the activities, events and outcomes behind it.
import { Link } from 'wouter';
import { byOf, nameOf, recordAt, useFilters } from '../address';
import { useAnswer, useRows } from '../api';
import { ActivitiesOfPairDocument, PairDocument, ScopesDocument, type PairQuery } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { ActivitySection } from '../parts/activities';
import { AgreementLinks } from '../parts/agreements';
import { Events } from '../parts/events';
import { BoundariesFilter, PeriodFilter, SectorChoice, boundariesOf, scopeOf } from '../parts/filters';
import { Direction } from '../parts/direction';
import { PlaceLink } from '../parts/link';
import { Page, Section, ShowQuery } from '../parts/page';
import { Failed, Loading, Missing } from '../parts/states';
import { Table } from '../parts/table';
import { useWord } from '../words';

type Cooperation = NonNullable<PairQuery['cooperation']>;

export default function Pair({ a, b }: { a: string; b: string }) {
  const say = useSay();
  const word = useWord();
  const { day, number, period } = useFormat();
  const [filters, setFilter] = useFilters();
  const variables = { a: byOf(a), b: byOf(b), scope: scopeOf(filters), boundaries: boundariesOf(filters.get('boundaries')) };
  const { data, error, sent } = useAnswer(PairDocument, variables);
  const activities = useRows(ActivitiesOfPairDocument, variables, (it) => it.cooperation?.activities);
  const scopes = useAnswer(ScopesDocument, {});
  const cooperation = data?.cooperation;
  const title = cooperation?.a && cooperation.b ? `${cooperation.a.name} – ${cooperation.b.name}` : `${a} – ${b}`;
  return (
    <Page title={title}>
      <div className="filters">
        <SectorChoice sectors={scopes.data?.sectors?.nodes} value={filters.get('sector') ?? ''} onChange={(it) => setFilter('sector', it)} />
        <PeriodFilter value={filters.get('period') ?? ''} onChange={(it) => setFilter('period', it)} />
        <BoundariesFilter value={filters.get('boundaries') ?? ''} onChange={(it) => setFilter('boundaries', it)} />
      </div>
      {error && <Failed error={error} />}
      {!data && !error && <Loading />}
      {data && !cooperation && <Missing what={title} />}
      {cooperation && (
        <>
          <Who cooperation={cooperation} />
          <ActivitySection activities={activities} file={`${a}-${b}-activities`} />
          <Split cooperation={cooperation} />
          <Section title={say('Sự kiện', 'Events')}>
            <Events caption={say('Sự kiện', 'Events')} events={cooperation.events} file={`${a}-${b}-events`} />
          </Section>
          <Section title={say('Kết quả', 'Outcomes')}>
            <Table
              caption={say('Kết quả', 'Outcomes')}
              file={`${a}-${b}-outcomes`}
              rows={cooperation.outcomes?.nodes ?? []}
              total={cooperation.outcomes?.totalCount}
              id={({ id }) => id}
              columns={[
                { name: word('Outcome'), show: (it) => <Link href={recordAt(it.id)}>{it.title}</Link>, value: (it) => it.title },
                { name: word('value'), show: (it) => number(it.value), value: (it) => (it.value == null ? undefined : Number(it.value)), isNumber: true },
                { name: word('unit'), show: (it) => it.unit ?? '–', value: (it) => it.unit },
                { name: word('period'), show: (it) => period(it.period?.edtf), value: (it) => it.period?.edtf },
                { name: word('status'), show: (it) => word(it.status), value: (it) => word(it.status) },
              ]}
            />
          </Section>
          <AgreementLinks agreements={cooperation.agreements?.nodes ?? []} />
          <p className="small">
            {cooperation.boundaries.on
              ? say(`Tính theo địa giới ngày ${day(cooperation.boundaries.on)}.`, `Counted under the boundaries of ${day(cooperation.boundaries.on)}.`)
              : say('Tính theo các đơn vị mà hồ sơ nêu.', 'Counted under the units that the records name.')}
          </p>
        </>
      )}
      <ShowQuery sent={[sent, activities.sent]} />
    </Page>
  );
}

function Who({ cooperation: { a, b, tally } }: { cooperation: Cooperation }) {
  const say = useSay();
  const { number, share } = useFormat();
  if (!tally || !a || !b) return null;
  const { flows, events, outcomes, unresolved } = tally;
  return (
    <Section title={say('Ai hỗ trợ, ai nhận', 'Who gave, who received')}>
      <p>
        <PlaceLink place={a} /> · <PlaceLink place={b} />
      </p>
      {flows && (
        <Direction
          parts={[
            { kind: 'a', name: say(`Chỉ ${a.name} hỗ trợ`, `Only ${a.name} gave`), count: flows.oneWayAToB },
            { kind: 'b', name: say(`Chỉ ${b.name} hỗ trợ`, `Only ${b.name} gave`), count: flows.oneWayBToA },
            { kind: 'mutual', name: say('Hai chiều', 'Mutual'), count: flows.mutual },
            { kind: 'unspecified', name: say('Không nguồn nào nêu chiều', 'No source states the direction'), count: flows.unspecified },
          ]}
        />
      )}
      {flows && flows.unspecified > 0 && (
        <p className="small" data-figure="bounds">
          {say(
            `Một chiều: từ ${share(flows.oneWayShareBounds.low)} đến ${share(flows.oneWayShareBounds.high)}, tùy điều mà không nguồn nào nêu.`,
            `One way: ${share(flows.oneWayShareBounds.low)} to ${share(flows.oneWayShareBounds.high)}, depending on what no source states.`,
          )}
        </p>
      )}
      <ul className="legend">
        <li data-figure="activities">
          <strong>{number(tally.activities)}</strong> {say('hoạt động', 'activities')}
        </li>
        <li data-figure="events">
          <strong>{number(events.count)}</strong> {say('sự kiện', 'events')}: {a.name} {number(events.hostedByA)}, {b.name} {number(events.hostedByB)}
        </li>
        <li data-figure="outcomes">
          <strong>{number(outcomes.count)}</strong> {say('kết quả', 'outcomes')}, {number(outcomes.evidenced)} {say('có bằng chứng', 'with evidence')}
        </li>
        {unresolved.map(({ kind, count }) => (
          <li key={kind} className="warn">
            <strong>{number(count)}</strong> {say('bản ghi chưa xác định được thuộc đơn vị nào', 'records whose unit could not be determined')}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Split({ cooperation: { a, b, tally } }: { cooperation: Cooperation }) {
  const say = useSay();
  const word = useWord();
  if (!tally || !a || !b) return null;
  const file = `${nameOf(a)}-${nameOf(b)}`;
  const columns = <R extends { tally: NonNullable<Cooperation['tally']>['byYear'] extends (infer Y)[] | null ? Y extends { tally: infer T } ? T : never : never }>() => [
    { name: say('Hoạt động', 'Activities'), show: (it: R) => it.tally.activities, value: (it: R) => it.tally.activities, isNumber: true },
    { name: say(`Chỉ ${a.name}`, `Only ${a.name}`), show: (it: R) => it.tally.flows?.oneWayAToB ?? '–', value: (it: R) => it.tally.flows?.oneWayAToB, isNumber: true },
    { name: say(`Chỉ ${b.name}`, `Only ${b.name}`), show: (it: R) => it.tally.flows?.oneWayBToA ?? '–', value: (it: R) => it.tally.flows?.oneWayBToA, isNumber: true },
    { name: say('Hai chiều', 'Mutual'), show: (it: R) => it.tally.flows?.mutual ?? '–', value: (it: R) => it.tally.flows?.mutual, isNumber: true },
  ];
  return (
    <Section title={say('Theo ngành và năm', 'By sector and year')}>
      <div className="halves">
        <Table
          caption={say('Theo ngành', 'By sector')}
          file={`${file}-sectors`}
          rows={tally.bySector ?? []}
          id={({ sector }) => sector?.id ?? 'none'}
          columns={[{ name: word('Sector'), show: ({ sector }) => sector?.name ?? '–', value: ({ sector }) => sector?.name }, ...columns()]}
        />
        <Table
          caption={say('Theo năm', 'By year')}
          file={`${file}-years`}
          rows={tally.byYear ?? []}
          id={({ year }) => String(year)}
          columns={[{ name: word('year'), show: ({ year }) => year ?? '–', value: ({ year }) => year }, ...columns()]}
        />
      </div>
    </Section>
  );
}
