// A record that changed while somebody wrote about it: mine beside theirs, and a choice for each attribute.
import { useId, useState } from 'react';
import { useAnswer } from '../api';
import type { Chosen, Draft, Proof, Value, Values } from '../drafts';
import { SinceDocument } from '../gql/graphql';
import { useFormat, useLang, useSay } from '../lang';
import { useCommand, useWord } from '../words';
import { baseOf, isSame, shownFields, type Field } from '../work/fields';
import { fieldsOf } from '../work/forms';
import type { Form } from '../work/pieces';
import type { Subject } from '../work/subject';

interface Differing {
  form: Form;
  draft: Draft;
  subject: Subject;
  /** Goes on with these values, on the record as it is now. */
  onMerge: (values: Values, base: Values) => void;
  onDiscard: () => void;
}

export function Conflict({ form, draft, subject, onMerge, onDiscard }: Differing) {
  const say = useSay();
  const { lang } = useLang();
  const { number } = useFormat();
  const group = useId();
  const fields = fieldsOf(form, subject);
  const theirs = baseOf(fields, subject);
  const [choice, setChoice] = useState<Record<string, 'mine' | 'theirs'>>({});
  const isMine = ({ path }: Field) => !isSame(draft.values[path], draft.base[path]);
  const changed = shownFields(fields, draft.values).filter(({ read, path }) => read && !isSame(theirs[path], draft.base[path]));
  const chosen = (field: Field) => choice[field.path] ?? (isMine(field) ? 'mine' : 'theirs');
  const [began, yours, their] = [say('Lúc bạn bắt đầu', 'When you began'), say('Của bạn', 'Yours'), say('Của họ', 'Theirs')];
  const merge = () => {
    const values = { ...draft.values };
    for (const field of changed) if (chosen(field) === 'theirs') values[field.path] = theirs[field.path] ?? '';
    onMerge(values, theirs);
  };
  return (
    <section className="conflict" role="alert" aria-labelledby={`${group}-title`}>
      <h2 id={`${group}-title`} tabIndex={-1}>
        {say('Người khác đã sửa bản ghi này trong lúc bạn viết', 'Somebody else changed this record while you were writing')}
      </h2>
      <p>
        {say(
          `Bạn bắt đầu từ bản ${number(draft.version)}; nay là bản ${number(subject.version)}. Chưa có gì của bạn được ghi.`,
          `You began with version ${number(draft.version)}; it is version ${number(subject.version)} now. Nothing of yours is recorded yet.`,
        )}
      </p>
      {changed.length > 0 && (
        <div className="scroll" role="region" tabIndex={0} aria-label={say('Của tôi bên cạnh của họ', 'Mine beside theirs')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say('Mục', 'Attribute')}</th>
                <th scope="col">{began}</th>
                <th scope="col">{yours}</th>
                <th scope="col">{their}</th>
              </tr>
            </thead>
            <tbody>
              {changed.map((field) => {
                const name = field.label[lang === 'vi' ? 0 : 1];
                const cell = (which: 'mine' | 'theirs', value: Value | undefined) => (
                  <label>
                    <input
                      type="radio"
                      name={`${group}-${field.path}`}
                      checked={chosen(field) === which}
                      aria-label={`${name}: ${which === 'mine' ? say('của bạn', 'yours') : say('của họ', 'theirs')}`}
                      onChange={() => setChoice({ ...choice, [field.path]: which })}
                    />{' '}
                    <Shown value={value} />
                  </label>
                );
                return (
                  <tr key={field.path} data-field={field.path}>
                    <th scope="row">{name}</th>
                    <td data-label={began}>
                      <Shown value={draft.base[field.path]} />
                    </td>
                    <td data-mark="mine" data-label={yours}>{cell('mine', draft.values[field.path])}</td>
                    <td data-mark="theirs" data-label={their}>{cell('theirs', theirs[field.path])}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <Since id={subject.id} version={draft.version} />
      <div className="action-bar">
        <button type="button" className="main-action" onClick={merge}>
          {changed.length > 0 ? say('Đi tiếp với lựa chọn này', 'Go on with this choice') : say('Vẫn tiếp tục', 'Go on all the same')}
        </button>
        <button type="button" onClick={onDiscard}>
          {say('Bỏ bản nháp của tôi', 'Discard my draft')}
        </button>
      </div>
    </section>
  );
}

function Shown({ value }: { value: Value | undefined }) {
  const say = useSay();
  const textOf = useValueText();
  const text = value === undefined ? '' : textOf(value);
  return text === '' ? <span className="small">{say('trống', 'empty')}</span> : text;
}

/** What a field holds, in words. */
function useValueText() {
  const say = useSay();
  const word = useWord();
  const textOf = (value: Value): string => {
    if (typeof value === 'boolean') return value ? say('có', 'yes') : say('không', 'no');
    if (value === null) return '';
    if (typeof value === 'string') return /^[A-Z][A-Z_]+$/.test(value) ? word(value) : value;
    if (Array.isArray(value)) return value.map((it) => groupOf(it)).filter(Boolean).join('; ');
    return value.name;
  };
  const groupOf = (it: Chosen | Proof | Values): string => {
    if ('document' in it && it.document) return [(it as Proof).document.name, (it as Proof).quote].filter(Boolean).join(': ');
    if ('id' in it) return String((it as Chosen).name);
    return Object.values(it as Values).map(textOf).filter(Boolean).join(', ');
  };
  return textOf;
}

/** Who changed what since a version, as the history has it. */
function Since({ id, version }: { id: string; version: number }) {
  const say = useSay();
  const word = useWord();
  const command = useCommand();
  const { moment } = useFormat();
  const { data } = useAnswer(SinceDocument, { id });
  const node = data?.node;
  const past = node && 'history' in node ? node.history?.nodes ?? [] : [];
  const since = past.filter((it) => it.version > version);
  if (since.length === 0) return null;
  return (
    <ul className="small">
      {since.map((it) => (
        <li key={it.version}>
          {say('Bản', 'Version')} {it.version}, {moment(it.at)}, {command(it.command)}
          {it.by && ` (${it.by})`}: {it.diff.map(({ field }) => word(field)).join(', ')}
        </li>
      ))}
    </ul>
  );
}
