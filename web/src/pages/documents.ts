// Documents by their hash: every server that has these pages trusts them, also one that trusts no others.
import type { AnyVariables, Client, OperationResult, TypedDocumentNode } from '@urql/core';
import type { TypedDocumentString } from './gql/graphql';

/** The hash under which the server knows a document. */
const hashOf = (document: { __meta__?: Record<string, unknown> | undefined }) => String(document.__meta__?.['hash']);

/** The documents that the server turned out not to know: it is another version than these pages. */
const unknown = new Set<string>();

const NOT_KNOWN = 'PERSISTED_QUERY_NOT_FOUND';

/** What names a document to the server: its hash, or its text where the server does not know that. */
export function named<T, V>(document: TypedDocumentString<T, V>): { query: string; documentId?: string } {
  const documentId = hashOf(document);
  return unknown.has(documentId) ? { query: document.toString() } : { query: '', documentId };
}

/** Whether the server, by its code, does not know the hash of a document, which is sent as a text from now on. */
export function turnedOutUnknown<T, V>(document: TypedDocumentString<T, V>, code: unknown): boolean {
  if (code !== NOT_KNOWN || unknown.has(hashOf(document))) return false;
  unknown.add(hashOf(document));
  return true;
}

/** Executes a document by its hash, or by its text on a server that does not know it. */
export async function execute<T, V>(
  client: Client,
  how: 'query' | 'mutation',
  document: TypedDocumentString<T, V>,
  variables: Record<string, unknown>,
): Promise<OperationResult<T>> {
  const hash = hashOf(document);
  const byHash = { kind: 'Document', definitions: [], documentId: hash } as unknown as TypedDocumentNode<T, AnyVariables>;
  const send = (asked: TypedDocumentNode<T, AnyVariables> | string): Promise<OperationResult<T>> =>
    client[how]<T, AnyVariables>(asked, variables, { requestPolicy: 'network-only' }).toPromise();
  if (unknown.has(hash)) return send(document.toString());
  const result = await send(byHash);
  return turnedOutUnknown(document, result.error?.graphQLErrors[0]?.extensions['code']) ? send(document.toString()) : result;
}
