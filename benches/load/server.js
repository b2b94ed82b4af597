// A server to be measured.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server with the built-in seeds in a folder of its own, below FOLDER, and without limits for each caller. */
export async function serve(program, ...options) {
  const folder = mkdtempSync(join(process.env.FOLDER ?? tmpdir(), 'hoptac-bench-'));
  const all = ['serve', '--listen', '127.0.0.1:0', '--budget-points', '0', '--log-filter', 'off', ...options];
  const child = spawn(program, all, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((resolve, reject) => {
    let said = '';
    child.on('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
    child.stdout.on('data', (text) => {
      said += text;
      const found = /GraphQL +http:\/\/[^:]+:(\d+)/.exec(said);
      if (found) resolve(Number(found[1]));
    });
  });
  const token = readFileSync(join(folder, 'data/admin-token'), 'utf8').trim();
  const end = async () => {
    child.removeAllListeners('exit');
    const ended = new Promise((resolve) => child.on('exit', resolve));
    child.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  return { program, port, token, pid: child.pid, end };
}
