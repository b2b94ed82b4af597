// Three machines of one registry with an etcd, and a balancer in front that sends each request to the next of them.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { connect, createServer as listen } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Program } from './program.js';

async function freePort() {
  const server = listen().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export class Cluster {
  /** A cluster with the built-in seeds. */
  static async start() {
    const it = new Cluster();
    it.folder = await mkdtemp(join(tmpdir(), 'hoptac-etcd-'));
    const [client, peer] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`];
    it.etcd = spawn(process.env.ETCD || 'etcd', [
      '--data-dir', join(it.folder, 'data'), '--listen-client-urls', client, '--advertise-client-urls', client,
      '--listen-peer-urls', peer, '--initial-advertise-peer-urls', peer, '--initial-cluster', `default=${peer}`,
      '--snapshot-count', '2000', '--logger', 'zap', '--log-level', 'fatal',
    ], { stdio: 'ignore' });
    it.machines = [];
    await it.found(['--order', `etcd://${client.slice('http://'.length)}/clients`]);
    await it.balance();
    return it;
  }

  async found(order) {
    const first = await Program.start();
    this.machines.push(first);
    await first.stop('SIGTERM');
    for (let tries = 0; ; tries += 1) {
      const founded = await first.run('cluster', 'init', ...order, '--node', 'm0').catch((error) => error);
      if (!(founded instanceof Error)) break;
      assert.ok(tries < 100, founded.message);
      await pause(100);
    }
    await first.run('backup', 'backup');
    first.options = [...order, '--node', 'm0'];
    await first.serve();
    for (const name of ['m1', 'm2']) {
      const machine = await Program.at(...order, '--node', name);
      this.machines.push(machine);
      await machine.run('restore', join(first.folder, 'backup'));
      await machine.serve();
    }
    this.secret = (await readFile(join(first.folder, 'data', 'admin-token'), 'utf8')).trim();
    await Promise.all(this.machines.map((machine) => this.ready(machine)));
  }

  /** Waits until a machine can write, or have written. */
  async ready(machine) {
    for (let tries = 0; ; tries += 1) {
      const { status } = await fetch(machine.url.replace('/graphql', '/health/write'));
      if (status === 200) return;
      assert.ok(tries < 300, `${machine.url} does not write`);
      await pause(100);
    }
  }

  async balance() {
    let turn = 0;
    this.asked = new Set();
    const next = () => {
      const { address } = this.machines[(turn += 1) % this.machines.length];
      this.asked.add(address);
      const [host, port] = address.split(':');
      return { host, port };
    };
    this.balancer = createServer((incoming, outgoing) => {
      const { method, url, headers } = incoming;
      const sent = request({ ...next(), method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode, answer.headers);
        answer.pipe(outgoing);
      });
      sent.on('error', () => outgoing.destroy());
      incoming.pipe(sent);
    });
    this.balancer.on('upgrade', (incoming, socket, head) => {
      const sent = connect(next(), () => {
        const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${value}\r\n`).join('');
        sent.write(`GET ${incoming.url} HTTP/1.1\r\n${headers}\r\n`);
        sent.write(head);
        socket.pipe(sent).pipe(socket);
      });
      for (const end of [sent, socket]) end.on('error', () => (sent.destroy(), socket.destroy()));
    });
    this.balancer.listen(0, '127.0.0.1');
    await once(this.balancer, 'listening');
    this.url = `http://127.0.0.1:${this.balancer.address().port}/graphql`;
  }

  async remove() {
    this.balancer?.closeAllConnections();
    this.balancer?.close();
    await Promise.all(this.machines.map((machine) => machine.remove()));
    this.etcd.kill('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }
}
