// The map of today on the first page: the province with most partners, and the way to the whole map.
import { Link, useLocation } from 'wouter';
import { nameOf } from '../address';
import { useSay } from '../lang';
import { Section, ShowQuery } from '../parts/page';
import { Failed, Loading } from '../parts/states';
import { useMap } from './data';
import { Legend, Limits } from './legend';
import { Picture } from './picture';
import { formOn } from './units';

export default function Overview() {
  const say = useSay();
  const [, go] = useLocation();
  const { map, error, sent } = useMap({ on: undefined, of: null, scope: {} });
  const of = map?.of && formOn(map.of, map.day).name;
  return (
    <Section title={say('Trên bản đồ', 'On the map')}>
      {error && <Failed error={error} />}
      {!map && !error && <Loading />}
      {map && (
        <div className="map-halves">
          <figure className="map">
            <Picture map={map} flow={undefined} isNear={false} onChoose={(unit) => go(`/map?of=${nameOf(unit)}`)} />
          </figure>
          <div>
            <p>
              {of &&
                say(
                  `${of} có hoạt động với nhiều tỉnh, thành phố nhất. Màu đậm nhạt là số hoạt động cùng nhau; đường cong cho biết ai hỗ trợ ai.`,
                  `${of} has activities with most other provinces. Colour is the number of activities together; arcs show who supported whom.`,
                )}{' '}
              <Link href="/map">{say('Mở bản đồ của mọi ngày từ năm 2002, với bảng số liệu', 'Open the map of any day since 2002, with its table')}</Link>.
            </p>
            <Legend map={map} />
            <Limits map={map} />
          </div>
        </div>
      )}
      <ShowQuery sent={sent} />
    </Section>
  );
}
