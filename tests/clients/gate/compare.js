// Where the gate and graphql-js differ.

/** A verdict as it is compared: objects by name, numbers by value. */
function plain({ phase, arguments: given, failed }) {
  const sorted = (value) => {
    if (Array.isArray(value)) return value.map(sorted);
    if (value === null || typeof value !== 'object') return Object.is(value, -0) ? 0 : value;
    return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
  };
  return JSON.stringify([phase, sorted(given), failed && Object.keys(failed).sort()]);
}

/** The requests that both judge otherwise, with both verdicts. */
export function differences(requests, ours, theirs) {
  return requests.flatMap((request, at) =>
    plain(ours[at]) === plain(theirs[at]) ? [] : [{ ...request, ours: ours[at], theirs: theirs[at] }]);
}
