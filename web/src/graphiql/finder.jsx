// Finds types and fields of the schema by the words of their descriptions, too: the search of the documentation knows
// names alone, so that "một chiều", "late" or "hỗ trợ" would find nothing.
import { useDeferredValue, useId, useMemo, useState } from 'react';
import { DOC_EXPLORER_PLUGIN, useDocExplorerActions } from '@graphiql/plugin-doc-explorer';
import { MagnifyingGlassIcon, useGraphiQL, useGraphiQLActions } from '@graphiql/react';

/** What people call things that the schema calls otherwise. The descriptions have the rest. */
const ALSO = [
  ['tre', 'late', 'overdue', 'qua han'],
  ['mot chieu', 'one way'],
  ['hai chieu', 'mutual'],
  ['ho tro', 'support', 'gives', 'provider'],
  ['tinh', 'province'],
  ['so sanh', 'doi chieu', 'reconciliation'],
  ['tien do', 'progress'],
];

/** A text without diacritics and case, and with the words of names apart: `oneWayShare` has "one way". */
export function fold(text) {
  const apart = text.replace(/([a-z\d])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
  return apart.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');
}

/** Everything that has a name and a description. */
function entriesOf(schema) {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  return types.flatMap((type) => {
    const own = { type, name: type.name, text: type.description ?? '' };
    const fields = 'getFields' in type ? Object.values(type.getFields()) : [];
    const values = 'getValues' in type ? type.getValues() : [];
    return [
      own,
      ...fields.map((field) => ({ type, field, name: `${type.name}.${field.name}`, text: field.description ?? '' })),
      ...values.map((value) => ({ type, name: `${type.name}.${value.name}`, text: value.description ?? '' })),
    ];
  }).map((entry) => ({ ...entry, folded: { name: ` ${fold(entry.name)}`, text: ` ${fold(entry.text)}` } }));
}

const SHOWN_MAX = 60;

/** The texts that a search stands for: itself, and what it is also called. */
function asked(text) {
  const folded = fold(text).trim();
  if (!folded) return [];
  return [...new Set([folded, ...ALSO.filter((words) => words.includes(folded)).flat()])];
}

/** How well an entry answers: by its name or its description, as was typed or as it is also called; 0 where it does not. */
function score({ folded: { name, text }, type }, wanted) {
  const best = wanted.map((words, at) => {
    const isIn = (where) => words.split(' ').every((word) => where.includes(` ${word}`));
    const own = at === 0 ? 8 : 0;
    if (name.includes(` ${words}`)) return own + 4;
    if (isIn(name)) return own + 3;
    if (text.includes(` ${words}`)) return own + 2;
    return isIn(text) && words.includes(' ') ? own + 1 : 0;
  });
  // What is asked for comes before what is sent.
  return Math.max(...best) && Math.max(...best) + (/Input$|Filter$|Payload$/.test(type.name) ? 0 : 20);
}

export function find(entries, text) {
  const wanted = asked(text);
  if (wanted.length === 0) return [];
  return entries
    .map((entry) => ({ entry, rank: score(entry, wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ entry }) => entry);
}

function Finder() {
  const id = useId();
  const schema = useGraphiQL((state) => state.schema);
  const { setVisiblePlugin } = useGraphiQLActions();
  const { push, reset } = useDocExplorerActions();
  const [text, setText] = useState('');
  const words = useDeferredValue(text);
  const entries = useMemo(() => (schema ? entriesOf(schema) : []), [schema]);
  const found = useMemo(() => find(entries, words), [entries, words]);
  const open = ({ type, field }) => {
    reset();
    push({ name: type.name, def: type });
    if (field) push({ name: field.name, def: field });
    setVisiblePlugin(DOC_EXPLORER_PLUGIN);
  };
  return (
    <section className="finder">
      <h2 className="graphiql-doc-explorer-title">Find by words</h2>
      <label htmlFor={id}>
        Names and descriptions, in English or Vietnamese <span lang="vi">(có dấu hoặc không)</span>
      </label>
      <input id={id} type="search" value={text} placeholder="one way, late, hỗ trợ, trễ…" onChange={(event) => setText(event.target.value)} />
      <p role="status">{words.trim() && (found.length === 0 ? 'Nothing is found.' : `${found.length} found.`)}</p>
      <ul>
        {found.slice(0, SHOWN_MAX).map((entry) => (
          <li key={entry.name}>
            <button type="button" className="graphiql-un-styled" onClick={() => open(entry)}>
              {entry.name}
            </button>
            <p>{entry.text.split('\n\n')[0]}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A pane beside the documentation and the history. */
export const FINDER_PLUGIN = { title: 'Find by words', icon: () => <MagnifyingGlassIcon />, content: Finder };
