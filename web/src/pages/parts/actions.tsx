// What the bearer of the token may do with a record now: `viewerCan` decides, not the page.
import { Link } from 'wouter';
import { useAnswer } from '../api';
import { PossibleDocument } from '../gql/graphql';
import { useSay } from '../lang';
import { useSigned } from '../signed';
import { useWord } from '../words';
import { formAt, offered } from '../work/forms';
import { canOf } from '../work/subject';

/** Links that stand beside each other; the others are behind a word. */
const AT_ONCE = 3;

export function Actions({ id, title, can }: { id: string; title: string; can: readonly string[] }) {
  const say = useSay();
  const word = useWord();
  const actions = offered(can);
  if (actions.length === 0) return null;
  const link = (action: string) => (
    <Link key={action} href={formAt(action, id)} className="action" aria-label={`${word(action)}: ${title}`}>
      {word(action)}
    </Link>
  );
  const rest = actions.slice(AT_ONCE);
  return (
    <div className="action-bar">
      {actions.slice(0, AT_ONCE).map(link)}
      {rest.length > 0 && (
        <details>
          <summary aria-label={`${say('Việc khác', 'Other actions')}: ${title}`}>{say('Việc khác', 'Other actions')}</summary>
          <div className="action-bar">{rest.map(link)}</div>
        </details>
      )}
    </div>
  );
}

/** The same for a record of which only the id is known. */
export function ActionsOf({ id, title }: { id: string; title: string }) {
  const { token } = useSigned();
  const { data } = useAnswer(PossibleDocument, { id }, !token);
  const node = token ? data?.node : undefined;
  if (!node || !('viewerCan' in node)) return null;
  return <Actions id={id} title={title} can={canOf(node)} />;
}
