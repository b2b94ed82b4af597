// Documents by their hash: every server that has these pages trusts them, also one that trusts no others.
import type { AnyVariables, Client, OperationResult, TypedDocumentNode } from '@urql/core';
import type { TypedDocumentString } from './gql/graphql';

/** The hash under which the server knows a document. */
export const hashOf = (document: { __meta__?: Record<string, unknown> | undefined }) => String(document.__meta__?.['hash']);

/** The documents that the server turned out not to know: it is another version than these pages. */
const unknown = new Set<string>();

/** Executes a document by its hash, or by its text on a server that does not know it. */
export async function execute<T, V>(
  client: Client,
  how: 'query' | 'mutation',
  document: TypedDocumentString<T, V>,
  variables: Record<string, unknown>,
): Promise<OperationResult<T>> {
  const hash = hashOf(document);
  const named = { kind: 'Document', definitions: [], documentId: hash } as unknown as TypedDocumentNode<T, AnyVariables>;
  const send = (asked: TypedDocumentNode<T, AnyVariables> | string): Promise<OperationResult<T>> =>
    client[how]<T, AnyVariables>(asked, variables, { requestPolicy: 'network-only' }).toPromise();
  if (unknown.has(hash)) return send(document.toString());
  const result = await send(named);
  if (result.error?.graphQLErrors[0]?.extensions['code'] !== 'PERSISTED_QUERY_NOT_FOUND') return result;
  unknown.add(hash);
  return send(document.toString());
}
