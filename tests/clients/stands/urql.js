// A list on a screen, as urql keeps it.
import { connect } from '../guide/out/urql.js';
import { suspend } from '../guide/out/urql-suspend.js';
import { Activities, Changes, Earlier } from '../guide/out/documents.js';

export function stand({ url, secret, code, first, changed }) {
  const { client, past, close } = connect(url, secret);
  let shown;
  let watching;
  const watch = (after) => {
    watching?.unsubscribe();
    watching = client.query(Activities, { code, first, after }).subscribe((result) => changed((shown = result)));
  };
  const list = () => shown?.data?.agreement?.activities;
  return {
    open: () => watch(),
    rows: () => list()?.edges.map(({ node }) => node) ?? [],
    more: () => watch(list().pageInfo.endCursor),
    suspend: (activity, reason) => suspend(client, activity, reason),
    follow: (after, next) => client.subscription(Changes, { after }).subscribe(({ data, error }) => next(data?.changes, error)),
    earlier: async (id, seq) => (await past.query(Earlier, { id, seq })).data.at.activity,
    close: () => (watching.unsubscribe(), close()),
  };
}
