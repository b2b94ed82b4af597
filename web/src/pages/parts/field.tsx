// One field of a form, with its errors beside it. All controls are the browser's own.
import { useId, type ReactNode } from 'react';
import type { Chosen, Proof, Value } from '../drafts';
import type { RefusalFragment } from '../gql/graphql';
import { useFormat, useLang, useSay } from '../lang';
import { decimalOf, type Field } from '../work/fields';
import { useRefusalText } from '../work/refusals';
import { useWord } from '../words';
import { NewDocument } from './evidence';
import { Finder } from './finder';

interface Held {
  field: Field;
  value: Value;
  errors: RefusalFragment[];
  /** Those who take part in what the form is about. */
  parties: Chosen[];
  onChange: (value: Value) => void;
}

/** The element that an error leads to. */
export const idOf = (path: string) => `field-${path.replace(/[^\w]/g, '-')}`;

export function FormField(held: Held) {
  switch (held.field.is) {
    case 'actor':
    case 'province':
      return <Actor {...held} />;
    case 'records':
      return <Records {...held} />;
    case 'proofs':
      return <Proofs {...held} />;
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
  const isNumber = field.is === 'number' && text !== '' && Number.isFinite(Number(decimalOf(text)));
  return (
    <div className={`field field-${field.is}`}>
      <Label htmlFor={id} isRequired={field.isRequired}>
        {said(field.label)}
      </Label>
      {field.is === 'area' && <textarea rows={3} {...common} />}
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
      {field.is !== 'area' && field.is !== 'choice' && (
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

/** A province or an organization: one of those that take part, or any other. */
function Actor({ field, value, errors, parties, onChange }: Held) {
  const said = useSaid();
  const say = useSay();
  const word = useWord();
  const id = idOf(field.path);
  const chosen = value !== null && typeof value === 'object' && 'id' in value ? value : undefined;
  const near = parties.filter(({ kind }) => field.is === 'actor' || kind === 'Province');
  const options = chosen && !near.some((it) => it.id === chosen.id) ? [chosen, ...near] : near;
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
        onChange={(event) => onChange(options.find((it) => it.id === event.target.value) ?? null)}
      >
        <option value="">–</option>
        {options.map((it) => (
          <option key={it.id} value={it.id}>
            {it.name} ({word(it.kind)})
          </option>
        ))}
      </select>
      <details className="other">
        <summary>{say('Tìm đơn vị khác', 'Find another')}</summary>
        <Finder label={`${said(field.label)}: ${say('tìm theo tên', 'find by name')}`} kinds={field.kinds ?? []} onChoose={onChange} />
      </details>
      <Below id={`${id}-below`} hint={said(field.hint)} errors={errors} />
    </div>
  );
}

const listOf = <T extends Chosen | Proof>(value: Value): T[] => (Array.isArray(value) ? (value as T[]) : []);

function Records({ field, value, errors, onChange }: Held) {
  const said = useSaid();
  const say = useSay();
  const id = idOf(field.path);
  const chosen = listOf<Chosen>(value);
  return (
    <fieldset className="field" id={id} tabIndex={-1} aria-describedby={`${id}-below`}>
      <legend>{said(field.label)}</legend>
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
      <legend>{said(field.label)}</legend>
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
