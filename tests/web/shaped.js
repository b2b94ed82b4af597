// Gives each province of a made-up registry the code of a shape, so that the map can draw it:
// node shaped.js FROM.ndjson TO.ndjson
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const shapes = join(dirname(fileURLToPath(import.meta.url)), '../../web/src/pages/map/shapes.json');

/** Writes the lines of a file of `hoptac generate` with the codes. */
export async function shape(from, to) {
  const { objects } = JSON.parse(await readFile(shapes, 'utf8'));
  const codes = objects.provinces.geometries.map(({ id }) => id);
  async function* lines() {
    for await (const line of createInterface({ input: createReadStream(from) })) {
      if (!line.startsWith('{"noun":"province"') || codes.length === 0) {
        yield `${line}\n`;
        continue;
      }
      const province = JSON.parse(line);
      province.codes.push({ scheme: 'ISO_3166_2', value: codes.shift() });
      yield `${JSON.stringify(province)}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(to));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await shape(process.argv[2], process.argv[3]);
