// One field of a form, with its errors beside it. All controls are the browser's own.
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useAnswer } from '../api';
import type { Chosen, Proof, Value, Values } from '../drafts';
import { ScopesDocument, type RefusalFragment } from '../gql/graphql';
import { useFormat, useLang, useSay } from '../lang';
import { decimalOf, emptyRow, shownFields, type Field } from '../work/fields';
import { fieldOf, useRefusalText } from '../work/refusals';
import { named } from '../work/subject';
import { useWord } from '../words';
import { NewDocument } from './evidence';
import { Finder } from './finder';

interface Held {
  field: Field;
  value: Value;
  errors: RefusalFragment[];
  /** What can be chosen without a search. */
  near: readonly Chosen[];
  onChange: (value: Value) => void;
}

/** The element that an error leads to. */
export const idOf = (path: string) => `field-${path.replace(/[^\w]/g, '-')}`;

export function FormField(held: Held) {
  switch (held.field.is) {
    case 'actor':
    case 'record':
      return <One {...held} />;
    case 'records':
      return <Records {...held} />;
    case 'proofs':
      return <Proofs {...held} />;
    case 'rows':
      return <Rows {...held} />;
    case 'check':
      return <Check {...held} />;
    default:
      return <Simple {...held} />;
  }
}

function useSaid() {
  const { lang } = useLang();
  return (said: readonly [string, string] | undefined) => said?.[lang === 'vi' ? 0 : 1];
}

/** What stands below a field: its hint and its errors. */
function Below({ id, hint, errors, children }: { id: string; hint: string | undefined; errors: RefusalFragment[]; children?: ReactNode }) {
  const textOf = useRefusalText();
  return (
    <div id={id} className="below-field">
      {hint && <p className="small">{hint}</p>}
      {children}
      {errors.map((error, at) => (
        <p key={at} className="error">
          {textOf(error)}
        </p>
      ))}
    </div>
  );
}

function Label({ htmlFor, children, isRequired }: { htmlFor: string; children: ReactNode; isRequired: boolean | undefined }) {
  const say = useSay();
  return (
    <label htmlFor={htmlFor}>
      {children}
      {isRequired && <span className="small"> ({say('cần điền', 'required')})</span>}
    </label>
  );
}

function Legend({ field: { label, isRequired } }: { field: Field }) {
  const say = useSay();
  return (
    <legend>
      {say(...label)}
      {isRequired && <span className="small"> ({say('cần điền', 'required')})</span>}
    </legend>
  );
}

