// The frame of a page: its title, its query, what it shows while it has no answer.
import { useEffect, type ReactNode } from 'react';
import type { Sent } from '../api';
import { top } from '../address';
import { useSay } from '../lang';

export function Page({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  useEffect(() => {
    document.title = title === 'hoptac' ? title : `${title} · hoptac`;
  }, [title]);
  return (
    <>
      <h1 tabIndex={-1} id="title">
        {title}
      </h1>
      {lead && <div className="lead">{lead}</div>}
      {children}
    </>
  );
}

export function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <div className="section-head">
        <h2>{title}</h2>
        {actions && <div className="actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

/** The query behind what is shown, as text and as a link that opens it in GraphiQL. */
export function ShowQuery({ sent }: { sent: Sent | Sent[] }) {
  const say = useSay();
  const all = Array.isArray(sent) ? sent : [sent];
  return (
    <details className="query">
      <summary>{say('Xem truy vấn', 'Show query')}</summary>
      {all.map(({ text, variables }) => {
        const query = text.trim();
        const shown = JSON.stringify(variables, null, 2);
        const fragment = new URLSearchParams({ query, variables: shown });
        return (
          <div key={query + shown}>
            <p>
              <a href={`${top.pathname}graphiql/#${fragment}`} target="_blank" rel="noopener">
                {say('Mở trong GraphiQL', 'Open in GraphiQL')}
              </a>
            </p>
            <pre tabIndex={0} aria-label={say('Truy vấn', 'Query')}>
              {query}
              {shown !== '{}' && `\n\n# ${say('Biến', 'Variables')}: ${shown}`}
            </pre>
          </div>
        );
      })}
    </details>
  );
}
