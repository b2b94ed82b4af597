// A list on a screen, as Apollo Client keeps it.
import { connect } from '../guide/out/apollo.js';
import { earlier, suspend } from '../guide/out/apollo-suspend.js';
import { Activities, Changes } from '../guide/out/documents.js';

export function stand({ url, secret, code, first, changed }) {
  const { client, close } = connect(url, secret);
  const watched = client.watchQuery({ query: Activities, variables: { code, first } });
  let shown;
  let watching;
  const list = () => shown?.data?.agreement?.activities;
  return {
    open: () => (watching = watched.subscribe((result) => changed((shown = result)))),
    rows: () => list()?.edges.map(({ node }) => node) ?? [],
    more: () => watched.fetchMore({ variables: { after: list().pageInfo.endCursor } }),
    suspend: (activity, reason) => suspend(client, activity, reason),
    follow: (after, next) =>
      client.subscribe({ query: Changes, variables: { after } }).subscribe(({ data, error }) => next(data?.changes, error)),
    earlier: (id, seq) => earlier(client, id, seq),
    close: () => (watching.unsubscribe(), close()),
  };
}
