// Why an answer did not come, told apart as far as a reader can do something about it.
import type { CombinedError } from '@urql/core';

export interface Fault {
  /**
   * Without a line; without the right; with a token that the server does not take; from pages that are older than the
   * server; about something that the registry does not have; or anything else.
   */
  kind: 'offline' | 'forbidden' | 'unauthenticated' | 'outdated' | 'unknown' | 'other';
  text: string;
  /** The code of the API's error, where it sent one. */
  code: string | undefined;
  /** What the API says beside the code. */
  reason: string | undefined;
}

const KINDS: Record<string, Fault['kind']> = {
  FORBIDDEN: 'forbidden',
  UNAUTHENTICATED: 'unauthenticated',
  PERSISTED_QUERY_NOT_FOUND: 'outdated',
  BAD_USER_INPUT: 'unknown',
};

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

export function faultOf(error: CombinedError): Fault {
  const [first] = error.graphQLErrors;
  if (!first) return { kind: error.networkError ? 'offline' : 'other', text: error.message.replace(/^\[Network\] /, ''), code: undefined, reason: undefined };
  const code = textOf(first.extensions['code']);
  const reason = textOf(first.extensions['reason']);
  const kind = reason === 'UNTRUSTED_DOCUMENT' ? 'outdated' : KINDS[code ?? ''] ?? 'other';
  return { kind, text: first.message, code, reason };
}

/** An answer that did not come in time. */
export const LATE: Fault = { kind: 'offline', text: 'timeout', code: undefined, reason: undefined };

/**
 * Whether a mutation with this fault may have been applied: then it is sent again with its key, and the answer shows
 * it. Any other fault says that nothing was written.
 */
export const mayBeWritten = ({ kind, code }: Fault) =>
  kind === 'offline' || ['TIMEOUT', 'READ_ONLY', 'UNAVAILABLE', 'INTERNAL'].includes(code ?? '');
