// Any record: its attributes in one generic form, its sources with their quotes, and what it was before.
import { useFilters } from '../address';
import { useAnswer } from '../api';
import { RecordPageDocument, type LabelFragment } from '../gql/graphql';
import { useFormat, useSay } from '../lang';
import { ActionsOf } from '../parts/actions';
import { NodeLink, useLabel } from '../parts/link';
import { Page, Section, ShowQuery } from '../parts/page';
import { Sources } from '../parts/sources';
import { Failed, Loading, Missing } from '../parts/states';
import { useWord } from '../words';
import { Value } from '../parts/value';

/** What stands elsewhere on the page. */
const APART = new Set(['__typename', 'id', 'sources', 'history', 'key', 'title', 'name', 'fieldTitle', 'text']);

/** Names that the query gives to attributes, because types disagree about them. */
const RENAMED: Record<string, string> = {
  directiveKind: 'kind',
  directiveStatus: 'status',
  eventKind: 'kind',
  eventStatus: 'status',
  outcomeKind: 'kind',
  outcomeStatus: 'status',
  outcomeMeasure: 'measure',
  organizationKind: 'kind',
  fieldTitle: 'title',
};

export default function RecordPage({ id }: { id: string }) {
  const say = useSay();
  const word = useWord();
  const label = useLabel();
  const { moment, number } = useFormat();
  useFilters();
  const { data, error, sent } = useAnswer(RecordPageDocument, { id });
  if (error) return <Page title={id}><Failed error={error} /></Page>;
  if (!data) return <Page title={id}><Loading /></Page>;
  const { node } = data;
  if (!node) return <Page title={id}><Missing what={id} /></Page>;
  const shown = Object.entries(node).filter(([name, value]) => !APART.has(name) && !isNothing(value));
  return (
    <Page title={label(node as LabelFragment)} lead={<p className="small">{word(node.__typename)}</p>}>
      {(node.__typename === 'Agreement' || node.__typename === 'Province') && (
        <p>
          <NodeLink node={node as LabelFragment} />
        </p>
      )}
      <ActionsOf id={id} title={label(node as LabelFragment)} />
      <dl className="facts record">
        {shown.map(([name, value]) => (
          <div key={name} className={typeof value === 'object' ? 'wide' : undefined}>
            <dt>{word(RENAMED[name] ?? name)}</dt>
            <dd>
              <Value value={value} />
            </dd>
          </div>
        ))}
      </dl>
      <Section title={say('Nguồn', 'Sources')}>
        <Sources sources={node.sources} />
      </Section>
      <Section title={say('Lịch sử', 'History')}>
        <ol className="history">
          {[...(node.history?.nodes ?? [])].reverse().map(({ seq, at, by, command, version, diff }) => (
            <li key={version}>
              <p>
                <strong>{say(`Bản ${number(version)}`, `Version ${number(version)}`)}</strong>{' '}
                <span className="small">
                  {moment(at)} · <code>{command}</code> · {say('thay đổi số', 'change')} {number(seq)}
                  {by && ` · ${by}`}
                </span>
              </p>
              {diff.length > 0 && (
                <details>
                  <summary>{say(`${diff.length} thuộc tính`, `${diff.length} attributes`)}</summary>
                  <dl className="diff">
                    {diff.map(({ field, before, after }) => (
                      <div key={field}>
                        <dt>{word(field)}</dt>
                        {before != null && (
                          <dd>
                            <del>{textOf(before)}</del>
                          </dd>
                        )}
                        {after != null && (
                          <dd>
                            <ins>{textOf(after)}</ins>
                          </dd>
                        )}
                      </div>
                    ))}
                  </dl>
                </details>
              )}
            </li>
          ))}
        </ol>
      </Section>
      <ShowQuery sent={sent} />
    </Page>
  );
}

const isNothing = (value: unknown): boolean =>
  value == null || value === '' || (Array.isArray(value) && value.length === 0) || isEmptyList(value);

const isEmptyList = (value: unknown) => {
  if (typeof value !== 'object' || value === null || !('nodes' in value)) return false;
  return Array.isArray(value.nodes) && value.nodes.length === 0;
};

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, null, 1));
