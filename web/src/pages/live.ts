// Answers that follow the registry: live queries over one WebSocket, and single answers while that does not stand.
import { CombinedError, type Client } from '@urql/core';
import type { ExecutionResult } from 'graphql';
import { createClient as createSocket, type SubscribePayload } from 'graphql-ws';
import { socket } from './address';
import { execute, named, turnedOutUnknown } from './documents';
import type { TypedDocumentString } from './gql/graphql';

/** An answer, of whichever way it came. */
export interface Given<T> {
  data?: T | null | undefined;
  error?: CombinedError | undefined;
}

/** The line by which answers are followed. */
export interface Follower {
  /** Whether it stands. */
  stands: () => boolean;
  /** Tells each answer to a live query, until what it gives is called; and once if the server does not keep it alive. */
  watch: <T, V>(document: TypedDocumentString<T, V>, variables: object, told: (given: Given<T>) => void, refused: () => void) => () => void;
  end: () => void;
}

/** A server that does not answer a ping for so long is gone. */
const PING_MS = 10_000;
const PONG_MS = 5_000;

/** A live query that has no answer after so long is asked once, too: perhaps the line is gone, and nobody knows yet. */
const SILENT_MS = 2_000;

/** What the server does not keep alive at the moment is tried again after so long. */
const RETRY_MS = 10_000;
const NOT_NOW = ['TOO_MANY_SUBSCRIPTIONS', 'UNAVAILABLE', 'RATE_LIMITED'];

interface Payload extends SubscribePayload {
  documentId?: string;
  extensions: { live: { after?: string } };
}

/** Opens a line, as whoever has the token; tells when it comes, goes, and is refused. */
export function openLine(
  params: Record<string, string>,
  tell: { connected: () => void; lost: () => void; refused: () => void },
): Follower {
  let patience: ReturnType<typeof setTimeout> | undefined;
  let active: WebSocket | undefined;
  let stands = false;
  const ws = createSocket({
    url: socket,
    lazy: false,
    connectionParams: params,
    keepAlive: PING_MS,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((done) => setTimeout(done, Math.min(500 * 2 ** retries, 10_000))),
    on: {
      connected: (it) => {
        active = it as WebSocket;
        stands = true;
        tell.connected();
      },
      ping: (isReceived) => {
        if (!isReceived) patience = setTimeout(() => active?.close(4408, 'No pong'), PONG_MS);
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(patience);
      },
      closed: (event) => {
        clearTimeout(patience);
        stands = false;
        tell.lost();
        if ((event as CloseEvent).code === 4403) tell.refused();
      },
    },
  });
  return {
    stands: () => stands,
    watch: (document, variables, told, refused) => {
      let isOver = false;
      let end = () => {};
      let again: ReturnType<typeof setTimeout> | undefined;
      const start = () => {
        // The same object is sent after each reconnect: with the place of the last answer, so that nothing comes where nothing changed.
        const payload: Payload = { ...named(document), variables: { ...variables, live: true }, extensions: { live: {} } };
        end = ws.subscribe<never, { live?: { cursor?: string } }>(payload as SubscribePayload, {
          next: ({ data, errors, extensions }) => {
            if (extensions?.live?.cursor) payload.extensions.live.after = extensions.live.cursor;
            if (!isOver) told({ data: data ?? undefined, error: errors && new CombinedError({ graphQLErrors: [...errors] }) });
          },
          error: (why) => {
            const errors = Array.isArray(why) ? (why as NonNullable<ExecutionResult['errors']>) : [];
            const code = errors[0]?.extensions['code'];
            if (isOver) return;
            if (turnedOutUnknown(document, code)) return start();
            if (errors.length === 0 || NOT_NOW.includes(String(code))) {
              refused();
              again = setTimeout(start, RETRY_MS);
            } else {
              told({ error: new CombinedError({ graphQLErrors: [...errors] }) });
            }
          },
          complete: () => {},
        });
      };
      start();
      return () => {
        isOver = true;
        clearTimeout(again);
        end();
      };
    },
    end: () => {
      clearTimeout(patience);
      void ws.dispose();
    },
  };
}

/**
 * Tells the answer to a query, and each new one where it is a live query, until what it gives is called. While there is no line, it is
 * answered once.
 */
export function follow<T, V>(
  client: Client,
  line: Follower,
  document: TypedDocumentString<T, V>,
  variables: Record<string, unknown>,
  told: (given: Given<T>) => void,
): () => void {
  const isLive = document.toString().includes('@live');
  let isOver = false;
  /** Whether a newer answer than a single one was told. */
  let isFollowed = false;
  const askOnce = () => {
    void execute<T, V>(client, 'query', document, variables).then((given) => {
      if (!isOver && !isFollowed) told(given);
    });
  };
  const waiting = setTimeout(askOnce, isLive && line.stands() ? SILENT_MS : 0);
  const end = isLive
    ? line.watch<T, V>(
        document,
        variables,
        (given) => {
          isFollowed = true;
          clearTimeout(waiting);
          told(given);
        },
        () => {
          clearTimeout(waiting);
          askOnce();
        },
      )
    : () => {};
  return () => {
    isOver = true;
    clearTimeout(waiting);
    end();
  };
}
