// An attribute of any shape: texts and numbers as they are, records as links, lists as lists.
import { Link } from 'wouter';
import { agreementAt, provinceAt, recordAt } from '../address';
import { useFormat, useSay } from '../lang';
import { useWord } from '../words';

interface Shape {
  [name: string]: unknown;
}

const isText = (value: unknown): value is string => typeof value === 'string';

export function Value({ value }: { value: unknown }) {
  const say = useSay();
  const word = useWord();
  const { day, period } = useFormat();
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? say('có', 'yes') : say('không', 'no');
  if (typeof value === 'number') return String(value);
  if (isText(value)) {
    if (/^https?:\/\//.test(value)) return <a href={value} rel="noopener noreferrer" target="_blank">{value}</a>;
    if (/^\d{4}-\d{2}(-\d{2})?$/.test(value)) return day(value);
    return /^[A-Z][A-Z_]+$/.test(value) ? word(value) : value;
  }
  if (Array.isArray(value)) {
    if (value.every((it) => !isShape(it))) return value.map((it) => String(it)).join(', ');
    return (
      <ul className="plain">
        {value.map((it, at) => (
          <li key={at}>
            <Value value={it} />
          </li>
        ))}
      </ul>
    );
  }
  if (!isShape(value)) return String(value);
  if ('nodes' in value) return <Value value={value['nodes']} />;
  if (isText(value['edtf'])) return Object.keys(value).length === 1 ? period(value['edtf']) : <Parts shape={value} />;
  if (isText(value['id'])) return <RecordLink shape={value} id={value['id']} />;
  return <Parts shape={value} />;
}

const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value);

function RecordLink({ shape, id }: { shape: Shape; id: string }) {
  const word = useWord();
  const named = ['title', 'name', 'narrative', 'text', 'fieldTitle', 'code'].map((it) => shape[it]).find(isText);
  // A field of an agreement without a title is called as its sector.
  const sector = isShape(shape['sector']) && isText(shape['sector']['name']) ? shape['sector']['name'] : undefined;
  const text = named ?? sector ?? (isText(shape['metric']) ? word(shape['metric']) : isText(shape['__typename']) ? word(shape['__typename']) : id);
  if (isText(shape['code']) && isText(shape['title'])) return <Link href={agreementAt(shape['code'])}>{text}</Link>;
  if ('key' in shape) return <Link href={provinceAt({ id, key: isText(shape['key']) ? shape['key'] : null })}>{text}</Link>;
  return <Link href={recordAt(id)}>{text}</Link>;
}

/** The attributes of something that is no record, one after the other. */
function Parts({ shape }: { shape: Shape }) {
  const word = useWord();
  const entries = Object.entries(shape).filter(([name, it]) => name !== '__typename' && it !== null);
  return entries.map(([name, it], at) => (
    <span key={name}>
      {at > 0 && ' · '}
      {!isShape(it) && <span className="small">{word(name)}: </span>}
      <Value value={it} />
    </span>
  ));
}
