// Builds the project of docs/frontend.md in ./guide, which the tests import.
//
// The word after a block's language says what it is: `sh run` runs in a shell, in order; `sh install` names packages
// that must be among those of the tests; `sh serve` starts the program, as trusted.test.js does; and `LANGUAGE FILE` is a file.
// All files are there before anything runs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';

const here = import.meta.dirname;
const folder = join(here, 'guide');
const page = readFileSync(join(here, '../../docs/frontend.md'), 'utf8');
const { devDependencies } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));

assert.ok(process.env.HOPTAC, 'HOPTAC must name the program, like target/debug/hoptac');
const path = [join(folder, '.bin'), process.env.PATH].join(delimiter);

function install(script) {
  for (const [name] of script.matchAll(/(?<= )@?[a-z][\w/-]*/g)) {
    const known = name === 'install' || name in devDependencies;
    assert.ok(known, `the guide installs ${name}, which the tests do not have`);
  }
}

function run(script) {
  const ended = spawnSync('bash', ['-eu', '-c', script], { cwd: folder, env: { ...process.env, PATH: path }, encoding: 'utf8' });
  assert.equal(ended.status, 0, [script, ended.stdout, ended.stderr].join('\n'));
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, '.bin'), { recursive: true });
// The guide calls it by its name, whatever its file is called.
symlinkSync(resolve(process.env.HOPTAC), join(folder, '.bin/hoptac'));
const runs = [];
for (const [, head, text] of page.matchAll(/^```(.*)\n([^]*?)^```$/gm)) {
  const [, language, what] = /^(\w+) (\S+)$/.exec(head) ?? assert.fail(`no test knows what to do with a block of \`${head}\``);
  if (what === 'install') {
    install(text);
  } else if (what === 'run') {
    runs.push(text);
  } else if (what === 'serve') {
    writeFileSync(join(folder, 'serve'), text);
  } else {
    assert.ok(what.endsWith(`.${language}`) || what.endsWith(`.m${language}`), head);
    const file = join(folder, what);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
runs.forEach(run);
