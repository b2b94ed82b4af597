// Bundles the console: `node build.mjs [folder]`, ./dist by default. The pages stand at the top of the
// folder, GraphiQL in graphiql/. Everything lands in files with content hashes under assets/, beside the
// documents, each compressed as .br and .gz, so that the server only picks. Where there is a .gz, the file
// itself goes: the server unpacks it for the few clients that take neither, and the program is 7 MB smaller.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'esbuild';
import { jinja } from './jinja.mjs';
import { licenses } from './licenses.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(root, 'dist'));
const graphiqlOut = join(out, 'graphiql');

/** The documents of the pages, by what leads from their address to the top. `src/http/console` knows them, too. */
const DOCUMENTS = { 'index.html': './', 'index-1.html': '../', 'index-2.html': '../../' };

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
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

async function bundleWorkers() {
  const sources = {
    editor: 'node_modules/monaco-editor/esm/vs/editor/editor.worker.js',
    graphql: 'node_modules/monaco-graphql/esm/graphql.worker.js',
    json: 'node_modules/monaco-editor/esm/vs/language/json/json.worker.js',
  };
  const { metafile } = await build({ ...shared, outdir: graphiqlOut, entryPoints: Object.values(sources), format: 'iife' });
  const built = outputsByEntry(metafile);
  const names = Object.entries(sources).map(([label, source]) => [label, basename(built.get(source).path)]);
  return { metafile, files: Object.fromEntries(names) };
}

async function bundleGraphiql() {
  const workers = await bundleWorkers();
  const entry = 'src/graphiql/main.jsx';
  const { metafile } = await build({
    ...shared,
    outdir: graphiqlOut,
    entryPoints: [entry, 'favicon.svg'],
    format: 'esm',
    splitting: true, // prettier loads when someone prettifies
    jsx: 'automatic',
    loader: { '.graphql': 'text', '.svg': 'copy', '.ttf': 'file' },
    define: { WORKERS: JSON.stringify(workers.files) },
  });
  await dropLazyStyles(metafile, entry);
  await writeDocument('graphiql/index.html', join(graphiqlOut, 'index.html'), '', metafile, entry);
  await writeFile(join(graphiqlOut, 'licenses.txt'), await licenses(root, [workers.metafile, metafile]));
}

async function bundlePages() {
  const entry = 'src/pages/main.tsx';
  const { metafile } = await build({
    ...shared,
    outdir: out,
    entryPoints: [entry, 'favicon.svg'],
    format: 'esm',
    splitting: true, // each page loads what it needs
    jsx: 'automatic',
    plugins: [jinja],
    loader: { '.svg': 'copy' },
  });
  for (const [name, top] of Object.entries(DOCUMENTS)) {
    await writeDocument('index.html', join(out, name), top, metafile, entry);
  }
  await writeFile(join(out, 'licenses.txt'), await licenses(root, [metafile]));
}

/** Removes the stylesheets of lazy chunks: nothing loads them, and the entry's holds their rules already. */
async function dropLazyStyles({ outputs }, entry) {
  const loaded = outputsByEntry({ outputs }).get(entry).cssBundle;
  const lazy = Object.keys(outputs).filter((path) => path.endsWith('.css') && path !== loaded);
  await Promise.all(lazy.map((path) => rm(join(root, path))));
}

async function writeDocument(template, path, top, metafile, entry) {
  const main = outputsByEntry(metafile).get(entry);
  const href = (output) => `${top}assets/${basename(output)}`;
  const favicon = Object.keys(metafile.outputs).find((output) => output.endsWith('.svg'));
  const chunks = main.imports.filter(({ kind }) => kind === 'import-statement');
  const values = {
    top,
    favicon: href(favicon),
    style: href(main.cssBundle),
    preloads: chunks.map((chunk) => `<link rel="modulepreload" href="${href(chunk.path)}">`).join('\n    '),
    script: href(main.path),
  };
  const text = await readFile(join(root, template), 'utf8');
  await writeFile(path, text.replace(/\{\{(\w+)\}\}/g, (_, name) => values[name]));
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
await mkdir(graphiqlOut, { recursive: true });
await Promise.all([bundleGraphiql(), bundlePages()]);
await compressAll();
