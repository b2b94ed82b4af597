// What proves a fact: the document, and its words.
import { Link } from 'wouter';
import { recordAt } from '../address';
import { useFormat, useSay } from '../lang';
import { Section } from './page';

interface Proof {
  quote: string | null;
  document: { id: string; title: string; url: string | null; publisher?: string | null; publishedOn?: string | null } | null;
}

export function Sources({ sources }: { sources: readonly Proof[] }) {
  const say = useSay();
  const { day } = useFormat();
  if (sources.length === 0) return <p className="small">{say('Không có nguồn.', 'No source.')}</p>;
  return (
    <ul className="sources">
      {sources.map(({ quote, document }, at) => (
        <li key={at}>
          {quote && <blockquote lang="vi">{quote}</blockquote>}
          {document && (
            <span className="small">
              <Link href={recordAt(document.id)}>{document.title}</Link>
              {document.publisher && `, ${document.publisher}`}
              {document.publishedOn && `, ${day(document.publishedOn)}`}
              {document.url && /^https?:/.test(document.url) && (
                <>
                  {' '}
                  <a href={document.url} rel="noopener noreferrer" target="_blank" aria-label={`${say('Mở nguồn', 'Open the source')}: ${document.title}`}>
                    ↗
                  </a>
                </>
              )}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What proves a record, and the way to its history. */
export function SourceSection({ of: { id, note, sources } }: { of: { id: string; note: string | null; sources: readonly Proof[] } }) {
  const say = useSay();
  return (
    <Section title={say('Nguồn', 'Sources')}>
      {note && <p>{note}</p>}
      <Sources sources={sources} />
      <p>
        <Link href={recordAt(id)}>{say('Lịch sử bản ghi', 'History of the record')}</Link>
      </p>
    </Section>
  );
}

/** The first quote, in short; all sources stand behind it. */
export function Quote({ sources }: { sources: readonly Proof[] }) {
  const say = useSay();
  const first = sources.find(({ quote }) => quote)?.quote;
  if (sources.length === 0) return '–';
  return (
    <details className="quote">
      <summary>{first ? <q lang="vi">{first.length > 90 ? `${first.slice(0, 88)}…` : first}</q> : say('Nguồn', 'Source')}</summary>
      <Sources sources={sources} />
    </details>
  );
}
