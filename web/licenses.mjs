// The licences of every package that the bundle holds: their terms ask that the text goes along.
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of the package a bundled source belongs to, or undefined for our own sources. */
function packageFolder(source) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(source)?.[0];
}

async function licenseText(folder) {
  const files = await readdir(folder);
  const texts = files.filter((name) => /^(licen[cs]e|notice|thirdpartynotices)/i.test(name)).sort();
  return Promise.all(texts.map((name) => readFile(join(folder, name), 'utf8')));
}

/**
 * One text: name, version, licence and notices of each package found in the metafiles, then the notices of what was
 * made from other people's data, which lie beside it as NAME.licence.txt.
 */
export async function licenses(root, metafiles) {
  const sources = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const folders = [...new Set(sources.map(packageFolder).filter(Boolean))].sort();
  const parts = folders.map(async (folder) => {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const texts = await licenseText(join(root, folder));
    return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join('\n\n');
  });
  const made = sources.map((source) => join(root, source.replace(/\.json$/, '.licence.txt'))).filter((path) => path.endsWith('.licence.txt') && existsSync(path));
  const notices = made.sort().map(async (path) => (await readFile(path, 'utf8')).trim());
  const rule = `\n\n${'-'.repeat(80)}\n\n`;
  return `${(await Promise.all([...parts, ...notices])).join(rule)}\n`;
}
