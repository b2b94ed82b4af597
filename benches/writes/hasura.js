// The mutation that Hasura makes of a table, as Hasura carries it out: one statement, prepared once, which writes the row and gives
// the answer as JSON. Hasura itself comes as an image only; this is less than it does, since it checks no permissions and opens no
// transaction beside the statement's own.
//
// node hasura.js CONNECTION PORT
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// The packages are those of benches/compare.
const require = createRequire(new URL('../compare/package.json', import.meta.url));
const load = async (name) => (await import(pathToFileURL(require.resolve(name)))).default;
const [fastify, mercurius, pg] = await Promise.all(['fastify', 'mercurius', 'pg'].map(load));

const [connectionString, port] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString, max: 20 });

const schema = `
  type Query { version: Int }
  type Mutation { insert_outcome_one(object: outcome_insert_input!): outcome }
  input outcome_insert_input {
    caller: String! idempotency_key: String! kind: String! activity: String! title: Localized! measure: String! value: String unit: String
  }
  input Localized { vi: String en: String }
  type outcome { id: String version: Int }
`;

const statement = {
  name: 'insert_outcome_one',
  text: `with written as (
    insert into outcome (caller, idempotency_key, kind, activity, title, measure, value, unit)
    values ($1, $2, $3, $4, $5, $6, $7, $8) returning *
  ) select json_build_object('id', id::text, 'version', version) as written from written`,
};

const resolvers = {
  Mutation: {
    insert_outcome_one: async (_, { object: it }) => {
      const values = [it.caller, it.idempotency_key, it.kind, it.activity, it.title, it.measure, it.value, it.unit];
      const { rows } = await pool.query({ ...statement, values });
      return rows[0].written;
    },
  },
};

const app = fastify({ logger: false });
app.register(mercurius, { schema, resolvers, jit: 1, graphiql: false });
await app.listen({ host: '127.0.0.1', port: Number(port) });
