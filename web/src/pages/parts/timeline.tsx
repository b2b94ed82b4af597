// Activities over time: planned above actual, with a line for the day. The table below says the same in words.
import { scaleUtc } from 'd3-scale';
import { useLayoutEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { recordAt } from '../address';
import type { ActivityRowFragment } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { useWord } from '../words';
import type { Lateness } from './activities';
import { HatchPattern } from './direction';

/** How each kind of lateness is told, by colour and by hatching. */
const FILLS: Record<string, string> = { LATE: 'fill-late', NO_REPORT: 'fill-no-report' };

const ROW = 22;
const TOP = 24;

/** The first or last day of a date of the API: a year, a month or a day. */
function edge(text: string | null | undefined, isEnd: boolean): Date | undefined {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(text ?? '') ?? [];
  if (!year) return undefined;
  if (!isEnd) return new Date(Date.UTC(+year, month ? +month - 1 : 0, day ? +day : 1));
  return new Date(Date.UTC(+year, month ? (day ? +month - 1 : +month) : 12, day ? +day + 1 : 1));
}

interface Span {
  start: Date;
  end: Date;
}

function spanOf(period: { start: string | null; end: string | null } | null): Span | undefined {
  const start = edge(period?.start, false) ?? edge(period?.end, false);
  const end = edge(period?.end, true) ?? edge(period?.start, true);
  return start && end && end > start ? { start, end } : undefined;
}

export function Timeline({ rows, today, late }: { rows: ActivityRowFragment[]; today: string; late: Lateness }) {
  const say = useSay();
  const word = useWord();
  const { period, day } = useFormat();
  const [, go] = useLocation();
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(720);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.max(320, Math.floor(entry?.contentRect.width ?? 720))));
    if (frame.current) watch.observe(frame.current);
    return () => watch.disconnect();
  }, []);
  const dated = rows
    .map((row) => ({ row, planned: spanOf(row.planned), actual: spanOf(row.actual) }))
    .filter(({ planned, actual }) => planned ?? actual);
  if (dated.length === 0) return null;
  const now = edge(today, false);
  const times = dated.flatMap(({ planned, actual }) => [planned, actual].flatMap((it) => (it ? [it.start, it.end] : [])));
  if (now) times.push(now);
  const label = width < 560 ? 110 : 260;
  const x = scaleUtc()
    .domain([Math.min(...times.map(Number)), Math.max(...times.map(Number))])
    .range([label + 12, width - 24])
    .nice();
  const height = TOP + dated.length * ROW + 4;
  const keys = [
    ['fill-plan', word('planned')],
    ['fill-done', word('actual')],
    ['fill-late', word('LATE')],
    ['fill-no-report', say('Quá hạn, không có báo cáo', 'Past the due day without a report')],
  ] as const;
  const ticks = x.ticks(Math.max(3, Math.floor((width - label) / 90)));
  return (
    <figure className="timeline" ref={frame}>
      <figcaption className="legend-line">
        {keys.map(([fill, name]) => (
          <span key={fill} className="key">
            <span className={`swatch ${fill}`} aria-hidden="true" /> {name}
          </span>
        ))}{' '}
        {now && (
          <span>
            <svg width="6" height="14" aria-hidden="true">
              <line className="today" x1="3" x2="3" y2="14" />
            </svg>{' '}
            {day(today)}
          </span>
        )}
        {rows.length > dated.length && (
          <span className="small">
            {say(`${rows.length - dated.length} hoạt động không có ngày`, `${rows.length - dated.length} activities without dates`)}
          </span>
        )}
      </figcaption>
      <svg width={width} height={height} role="img" aria-label={say(`Dòng thời gian của ${dated.length} hoạt động; bảng dưới đây nêu cùng nội dung`, `Timeline of ${dated.length} activities; the table below says the same`)}>
        <HatchPattern id="late-hatch" size={5} line="late-line" />
        {ticks.map((tick) => (
          <g key={+tick} transform={`translate(${x(tick)},0)`}>
            <line className="grid" y1={TOP - 6} y2={height} />
            <text className="tick" y={12} textAnchor="middle">
              {tick.getUTCMonth() === 0 ? tick.getUTCFullYear() : `${tick.getUTCMonth() + 1}/${tick.getUTCFullYear()}`}
            </text>
          </g>
        ))}
        {dated.map(({ row, planned, actual }, at) => {
          const y = TOP + at * ROW;
          const lateness = late.get(row.id);
          return (
            <g key={row.id} className="line" data-id={row.id} onClick={() => go(recordAt(row.id))}>
              <title>{`${row.title} · ${word(row.status)} · ${word('planned')} ${period(row.planned?.edtf)} · ${word('actual')} ${period(row.actual?.edtf)}${lateness ? ` · ${word(lateness.kind)}, ${word('due')} ${day(lateness.due)}` : ''}`}</title>
              <rect className="hit" x={0} y={y} width={width} height={ROW} />
              <text x={0} y={y + 15} className="name">
                {cut(row.title, Math.floor(label / 7.2))}
              </text>
              {planned && <rect className={lateness ? FILLS[lateness.kind] ?? 'fill-late' : 'fill-plan'} data-mark="planned" data-lateness={lateness?.kind} x={x(planned.start)} y={y + 4} width={Math.max(3, x(planned.end) - x(planned.start))} height={6} rx={2} />}
              {actual && <rect className="fill-done" data-mark="actual" x={x(actual.start)} y={y + 12} width={Math.max(3, x(actual.end) - x(actual.start))} height={6} rx={2} />}
            </g>
          );
        })}
        {now && (
          <g>
            <line className="today" x1={x(now)} x2={x(now)} y1={TOP - 8} y2={height} />
          </g>
        )}
      </svg>
    </figure>
  );
}

const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, Math.max(1, length - 1))}…` : text);
