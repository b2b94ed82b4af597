// The types and texts of the pages' queries: `node types.js` writes them into web/src/pages/gql, from the
// committed schema and web/src/pages/queries. `pages.test.js` fails where they are not up to date.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { executeCodegen } from '@graphql-codegen/cli';
import { preset } from '@graphql-codegen/client-preset';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const pages = join(root, 'web/src/pages');

/** What the pages import: the path and text of each generated file. */
export async function generate() {
  const text = 'string';
  const { result, error } = await executeCodegen({
    silent: true,
    schema: join(root, 'schema/schema.graphql'),
    documents: join(pages, 'queries/*.graphql'),
    generates: {
      [`${join(pages, 'gql')}/`]: {
        preset,
        presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: 'sha256' } },
        config: {
          documentMode: 'string',
          useTypeImports: true,
          enumsAsTypes: true,
          strictScalars: true,
          scalars: { Date: text, DateTime: text, Decimal: text, EdtfDate: text, EdtfInterval: text, JSON: 'unknown' },
        },
      },
    },
  });
  if (error) throw error;
  const wanted = result.filter(({ filename }) => /(graphql\.ts|persisted-documents\.json)$/.test(filename));
  return wanted.map(({ filename, content }) => ({ path: filename, text: content }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await mkdir(join(pages, 'gql'), { recursive: true });
  for (const { path, text } of await generate()) await writeFile(path, text);
}
