// Bundles the console: `node build.mjs [folder]`, ./dist by default.
// Everything lands in files with content hashes under assets/, beside one index.html, each compressed
// as .br and .gz, so that the server only picks. Where there is a .gz, the file itself goes: the server
// unpacks it for the few clients that take neither, and the program is 7 MB smaller.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'esbuild';
import { licenses } from './licenses.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(root, 'dist'));

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  outdir: out,
  target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
  entryNames: 'assets/[name]-[hash]',
  chunkNames: 'assets/[name]-[hash]',
  assetNames: 'assets/[name]-[hash]',
  legalComments: 'none', // licenses.txt holds them all
  logLevel: 'warning',
};

/** Output paths of a build by their entry point's source path. */
function outputsByEntry({ outputs }) {
  const entries = Object.entries(outputs).filter(([, { entryPoint }]) => entryPoint);
  return new Map(entries.map(([path, output]) => [output.entryPoint, { path, ...output }]));
}

/** The path of an output as index.html names it. */
const href = (path) => `assets/${basename(path)}`;

async function bundleWorkers() {
  const sources = {
    editor: 'node_modules/monaco-editor/esm/vs/editor/editor.worker.js',
    graphql: 'node_modules/monaco-graphql/esm/graphql.worker.js',
    json: 'node_modules/monaco-editor/esm/vs/language/json/json.worker.js',
  };
  const { metafile } = await build({ ...shared, entryPoints: Object.values(sources), format: 'iife' });
  const built = outputsByEntry(metafile);
  const names = Object.entries(sources).map(([label, source]) => [label, basename(built.get(source).path)]);
  return { metafile, files: Object.fromEntries(names) };
}

async function bundlePage(workers) {
  const { metafile } = await build({
    ...shared,
    entryPoints: ['src/main.jsx', 'favicon.svg'],
    format: 'esm',
    splitting: true, // prettier loads when someone prettifies
    jsx: 'automatic',
    loader: { '.graphql': 'text', '.svg': 'copy', '.ttf': 'file' },
    define: { WORKERS: JSON.stringify(workers) },
  });
  await dropLazyStyles(metafile);
  return metafile;
}

/** Removes the stylesheets of lazy chunks: nothing loads them, and the entry's holds their rules already. */
async function dropLazyStyles({ outputs }) {
  const loaded = outputsByEntry({ outputs }).get('src/main.jsx').cssBundle;
  const lazy = Object.keys(outputs).filter((path) => path.endsWith('.css') && path !== loaded);
  await Promise.all(lazy.map((path) => rm(join(root, path))));
}

async function writeIndex(metafile) {
  const built = outputsByEntry(metafile);
  const main = built.get('src/main.jsx');
  const favicon = Object.keys(metafile.outputs).find((path) => path.endsWith('.svg'));
  const chunks = main.imports.filter(({ kind }) => kind === 'import-statement');
  const values = {
    favicon: href(favicon),
    style: href(main.cssBundle),
    preloads: chunks.map(({ path }) => `<link rel="modulepreload" href="${href(path)}">`).join('\n    '),
    script: href(main.path),
  };
  const template = await readFile(join(root, 'index.html'), 'utf8');
  await writeFile(join(out, 'index.html'), template.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]));
}

/** Writes path.br and path.gz, each only where it is smaller than the file, and keeps no third. */
async function compress(path) {
  const bytes = await readFile(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  const variants = {
    br: await promisify(brotliCompress)(bytes, { params }),
    gz: await promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
  };
  for (const [suffix, packed] of Object.entries(variants)) {
    if (packed.length < bytes.length) await writeFile(`${path}.${suffix}`, packed);
  }
  if (variants.gz.length < bytes.length) await rm(path);
}

async function compressAll() {
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  await Promise.all(files.map((entry) => compress(join(entry.parentPath ?? entry.path, entry.name))));
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const workers = await bundleWorkers();
const page = await bundlePage(workers.files);
await writeIndex(page);
await writeFile(join(out, 'licenses.txt'), await licenses(root, [workers.metafile, page]));
await compressAll();
