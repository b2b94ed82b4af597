// A query that a page hands over, in the fragment of the address: it never reaches the server's log.

/** The query and variables in the address, which then loses them; nothing where there are none. */
export function handedOver() {
  const given = new URLSearchParams(location.hash.slice(1));
  const query = given.get('query');
  if (!query) return undefined;
  history.replaceState(null, '', location.pathname + location.search);
  return { query, variables: given.get('variables') ?? undefined };
}
