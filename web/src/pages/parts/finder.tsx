// Finds a record by words and lets it be chosen: a box, and what was found as buttons below it.
import { useDeferredValue, useId, useState } from 'react';
import { useAnswer } from '../api';
import type { Chosen } from '../drafts';
import { FindDocument, type RecordKind } from '../gql/graphql';
import { useSay } from '../lang';
import { useWord } from '../words';
import { useLabel } from './link';

interface Finding {
  label: string;
  kinds: RecordKind[];
  onChoose: (chosen: Chosen) => void;
}

export function Finder({ label, kinds, onChoose }: Finding) {
  const say = useSay();
  const word = useWord();
  const nameOf = useLabel();
  const id = useId();
  const [typed, setTyped] = useState('');
  const text = useDeferredValue(typed.trim());
  const { data } = useAnswer(FindDocument, { text, kinds }, text === '');
  const found = text === '' ? [] : (data?.search?.edges ?? []).flatMap(({ node }) => node ?? []);
  return (
    <div className="finder">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          // The form is not sent by a search.
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <p className="small" role="status">
        {text !== '' && data && (found.length === 0 ? say('Không tìm thấy.', 'Nothing is found.') : say(`Tìm thấy ${found.length}; chọn một.`, `${found.length} found; choose one.`))}
      </p>
      {found.length > 0 && (
        <ul className="plain choices">
          {found.map((node) => (
            <li key={node.id}>
              <button
                type="button"
                onClick={() => {
                  onChoose({ kind: node.__typename, id: node.id, name: nameOf(node) });
                  setTyped('');
                }}
              >
                {nameOf(node)} <span className="small">{word(node.__typename)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
