// Brings what hoptac exported into SQLite and PostgreSQL.
//
// node load.js EXPORTED.ndjson FILE.sqlite CONNECTION
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import pg from 'pg';

const [exported, file, connectionString] = process.argv.slice(2);
const tables = readFileSync(new URL('tables.sql', import.meta.url), 'utf8');

const text = (localized) => localized?.vi ?? localized?.en ?? null;
// By noun, in an order in which rows point at earlier ones: the columns after `id` and `key`.
const COLUMNS = {
  province: (it) => ({ name: text(it.name) }),
  agreement: (it) => ({ code: it.code, title: text(it.title) }),
  field: (it, id) => ({ agreement_id: id('agreement', it.agreement), title: text(it.title) }),
  activity: (it, id) => ({ field_id: id('field', it.field), title: text(it.title), status: it.status }),
  event: (it, id) => ({
    activity_id: id('activity', it.activity),
    host_id: id('province', it.host),
    title: text(it.title),
    kind: it.kind,
    starts_on: it.period?.split('/')[0] ?? null,
  }),
};

const records = Map.groupBy(readFileSync(exported, 'utf8').trim().split('\n').map(JSON.parse), ({ noun }) => noun);
const ids = new Map();
const id = (noun, key) => (key === undefined ? null : ids.get(`${noun} ${key}`));
const rows = Object.entries(COLUMNS).flatMap(([noun, columns]) =>
  records.get(noun).map((record, index) => {
    ids.set(`${noun} ${record.key}`, index + 1);
    return [noun, { id: index + 1, key: record.key, ...columns(record, id) }];
  }),
);

const sqlite = new Database(file);
sqlite.pragma('journal_mode = wal');
sqlite.exec(tables);
sqlite.transaction(() => {
  for (const [table, row] of rows) {
    const names = Object.keys(row);
    sqlite.prepare(`INSERT INTO ${table} (${names}) VALUES (${names.map(() => '?')})`).run(Object.values(row));
  }
})();
sqlite.exec('ANALYZE');
sqlite.close();

const postgres = new pg.Client({ connectionString });
await postgres.connect();
await postgres.query(`BEGIN; ${tables}`);
for (const [table, row] of rows) {
  const names = Object.keys(row);
  await postgres.query(`INSERT INTO ${table} (${names}) VALUES (${names.map((_, at) => `$${at + 1}`)})`, Object.values(row));
}
await postgres.query('COMMIT');
await postgres.query('VACUUM ANALYZE');
await postgres.end();
