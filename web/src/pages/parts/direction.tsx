// One bar: who gave. Told apart by colour, by hatching and by words.
import { useFormat } from '../lang';

export interface DirectionPart {
  kind: 'a' | 'b' | 'mutual' | 'unspecified';
  name: string;
  count: number;
}

export function Direction({ parts }: { parts: DirectionPart[] }) {
  const { number } = useFormat();
  const sum = parts.reduce((total, { count }) => total + count, 0);
  let x = 0;
  return (
    <figure className="direction">
      {sum > 0 && (
        <svg className="stack" viewBox="0 0 400 16" preserveAspectRatio="none" aria-hidden="true">
          <HatchPattern />
          {parts.map(({ kind, count }) => {
            const width = (count / sum) * 400;
            x += width;
            return <rect key={kind} className={`dir-${kind}`} x={x - width} width={width} height="16" data-mark={kind} data-value={count} />;
          })}
        </svg>
      )}
      <ul className="legend">
        {parts.map(({ kind, name, count }) => (
          <li key={kind} data-figure={kind}>
            <span className={`swatch dir-${kind}`} aria-hidden="true" /> <strong>{number(count)}</strong> {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** The hatching of what no source states, for pictures that have none of their own. */
export function Hatch() {
  return (
    <svg width="0" height="0" aria-hidden="true">
      <HatchPattern />
    </svg>
  );
}

/** A pattern of slanted lines, drawn in the colours of the style's classes. */
export function HatchPattern({ id = 'hatch', size = 6, line = 'hatch-line' }: { id?: string; size?: number; line?: string }) {
  return (
    <defs>
      <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width={size} height={size} className="hatch-ground" />
        <line x1="0" y1="0" x2="0" y2={size} className={line} />
      </pattern>
    </defs>
  );
}
