// One province: its partners, what it takes part in, where it came from and what became of it.
import { Link } from 'wouter';
import { byOf, nameOf, pairAt, recordAt } from '../address';
import { useAnswer, useRows } from '../api';
import { ActivitiesOfProvinceDocument, FlowsOfProvinceDocument, ProvincePageDocument, type ProvincePageQuery } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { ActionsOf } from '../parts/actions';
import { ActivitySection } from '../parts/activities';
import { AgreementLinks } from '../parts/agreements';
import { Events } from '../parts/events';
import { PlaceLink } from '../parts/link';
import { Page, Section, ShowQuery } from '../parts/page';
import { SourceSection } from '../parts/sources';
import { Empty, Failed, Loading, Missing } from '../parts/states';
import { Table } from '../parts/table';
import { useWord } from '../words';

type Province = NonNullable<ProvincePageQuery['province']>;

export default function ProvincePage({ id }: { id: string }) {
  const say = useSay();
  const by = byOf(id);
  const { data, error, sent } = useAnswer(ProvincePageDocument, { by });
  const activities = useRows(ActivitiesOfProvinceDocument, { by }, (it) => it.province?.activities);
  const province = data?.province;
  return (
    <Page title={province?.name ?? id} lead={province && <Head province={province} />}>
      {error && <Failed error={error} />}
      {!data && !error && <Loading />}
      {data && !province && <Missing what={id} />}
      {province && (
        <>
          <ActionsOf id={province.id} title={province.name} />
          <Partners province={province} />
          <ActivitySection activities={activities} file={`${id}-activities`} />
          <Section title={say('Sự kiện đăng cai', 'Events hosted')}>
            <Events caption={say('Sự kiện đăng cai', 'Events hosted')} events={province.hostedEvents} file={`${id}-events-hosted`} />
          </Section>
          <Section title={say('Sự kiện tham dự', 'Events attended')}>
            <Events caption={say('Sự kiện tham dự', 'Events attended')} events={province.events} file={`${id}-events`} />
          </Section>
          <AgreementLinks agreements={province.agreements?.nodes ?? []} />
          <Section title={say('Tổ chức', 'Organizations')}>
            {province.organizations?.nodes.length ? (
              <ul className="plain columns">
                {province.organizations.nodes.map((it) => (
                  <li key={it.id}>
                    <Link href={recordAt(it.id)}>{it.name}</Link>
                  </li>
                ))}
              </ul>
            ) : (
              <Empty />
            )}
          </Section>
          <SourceSection of={province} />
        </>
      )}
      <ShowQuery sent={[sent, activities.sent]} />
    </Page>
  );
}

function Head({ province }: { province: Province }) {
  const say = useSay();
  const word = useWord();
  const { day } = useFormat();
  return (
    <dl className="facts">
      <div>
        <dt>{word('kind')}</dt>
        <dd>{word(province.kind)}</dd>
      </div>
      {province.region && (
        <div>
          <dt>{say('Vùng', 'Region')}</dt>
          <dd>{word(province.region)}</dd>
        </div>
      )}
      <div>
        <dt>{say('Tồn tại', 'Existed')}</dt>
        <dd>
          {province.validFrom ? day(province.validFrom) : '…'} – {province.validTo ? say(`trước ${day(province.validTo)}`, `before ${day(province.validTo)}`) : say('nay', 'today')}
        </dd>
      </div>
      <div>
        <dt>{word('code')}</dt>
        <dd>{province.codes.map(({ scheme, value }) => `${scheme.replaceAll('_', ' ')} ${value}`).join(', ') || '–'}</dd>
      </div>
      {(
        [
          ['predecessors', province.predecessors],
          ['successors', province.successors],
        ] as const
      ).map(
        ([name, places]) =>
          places &&
          places.length > 0 && (
            <div key={name}>
              <dt>{word(name)}</dt>
              <dd>
                {places.map((place, at) => (
                  <span key={place.id}>
                    {at > 0 && ', '}
                    <PlaceLink place={place} />
                  </span>
                ))}
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** The pairs of the province, under the boundaries of the last day on which it was there. */
function Partners({ province }: { province: Province }) {
  const say = useSay();
  const { number } = useFormat();
  const last = province.validTo && new Date(Date.parse(province.validTo) - 86_400_000).toISOString().slice(0, 10);
  const boundaries = last ? { on: last } : { kind: 'TODAY' as const };
  const { data, error } = useAnswer(FlowsOfProvinceDocument, { of: { id: province.id }, scope: {}, boundaries });
  const filters = new URLSearchParams(last ? { boundaries: last } : {});
  const partners = data && (data.cooperationMatrix?.cells?.nodes ?? []).flatMap(({ a, b, tally }) => {
    if (!a || !b || !tally) return [];
    const isA = a.id === province.id;
    const gave = (isA ? tally.flows?.oneWayAToB : tally.flows?.oneWayBToA) ?? 0;
    const received = (isA ? tally.flows?.oneWayBToA : tally.flows?.oneWayAToB) ?? 0;
    return [{ partner: isA ? b : a, activities: tally.activities, gave, received, mutual: tally.flows?.mutual ?? 0, events: tally.events.count }];
  });
  return (
    <Section title={say('Đối tác', 'Partners')}>
      {error && <Failed error={error} />}
      {!partners && !error && <Loading />}
      {partners && (
        <Table
          caption={say('Đối tác', 'Partners')}
          file={`${nameOf(province)}-partners`}
          rows={partners}
          id={({ partner }) => partner.id}
          columns={[
            { name: say('Đối tác', 'Partner'), show: ({ partner }) => <PlaceLink place={partner} />, value: ({ partner }) => partner.name },
            { name: say('Hoạt động', 'Activities'), show: (it) => <Link href={pairAt(province, it.partner, filters)}>{number(it.activities)}</Link>, value: (it) => it.activities, isNumber: true },
            { name: say('Hỗ trợ một chiều', 'Gave one way'), show: (it) => number(it.gave), value: (it) => it.gave, isNumber: true },
            { name: say('Nhận một chiều', 'Received one way'), show: (it) => number(it.received), value: (it) => it.received, isNumber: true },
            { name: say('Hai chiều', 'Mutual'), show: (it) => number(it.mutual), value: (it) => it.mutual, isNumber: true },
            { name: say('Sự kiện', 'Events'), show: (it) => number(it.events), value: (it) => it.events, isNumber: true },
          ]}
        />
      )}
    </Section>
  );
}
