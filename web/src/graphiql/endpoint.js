// Where the API is, seen from the page: one level up, so that a path prefix in front of both is kept.
const api = new URL('../graphql', document.baseURI);

/** Queries and mutations, by POST. */
export const endpoint = api.href;

const socket = new URL(api);
socket.protocol = api.protocol === 'https:' ? 'wss:' : 'ws:';

/** Subscriptions, over graphql-transport-ws. */
export const subscriptions = socket.href;
