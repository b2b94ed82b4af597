// The provinces of a day.
import { dayOf, useFilters } from '../address';
import { useAnswer } from '../api';
import { ProvincesDocument } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { DayFilter } from '../parts/filters';
import { PlaceLink } from '../parts/link';
import { Page, ShowQuery } from '../parts/page';
import { Failed, Loading } from '../parts/states';
import { Table } from '../parts/table';
import { useWord } from '../words';

/** Today in Viet Nam, as the API counts days. */
const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date());

export default function Provinces() {
  const say = useSay();
  const word = useWord();
  const { day, number } = useFormat();
  const [filters, setFilter] = useFilters();
  const on = dayOf(filters.get('on')) ?? today();
  const { data, error, sent } = useAnswer(ProvincesDocument, { on });
  return (
    <Page
      title={say('Tỉnh, thành phố', 'Provinces')}
      lead={data && <p>{say(`${number(data.provinces?.totalCount)} đơn vị vào ngày ${day(on)}`, `${number(data.provinces?.totalCount)} units on ${day(on)}`)}</p>}
    >
      <div className="filters">
        <DayFilter value={on} onChange={(it) => setFilter('on', it)} />
      </div>
      {error && <Failed error={error} />}
      {!data && !error && <Loading />}
      {data && (
        <Table
          caption={say('Tỉnh, thành phố', 'Provinces')}
          file={`provinces-${on}`}
          rows={data.provinces?.nodes ?? []}
          id={({ id }) => id}
          columns={[
            { name: word('name'), holds: 'names', show: (it) => <PlaceLink place={it} />, value: ({ name }) => name },
            { name: word('kind'), holds: 'names', show: ({ kind }) => word(kind), value: ({ kind }) => word(kind) },
            { name: say('Vùng', 'Region'), show: ({ region }) => word(region), value: ({ region }) => region && word(region) },
            { name: say('Từ ngày', 'From'), show: ({ validFrom }) => day(validFrom), value: ({ validFrom }) => validFrom },
            { name: say('Đến trước ngày', 'Until before'), show: ({ validTo }) => day(validTo), value: ({ validTo }) => validTo },
          ]}
        />
      )}
      <ShowQuery sent={sent} />
    </Page>
  );
}
