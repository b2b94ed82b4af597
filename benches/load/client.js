// HTTP/1.1 over a socket, with as little around it as can be, so that what is measured is the server.
import { connect } from 'node:net';

const END = Buffer.from('\r\n\r\n');

/** A request as it goes over the wire. */
export function post(body, headers = {}) {
  const named = { host: 'localhost', 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers };
  const head = Object.entries(named).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /graphql HTTP/1.1\r\n${head.join('')}\r\n${body}`;
}

export function get(path, headers = {}) {
  const head = Object.entries({ host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${head.join('')}\r\n`;
}

/** One connection, opened anew where the server has closed it; one request at a time. */
export class Client {
  constructor(port) {
    this.port = port;
    this.opened = 0;
  }

  /** Sends a request, and gives the answer: `{status, head, body}`, the latter as bytes. */
  ask(request) {
    return new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
      this.chunks = [];
      this.length = 0;
      this.wanted = undefined;
      if (!this.socket || this.socket.destroyed || this.closing) this.open();
      this.socket.write(request);
    });
  }

  open() {
    this.socket?.destroy();
    this.closing = false;
    this.opened += 1;
    const socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    this.socket = socket;
    socket.on('data', (chunk) => this.read(chunk));
    // What the server says before it closes counts, also where it did not read all of a request.
    socket.on('error', (error) => (this.error = error));
    socket.on('close', () => {
      if (this.socket === socket) this.fail(new Error(`closed without an answer${this.error ? `: ${this.error.code}` : ''}`));
    });
    this.error = undefined;
  }

  read(chunk) {
    this.chunks.push(chunk);
    this.length += chunk.length;
    if (this.wanted === undefined) {
      const bytes = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks);
      this.chunks = [bytes];
      const end = bytes.indexOf(END);
      if (end < 0) return;
      this.head = bytes.latin1Slice(0, end);
      this.start = end + END.length;
      const length = /^content-length: *(\d+)/im.exec(this.head)?.[1] ?? (/^HTTP\S+ (204|304)/.test(this.head) ? 0 : undefined);
      if (length === undefined) return this.fail(new Error(`an answer without a length: ${this.head}`));
      this.wanted = this.start + Number(length);
    }
    if (this.length < this.wanted) return;
    const bytes = this.chunks.length === 1 ? this.chunks[0] : Buffer.concat(this.chunks);
    this.closing = /^connection: *close/im.test(this.head);
    const { resolve } = this;
    this.resolve = this.reject = undefined;
    resolve?.({ status: Number(this.head.slice(9, 12)), head: this.head, body: bytes.subarray(this.start, this.wanted) });
  }

  fail(error) {
    const { reject } = this;
    this.resolve = this.reject = undefined;
    reject?.(error);
  }

  close() {
    this.socket?.destroy();
  }
}

/** The data of an answer that has no errors. */
export async function data(port, query, variables) {
  const client = new Client(port);
  const { body } = await client.ask(post(JSON.stringify({ query, variables })));
  client.close();
  const { data, errors } = JSON.parse(body);
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

export const now = () => performance.now();

/** The time within which a share of all was answered, of times in any order. */
export function quantile(times, share) {
  const sorted = Float64Array.from(times).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

export const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
