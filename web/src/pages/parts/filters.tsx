// What a page can be narrowed by. Each value stands in the address.
import { useId, type ReactNode } from 'react';
import { useAnswer } from '../api';
import { dayOf } from '../address';
import { ScopesDocument } from '../gql/graphql';
import { useSay } from '../lang';
import { useWord } from '../words';

export function Choice({
  label,
  value,
  onChange,
  children,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <div className="filter">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        {children}
      </select>
    </div>
  );
}

export function DayFilter({ value, onChange }: { value: string; onChange: (day: string) => void }) {
  const say = useSay();
  const id = useId();
  return (
    <div className="filter">
      <label htmlFor={id}>{say('Tính đến ngày', 'As of')}</label>
      <input id={id} type="date" value={value} min="2000-01-01" onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}

/** The first year that can be chosen: nothing older is recorded. */
const FIRST_YEAR = 2000;

/** The years that can be chosen, up to the present one, and the whole time. */
export function PeriodFilter({ value, onChange }: { value: string; onChange: (period: string) => void }) {
  const say = useSay();
  const years = Array.from({ length: new Date().getFullYear() - FIRST_YEAR + 1 }, (_, at) => String(FIRST_YEAR + at)).reverse();
  const isKnown = value === '' || years.includes(value);
  return (
    <Choice label={say('Thời gian', 'Period')} value={value} onChange={onChange}>
      <option value="">{say('Mọi năm', 'All years')}</option>
      {!isKnown && <option value={value}>{value}</option>}
      {years.map((year) => (
        <option key={year} value={year}>
          {year}
        </option>
      ))}
    </Choice>
  );
}

interface Sectored {
  sectors: readonly { code: string; name: string }[] | undefined;
  value: string;
  onChange: (sector: string) => void;
}

export function SectorChoice({ sectors, value, onChange }: Sectored) {
  const say = useSay();
  const word = useWord();
  return (
    <Choice label={word('Sector')} value={value} onChange={onChange}>
      <option value="">{say('Mọi ngành', 'All sectors')}</option>
      {sectors?.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </Choice>
  );
}

interface Narrowed {
  filters: URLSearchParams;
  setFilter: (name: string, value: string) => void;
}

/** What figures are narrowed to: a sector, an agreement, a time. `scopeOf` reads it. */
export function ScopeFilters({ filters, setFilter }: Narrowed) {
  const say = useSay();
  const word = useWord();
  const scopes = useAnswer(ScopesDocument, {});
  return (
    <>
      <SectorChoice sectors={scopes.data?.sectors?.nodes} value={filters.get('sector') ?? ''} onChange={(it) => setFilter('sector', it)} />
      <Choice label={word('Agreement')} value={filters.get('agreement') ?? ''} onChange={(it) => setFilter('agreement', it)}>
        <option value="">{say('Mọi thỏa thuận', 'All agreements')}</option>
        {scopes.data?.agreements?.nodes.map(({ code, title }) => (
          <option key={code} value={code}>
            {title}
          </option>
        ))}
      </Choice>
      <PeriodFilter value={filters.get('period') ?? ''} onChange={(it) => setFilter('period', it)} />
    </>
  );
}

/** Which provinces count: today's, those that the records name, or those of a day. */
export function BoundariesFilter({ value, onChange }: { value: string; onChange: (boundaries: string) => void }) {
  const say = useSay();
  const day = dayOf(value);
  return (
    <Choice label={say('Địa giới', 'Boundaries')} value={value} onChange={onChange}>
      <option value="">{say('Hôm nay', "Today's")}</option>
      <option value="recorded">{say('Như hồ sơ ghi', 'As recorded')}</option>
      <option value="2025-06-30">{say('Trước 01/07/2025', 'Before 1 July 2025')}</option>
      {day && day !== '2025-06-30' && <option value={day}>{day}</option>}
    </Choice>
  );
}

/** Boundaries as the API takes them. */
export function boundariesOf(value: string | null) {
  const on = dayOf(value);
  if (on) return { on };
  return { kind: value === 'recorded' ? ('AS_RECORDED' as const) : ('TODAY' as const) };
}

/** A scope as the API takes it, from the filters of an address. */
export function scopeOf(filters: URLSearchParams) {
  const [sector, period, agreement] = ['sector', 'period', 'agreement'].map((name) => filters.get(name));
  return {
    ...(sector && { sector: [{ code: sector }] }),
    ...(period && { period }),
    ...(agreement && { agreement: { code: agreement } }),
  };
}
