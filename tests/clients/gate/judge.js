// What the gate says of requests: one process of `crates/gate/examples/judge.rs` for many of them.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';

assert.ok(process.env.JUDGE, 'JUDGE must name the example, like target/debug/examples/judge');

/** The verdicts, in the order of the requests. */
export function judge(schema, requests) {
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 1 << 30 };
    const it = execFile(process.env.JUDGE, [schema], options, (error, out, told) => {
      if (error) reject(new Error(`${error.message}\n${told}`));
      else resolve(out.trimEnd().split('\n').map((line) => JSON.parse(line)));
    });
    // Variables are written as they are: 1.0 is another text than 1.
    for (const { query, operationName = null, variables = '{}' } of requests) {
      const name = JSON.stringify(operationName);
      const given = variables.replaceAll('\n', ' ');
      it.stdin.write(`{"query":${JSON.stringify(query)},"operationName":${name},"variables":${given}}\n`);
    }
    it.stdin.end();
  });
}