function Simple({ field, value, errors, onChange }: Held) {
  const said = useSaid();
  const say = useSay();
  const word = useWord();
  const { number } = useFormat();
  const id = idOf(field.path);
  const text = typeof value === 'string' ? value : '';
  const common = {
    id,
    value: text,
    'aria-describedby': `${id}-below`,
    'aria-invalid': errors.length > 0,
    'aria-required': field.isRequired ?? false,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  const isLong = field.is === 'area' || field.is === 'lines';
  const isNumber = field.is === 'number' && text !== '' && Number.isFinite(Number(decimalOf(text)));
  return (
    <div className={`field field-${field.is}`}>
      <Label htmlFor={id} isRequired={field.isRequired}>
        {said(field.label)}
      </Label>
      {isLong && <textarea rows={3} {...common} />}
      {field.is === 'choice' && (
        <select {...common}>
          <option value="">–</option>
          {field.words?.map((it) => (
            <option key={it} value={it}>
              {word(it)}
            </option>
          ))}
        </select>
      )}
      {!isLong && field.is !== 'choice' && (
        <input type="text" inputMode={field.is === 'number' ? 'decimal' : field.is === 'count' ? 'numeric' : 'text'} autoComplete="off" {...common} />
      )}
      <Below id={`${id}-below`} hint={said(field.hint)} errors={errors}>
        {isNumber && (
          <p className="small" role="status">
            {say('Đọc là', 'Read as')} {number(decimalOf(text))}
          </p>
        )}
      </Below>
    </div>
  );
}

function Check({ field, value, errors, onChange }: Held) {
  const said = useSaid();
  const id = idOf(field.path);
  return (
    <div className="field">
      <label className="check">
        <input id={id} type="checkbox" checked={value === true} aria-describedby={`${id}-below`} onChange={(event) => onChange(event.target.checked)} /> {said(field.label)}
      </label>
      <Below id={`${id}-below`} hint={said(field.hint)} errors={errors} />
    </div>
  );
}

/** What the registry has few of, to be chosen without a search. */
function useFew(kinds: NonNullable<Field['kinds']>): Chosen[] {
  const { data } = useAnswer(ScopesDocument, {}, !kinds.includes('SECTOR') && !kinds.includes('AGREEMENT'));
  const sectors = kinds.includes('SECTOR') ? data?.sectors?.nodes : undefined;
  const agreements = kinds.includes('AGREEMENT') ? data?.agreements?.nodes : undefined;
  return [...(sectors ?? []).flatMap((it) => named('Sector', it) ?? []), ...(agreements ?? []).flatMap((it) => named('Agreement', it) ?? [])];
}

/** A province, an organization or another record: one of those that are near, or any other. */
function One({ field, value, errors, near, onChange }: Held) {
  const said = useSaid();
  const say = useSay();
  const word = useWord();
  const id = idOf(field.path);
  const kinds = field.kinds ?? [];
  const few = useFew(kinds);
  const chosen = value !== null && typeof value === 'object' && 'id' in value ? (value as Chosen) : undefined;
  const known = [...near, ...few].filter(({ kind }) => kinds.some((it) => it === kind.toUpperCase()));
  const options = chosen && !known.some((it) => it.id === chosen.id) ? [chosen, ...known] : known;
  return (
    <div className="field">
      <Label htmlFor={id} isRequired={field.isRequired}>
        {said(field.label)}
      </Label>
      <select
        id={id}
        value={chosen?.id ?? ''}
        aria-describedby={`${id}-below`}
        aria-invalid={errors.length > 0}
        aria-required={field.isRequired ?? false}
        onChange={(event) => onChange(options.find((it) => it.id === event.target.value) ?? null)}
      >
        <option value="">–</option>
        {options.map((it) => (
          <option key={it.id} value={it.id}>
            {it.name}
            {kinds.length > 1 && ` (${word(it.kind)})`}
          </option>
        ))}
      </select>
      {!field.near && (
        <details className="other">
          <summary>{known.length > 0 ? say('Tìm bản ghi khác', 'Find another') : say('Tìm', 'Find')}</summary>
          <Finder label={`${said(field.label)}: ${say('tìm theo tên', 'find by name')}`} kinds={kinds} onChoose={onChange} />
        </details>
      )}
      <Below id={`${id}-below`} hint={said(field.hint)} errors={errors} />
    </div>
  );
}

/** A list of groups of fields, such as participants with their roles. */
function Rows({ field, value, errors, near, onChange }: Held) {
  const said = useSaid();
  const say = useSay();
  const id = idOf(field.path);
  const inner = field.rows ?? [];
  const rows = listOf<Values>(value);
  const depth = field.path.split('.').length;
  const isOfRow = ({ field: at }: RefusalFragment, nth?: number) => at?.[depth] !== undefined && (nth === undefined || at[depth] === String(nth));
  const of = (nth: number) => errors.filter((it) => isOfRow(it, nth)).map((it) => ({ ...it, field: it.field?.slice(depth + 1) ?? [] }));
  const change = (nth: number, path: string, to: Value) => onChange(rows.map((row, other) => (other === nth ? { ...row, [path]: to } : row)));
  // Whoever adds an entry writes into it next.
  const added = useRef(rows.length);
  const name = `${id}-${rows.length - 1}`;
  useEffect(() => {
    if (rows.length === added.current + 1) document.getElementById(name)?.querySelector<HTMLElement>('input, select, textarea')?.focus();
    added.current = rows.length;
  }, [rows.length, name]);
  return (
    <fieldset className="field" id={id} tabIndex={-1} aria-describedby={`${id}-below`}>
      <Legend field={field} />
      {rows.map((row, nth) => {
        const shown = shownFields(inner, row);
        const paths = shown.map(({ path }) => path);
        const label = `${said(field.row ?? field.label)} ${nth + 1}`;
        return (
          <fieldset key={nth} className="row" id={`${id}-${nth}`}>
            <legend>{label}</legend>
            {shown.map((one) => (
              <FormField
                key={one.path}
                field={{ ...one, path: `${field.path}.${nth}.${one.path}` }}
                value={row[one.path] ?? ''}
                near={near}
                errors={of(nth).filter((error) => (fieldOf(error, paths) ?? paths[0]) === one.path)}
                onChange={(to) => change(nth, one.path, to)}
              />
            ))}
            <button type="button" aria-label={`${say('Bỏ', 'Remove')}: ${label}`} onClick={() => onChange(rows.filter((_, other) => other !== nth))}>
              {say('Bỏ', 'Remove')}
            </button>
          </fieldset>
        );
      })}
      <button type="button" onClick={() => onChange([...rows, emptyRow(inner)])}>
        {say('Thêm', 'Add')}: {said(field.row ?? field.label)}
      </button>
      <Below id={`${id}-below`} hint={said(field.hint)} errors={errors.filter((it) => !isOfRow(it))} />
    </fieldset>
  );
}

const listOf = <T extends Chosen | Proof | Values>(value: Value): T[] => (Array.isArray(value) ? (value as T[]) : []);

function Records({ field, value, errors, onChange }: Held) {
  const said = useSaid();
  const say = useSay();
  const id = idOf(field.path);
  const chosen = listOf<Chosen>(value);
  return (
    <fieldset className="field" id={id} tabIndex={-1} aria-describedby={`${id}-below`}>
      <Legend field={field} />
      <ul className="plain">
        {chosen.map((it) => (
          <li key={it.id}>
            {it.name}{' '}
            <button type="button" aria-label={`${say('Bỏ', 'Remove')}: ${it.name}`} onClick={() => onChange(chosen.filter(({ id: other }) => other !== it.id))}>
              {say('Bỏ', 'Remove')}
            </button>
          </li>
        ))}
      </ul>
      <Finder label={say('Tìm theo từ', 'Find by words')} kinds={field.kinds ?? []} onChoose={(it) => onChange([...chosen.filter(({ id: other }) => other !== it.id), it])} />
      <Below id={`${id}-below`} hint={said(field.hint)} errors={errors} />
    </fieldset>
  );
}

function Proofs({ field, value, errors, onChange }: Held) {
  const said = useSaid();
  const say = useSay();
  const own = useId();
  const id = idOf(field.path);
  const proofs = listOf<Proof>(value);
  const choose = (document: Chosen) => onChange([...proofs.filter((it) => it.document.id !== document.id), { document, quote: '' }]);
  const at = (nth: number) => errors.filter((it) => it.field?.[1] === String(nth));
  return (
    <fieldset className="field" id={id} tabIndex={-1} aria-describedby={`${id}-below`}>
      <Legend field={field} />
      <ol className="plain">
        {proofs.map(({ document, quote }, nth) => (
          <li key={document.id} className="proof">
            <label htmlFor={`${own}-${nth}`}>
              {document.name}: {say('nguyên văn chứng minh', 'the words that prove it')}
            </label>
            <textarea
              id={`${own}-${nth}`}
              rows={3}
              value={quote}
              aria-invalid={at(nth).length > 0}
              aria-describedby={`${own}-${nth}-below`}
              onChange={(event) => onChange(proofs.map((it, other) => (other === nth ? { ...it, quote: event.target.value } : it)))}
            />
            <Below id={`${own}-${nth}-below`} hint={undefined} errors={at(nth)} />
            <button type="button" aria-label={`${say('Bỏ', 'Remove')}: ${document.name}`} onClick={() => onChange(proofs.filter((_, other) => other !== nth))}>
              {say('Bỏ', 'Remove')}
            </button>
          </li>
        ))}
      </ol>
      <Finder label={say('Tìm tài liệu', 'Find a document')} kinds={['DOCUMENT']} onChoose={choose} />
      <NewDocument onChoose={choose} />
      <Below id={`${id}-below`} hint={said(field.hint)} errors={errors.filter((it) => it.field?.[1] === undefined)} />
    </fieldset>
  );
}
