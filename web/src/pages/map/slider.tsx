// The day of the map: a slider over the days on which units changed, and any other day by a field.
import { useId } from 'react';
import { useFormat, useSay } from '../lang';
import { FIRST_DAY } from './units';

interface Shown {
  day: string;
  days: string[];
  onChange: (day: string) => void;
}

export function DaySlider({ day, days, onChange }: Shown) {
  const say = useSay();
  const { day: written } = useFormat();
  const [slider, field] = [useId(), useId()];
  // The last change that has happened by the day.
  const at = Math.max(0, days.findLastIndex((it) => it <= day));
  const told = (nth: number) => {
    const [from, next] = [days[nth], days[nth + 1]];
    return next
      ? say(`Từ ${written(from)} đến trước ${written(next)}`, `From ${written(from)} to before ${written(next)}`)
      : say(`Từ ${written(from)}`, `Since ${written(from)}`);
  };
  return (
    <div className="filters">
      <div className="filter grow">
        <label htmlFor={slider}>
          {say('Các lần đơn vị thay đổi', 'The days on which units changed')}: <output htmlFor={slider}>{told(at)}</output>
        </label>
        <input
          id={slider}
          type="range"
          min={0}
          max={days.length - 1}
          step={1}
          value={at}
          aria-valuetext={told(at)}
          onChange={(event) => onChange(days[Number(event.target.value)] ?? '')}
        />
        <div className="ticks" aria-hidden="true">
          {days.map((it) => (
            <span key={it}>{it.slice(0, 4)}</span>
          ))}
        </div>
      </div>
      <div className="filter">
        <label htmlFor={field}>{say('Ngày', 'Day')}</label>
        <input id={field} type="date" value={day} min={FIRST_DAY} onChange={(event) => event.target.value && onChange(event.target.value)} />
      </div>
    </div>
  );
}
