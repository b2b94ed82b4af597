// Registers a document that the registry does not have yet, within a form that cites it.
import { useId, useRef, useState } from 'react';
import { useSend } from '../api';
import type { Chosen } from '../drafts';
import { AddDocumentDocument, type RefusalFragment, type TypedDocumentString } from '../gql/graphql';
import type { Told } from '../api';
import { useSay } from '../lang';
import { emptyRow, flaws, inputOf, newKey } from '../work/fields';
import { DOCUMENT } from '../work/forms/registers';
import { fieldOf, useRefusalText } from '../work/refusals';
import { FormField } from './field';

const EMPTY = emptyRow(DOCUMENT);
const PATHS = DOCUMENT.map(({ path }) => path);

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
    const found = flaws(DOCUMENT, values);
    setErrors(found);
    setIsFailed(false);
    if (found.length > 0) return;
    const input = { ...inputOf(DOCUMENT, values, EMPTY, false), language: 'vi', idempotencyKey: key.current };
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
        {DOCUMENT.map((field) => (
          <FormField
            key={field.path}
            field={{ ...field, path: `${id}${field.path}` }}
            value={values[field.path] ?? ''}
            near={[]}
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
