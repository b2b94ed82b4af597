// Registers a document that the registry does not have yet, within a form that cites it.
import { useId, useRef, useState } from 'react';
import { useSend } from '../api';
import type { Chosen, Values } from '../drafts';
import { AddDocumentDocument, type RefusalFragment, type TypedDocumentString } from '../gql/graphql';
import type { Told } from '../api';
import { useSay } from '../lang';
import { flaws, inputOf, newKey, type Field } from '../work/fields';
import { DAY_HINT } from '../work/forms';
import { fieldOf, useRefusalText } from '../work/refusals';
import { FormField } from './field';

const FIELDS: Field[] = [
  { path: 'title', is: 'text', label: ['Tên tài liệu', 'Title of the document'], isRequired: true },
  { path: 'url', is: 'text', label: ['Địa chỉ trên mạng', 'Web address'] },
  { path: 'publisher', is: 'text', label: ['Nơi công bố', 'Publisher'] },
  { path: 'publishedOn', is: 'day', label: ['Ngày công bố', 'Published on'], hint: DAY_HINT },
  { path: 'reading', is: 'choice', label: ['Đã đọc', 'How much was read'], words: ['FULL', 'EXCERPT'], isRequired: true },
  { path: 'reliability', is: 'choice', label: ['Độ tin cậy', 'Reliability'], words: ['NORMAL', 'LOW'], isRequired: true },
];

const EMPTY: Values = { title: '', url: '', publisher: '', publishedOn: '', reading: 'FULL', reliability: 'NORMAL' };
const PATHS = FIELDS.map(({ path }) => path);

export function NewDocument({ onChoose }: { onChoose: (chosen: Chosen) => void }) {
  const say = useSay();
  const textOf = useRefusalText();
  const send = useSend();
  const id = useId();
  const [values, setValues] = useState(EMPTY);
  const [errors, setErrors] = useState<RefusalFragment[]>([]);
  const [isFailed, setIsFailed] = useState(false);
  /** The same until there is an answer: what is sent again is registered once. */
  const key = useRef(newKey());
  const submit = async () => {
    const found = flaws(FIELDS, values);
    setErrors(found);
    setIsFailed(false);
    if (found.length > 0) return;
    const input = { ...inputOf(FIELDS, values, EMPTY, false), language: 'vi', idempotencyKey: key.current };
    const told = await send(AddDocumentDocument as unknown as TypedDocumentString<Told, unknown>, input);
    if (told.is === 'failed') return setIsFailed(true);
    key.current = newKey();
    if (told.is === 'refused') return setErrors(told.errors);
    if (!told.record) return;
    onChoose({ kind: 'Document', id: told.record.id, name: String(values['title']) });
    setValues(EMPTY);
  };
  const apart = errors.filter((error) => fieldOf(error, PATHS) === undefined);
  return (
    <details className="other">
      <summary>{say('Tài liệu chưa có trong sổ', 'A document that is not registered yet')}</summary>
      <div className="fields" role="group" aria-label={say('Tài liệu mới', 'New document')}>
        {FIELDS.map((field) => (
          <FormField
            key={field.path}
            field={{ ...field, path: `${id}${field.path}` }}
            value={values[field.path] ?? ''}
            parties={[]}
            errors={errors.filter((error) => fieldOf(error, PATHS) === field.path)}
            onChange={(value) => setValues({ ...values, [field.path]: value })}
          />
        ))}
      </div>
      {(apart.length > 0 || isFailed) && (
        <p className="error" role="alert">
          {isFailed ? say('Chưa có trả lời. Bấm lại là an toàn: chỉ ghi một lần.', 'There was no answer. Pressing again is safe: it is registered once.') : apart.map(textOf).join(' ')}
        </p>
      )}
      <button type="button" onClick={() => void submit()}>
        {say('Đăng ký tài liệu', 'Register the document')}
      </button>
    </details>
  );
}
