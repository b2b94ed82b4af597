// A list on a screen, as Relay keeps it: what the hooks of react-relay do, without React.
import {
  commitMutation, createOperationDescriptor, fetchQuery, getPaginationMetadata, getPaginationVariables, getRefetchMetadata,
  getSingularSelector, requestSubscription,
} from 'relay-runtime';
import * as documents from '../guide/out/relay/activities.js';
import { connect } from '../guide/out/relay/environment.js';
import { byInput } from '../guide/out/errors.js';

const { list, row } = documents;

export function stand({ url, secret, code, first, changed }) {
  const { environment, past, close } = connect(url, secret);
  const operation = createOperationDescriptor(documents.query, { code });
  const kept = [environment.retain(operation)];
  let subscriptions = [];
  let shown;

  /** Reads a fragment or query, and looks again when what it read changes. */
  const read = (selector) => {
    const snapshot = environment.lookup(selector);
    subscriptions.push(environment.subscribe(snapshot, look));
    return snapshot.data;
  };
  const fragment = (node, reference) => read(getSingularSelector(node, reference));
  function look() {
    subscriptions.forEach((it) => it.dispose());
    subscriptions = [];
    const { agreement } = read(operation.fragment);
    const { activities } = fragment(list, agreement);
    shown = { agreement, activities, rows: activities.edges.map(({ node }) => fragment(row, node)) };
    changed();
  }
  const ask = (request, variables) => fetchQuery(environment, request, variables, { fetchPolicy: 'network-only' }).toPromise();

  return {
    open: async () => (await ask(documents.query, { code }), look()),
    rows: () => shown?.rows ?? [],
    more: () => {
      const { paginationRequest, paginationMetadata } = getPaginationMetadata(list, 'stand');
      const after = shown.activities.pageInfo.endCursor;
      const { id } = shown.agreement;
      return ask(paginationRequest, getPaginationVariables('forward', first, after, {}, { id }, paginationMetadata));
    },
    refetch: (first) => {
      const { refetchableRequest } = getRefetchMetadata(list, 'stand');
      return ask(refetchableRequest, { id: shown.agreement.id, first });
    },
    suspend: (activity, reason) =>
      new Promise((onCompleted, onError) =>
        commitMutation(environment, { mutation: documents.suspend, variables: { input: { activity, reason } }, onCompleted, onError }),
      ).then(({ suspendActivity }) => byInput(suspendActivity.errors)),
    follow: (after, next) =>
      kept.push(requestSubscription(environment, {
        subscription: documents.changes,
        variables: { after },
        onNext: ({ changes }) => next(changes),
        onError: (error) => next(undefined, error),
      })),
    earlier: async (id, seq) => {
      const { at } = await fetchQuery(past, documents.earlier, { id, seq }).toPromise();
      return past.lookup(getSingularSelector(row, at.activity)).data;
    },
    close: () => ([...kept, ...subscriptions].forEach((it) => it.dispose()), close()),
  };
}
