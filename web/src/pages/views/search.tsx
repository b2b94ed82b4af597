// Search as you type, with what was found highlighted.
import { useEffect, useId, useState } from 'react';
import { useFilters } from '../address';
import { useAnswer } from '../api';
import { SearchDocument, type RecordKind } from '../gql/graphql';
import { useSay } from '../lang';
import { Choice } from '../parts/filters';
import { Files } from '../parts/files';
import { NodeLink, useLabel } from '../parts/link';
import { Page, ShowQuery } from '../parts/page';
import { Empty, Failed, Loading } from '../parts/states';
import { useWord } from '../words';

/** What can be searched for, most asked for first. */
const KINDS: RecordKind[] = ['ACTIVITY', 'AGREEMENT', 'EVENT', 'OUTCOME', 'ORGANIZATION', 'PROVINCE', 'CLAIM', 'DIRECTIVE', 'DOCUMENT', 'SECTOR', 'INDICATOR', 'FIELD'];

/** A pause in typing after which the registry is asked. */
const PAUSE_MS = 150;

export default function Search() {
  const say = useSay();
  const word = useWord();
  const label = useLabel();
  const id = useId();
  const [filters, setFilter] = useFilters();
  const asked = filters.get('q') ?? '';
  const kind = KINDS.find((it) => it === filters.get('kind'));
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  useEffect(() => {
    if (text === asked) return;
    const waiting = setTimeout(() => setFilter('q', text), PAUSE_MS);
    return () => clearTimeout(waiting);
  });
  const { data, error, sent } = useAnswer(SearchDocument, { text: asked, kinds: kind ? [kind] : null }, asked.trim() === '');
  const edges = data?.search?.edges;
  return (
    <Page title={say('Tìm kiếm', 'Search')}>
      <div className="filters">
        <div className="filter grow">
          <label htmlFor={id}>{say('Từ khóa, có dấu hoặc không dấu', 'Words, with or without diacritics')}</label>
          <input id={id} type="search" value={text} maxLength={500} autoComplete="off" onChange={(event) => setText(event.target.value)} />
        </div>
        <Choice label={say('Loại', 'Kind')} value={kind ?? ''} onChange={(it) => setFilter('kind', it)}>
          <option value="">{say('Tất cả', 'All')}</option>
          {KINDS.map((it) => (
            <option key={it} value={it}>
              {word(it)}
            </option>
          ))}
        </Choice>
      </div>
      {asked.trim() === '' && <Empty>{say('Gõ để tìm trong mọi bản ghi: “mắt”, “ho tro”, “Đam Rông”.', 'Type to search all records: “eye”, “ho tro”, “Đam Rông”.')}</Empty>}
      {error && <Failed error={error} />}
      {asked.trim() !== '' && !data && !error && <Loading />}
      <p className="hidden" role="status">
        {edges && say(`${edges.length} kết quả`, `${edges.length} results`)}
      </p>
      {edges && edges.length === 0 && <Empty>{say('Không tìm thấy gì.', 'Nothing was found.')}</Empty>}
      {edges && edges.length > 0 && (
        <ol className="found">
          {edges.map(({ node, highlights }) => (
            <li key={node.id}>
              <p>
                <span className="small">{word(node.__typename)}</span> <NodeLink node={node} />
              </p>
              {highlights.map(({ lang, pieces }, at) => (
                <p key={at} className="small" lang={lang?.toLowerCase()}>
                  {pieces.map(({ text: piece, matched }, nth) => (matched ? <mark key={nth}>{piece}</mark> : <span key={nth}>{piece}</span>))}
                </p>
              ))}
            </li>
          ))}
        </ol>
      )}
      {edges && edges.length > 0 && (
        <p className="below">
          <Files
            file="search"
            caption={say('Kết quả tìm kiếm', 'What was found')}
            rows={edges}
            columns={[
              { name: word('kind'), value: ({ node }) => word(node.__typename) },
              { name: word('title'), value: ({ node }) => label(node) },
              { name: say('Đoạn tìm thấy', 'Where it was found'), value: ({ highlights }) => highlights.map(({ pieces }) => pieces.map(({ text: piece }) => piece).join('')).join(' … ') },
              { name: say('Mã bản ghi', 'Id'), value: ({ node }) => node.id },
            ]}
          />
        </p>
      )}
      <ShowQuery sent={sent} />
    </Page>
  );
}
