// What the marks of the map mean, and what it cannot show.
import { useFormat, useSay } from '../lang';
import type { MapData } from './data';
import { FLOWS, type Flow } from './flows';
import { activitiesOf, STEPS } from './picture';
import { formOn, type Area, type Unit } from './units';

export function useFlowNames(of: string): Record<Flow, string> {
  const say = useSay();
  return {
    gave: say(`${of} hỗ trợ, một chiều`, `${of} gave, one way`),
    took: say(`${of} nhận, một chiều`, `${of} received, one way`),
    mutual: say('Hai chiều', 'Mutual'),
    unspecified: say('Không nguồn nào nêu chiều', 'No source states the direction'),
  };
}

export function Legend({ map }: { map: MapData }) {
  const say = useSay();
  const { number } = useFormat();
  const of = map.of ? formOn(map.of, map.day).name : '';
  const names = useFlowNames(of);
  const most = Math.max(0, ...map.areas.map((it) => activitiesOf(it, map.pairs)));
  return (
    <>
      <ul className="legend">
        {FLOWS.map((flow) => (
          <li key={flow}>
            <svg className="arc-sample" viewBox="0 0 40 10" aria-hidden="true">
              <path className={`arc arc-${flow}`} d="M1,5H39" strokeWidth="4" />
              {flow !== 'unspecified' && <path className={`head head-${flow}`} d="M-5,-5L7,0L-5,5Z" transform={`translate(${flow === 'took' ? 12 : 28},5) rotate(${flow === 'took' ? 180 : 0})`} />}
              {flow === 'mutual' && <path className={`head head-${flow}`} d="M-5,-5L7,0L-5,5Z" transform="translate(12,5) rotate(180)" />}
            </svg>{' '}
            {names[flow]}
          </li>
        ))}
      </ul>
      {most > 0 && (
        <ul className="legend">
          <li>{say('Hoạt động cùng nhau', 'Activities together')}:</li>
          <li>
            <span className="swatch heat-0" aria-hidden="true" /> 0
          </li>
          {Array.from({ length: STEPS }, (_, nth) => [Math.floor((nth * most) / STEPS) + 1, Math.floor(((nth + 1) * most) / STEPS)] as const)
            .map(([low, high], nth) => ({ low, high, nth }))
            .filter(({ low, high }) => low <= high)
            .map(({ low, high, nth }) => (
              <li key={nth}>
                <span className={`swatch heat-${nth + 1}`} aria-hidden="true" /> {low === high ? number(low) : `${number(low)}–${number(high)}`}
              </li>
            ))}
          <li>
            <span className="swatch heat-chosen" aria-hidden="true" /> {of}
          </li>
        </ul>
      )}
    </>
  );
}

/** What the shapes cannot show on the day, in words. */
export function Limits({ map, isNear = false }: { map: MapData; isNear?: boolean }) {
  const say = useSay();
  const { day } = useFormat();
  const names = (units: Unit[]) => units.map((it) => formOn(it, map.day).name).join(', ');
  const together = map.areas.filter(({ units, parts }) => units.length > 1 || parts.length > 0);
  const missing = withoutShape(map);
  return (
    <ul className="limits small">
      {together.map((area) => (
        <li key={area.codes.join(' ')} data-limit="together">
          {area.units.length > 1
            ? say(
                `${names(area.units)} được vẽ chung một hình: không có đường ranh giữa các đơn vị này ngày ${day(map.day)}.`,
                `${names(area.units)} are drawn as one: the border between them on ${day(map.day)} is not in the shapes.`,
              )
            : ''}{' '}
          {area.parts.length > 0 &&
            say(
              `Hình của ${names(area.units)} gồm cả một phần của ${names(area.parts)}.`,
              `The shape of ${names(area.units)} includes a part of ${names(area.parts)}.`,
            )}
        </li>
      ))}
      {missing.length > 0 && (
        <li data-limit="missing">
          {map.areas.length === 0
            ? say('Không đơn vị nào có mã ISO 3166-2 của một hình; số liệu có trong bảng.', 'No unit has the ISO 3166-2 code of a shape; the table has the figures.')
            : say(`Không có hình: ${names(missing)}; số liệu có trong bảng.`, `Without a shape: ${names(missing)}; the table has the figures.`)}
        </li>
      )}
      <li>
        {isNear
          ? say('Hoàng Sa và Trường Sa được vẽ trong khung khi xem cả nước.', 'Hoàng Sa and Trường Sa are drawn in frames where the whole country is shown.')
          : say('Hoàng Sa và Trường Sa được vẽ trong khung, theo tỷ lệ riêng.', 'Hoàng Sa and Trường Sa are drawn in frames, to scales of their own.')}{' '}
        {say(
          `Hình theo Natural Earth, đơn giản hóa, theo các đơn vị ngày ${day(map.shapes.holdsOn)}, gộp và tách theo những thay đổi có trong sổ; không dùng để xác định địa giới.`,
          `The shapes are Natural Earth's, simplified, of the units of ${day(map.shapes.holdsOn)}, merged and divided as the registry's successions say; they do not determine borders.`,
        )}
      </li>
    </ul>
  );
}

export function withoutShape({ units, areas }: { units: Unit[]; areas: Area[] }): Unit[] {
  const drawn = new Set(areas.flatMap((it) => it.units.map(({ id }) => id)));
  return units.filter(({ id }) => !drawn.has(id));
}
