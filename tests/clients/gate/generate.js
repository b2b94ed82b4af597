// Requests made up from a schema and a seed: mostly valid, each with something that may not be.
import {
  buildSchema, getNamedType, getNullableType, isAbstractType, isEnumType, isInputObjectType,
  isLeafType, isListType, isNonNullType,
} from 'graphql';

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let it = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    it = (it + Math.imul(it ^ (it >>> 7), 61 | it)) ^ it;
    return ((it ^ (it >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SCALARS = {
  Int: ['0', '1', '-7', '20', '2147483647'],
  Float: ['0', '1', '2.5', '-1e3'],
  String: ['""', '"a"', '"Đắk Lắk"', '"\\u00e9"'],
  Boolean: ['true', 'false'],
  ID: ['"x"', '"1"', '7'],
};
const ANYTHING = ['null', '1', '1.0', '2147483648', '"1"', 'true', '[]', '[1]', '[[null]]', '{}', '{"a":1}', '"TODAY"'];
const PIECES = ['{', '}', '(', ')', '[', ']', ':', '!', '$', '@', '...', '|', '&', '=', '"', '"""', 'on', 'x', '1', '-', ',', '#', '\n', 'null', 'fragment', 'query', '$v0', '\\', '\u{1f600}'];

class Maker {
  constructor(schema, seed) {
    this.schema = schema;
    this.next = random(seed);
    this.types = Object.values(schema.getTypeMap());
  }

  below(most) {
    return Math.floor(this.next() * most);
  }

  one(list) {
    return list[this.below(list.length)];
  }

  chance(share) {
    return this.next() < share;
  }

  request() {
    this.variables = new Map();
    this.given = new Map();
    this.fragments = [];
    this.odd = this.one([0, 0, 0.02, 0.05, 0.15]);
    const root = this.one([this.schema.getQueryType(), this.schema.getQueryType(), this.schema.getQueryType(), this.schema.getMutationType(), this.schema.getSubscriptionType()]);
    const kind = { Query: 'query', Mutation: 'mutation', Subscription: 'subscription' }[root.name];
    this.single = kind === 'subscription' && !this.chance(0.1);
    const body = this.selections(root, 0);
    const declared = [...this.variables].map(([name, { type, value }]) => `$${name}: ${type}${value ? ` = ${value}` : ''}`);
    if (this.chance(this.odd)) declared.push(this.one(['$v0: Int', '$unused: Int', '$unused: Nope', '$unused: Query', '$unused: [Int!']));
    const head = declared.length > 0 ? `${kind} ${this.chance(0.3) ? 'A' : ''}(${declared.join(', ')})` : kind;
    let query = [`${head} ${body}`, ...this.fragments].join(this.one(['\n', ' ', '\r', ', ']));
    if (this.chance(0.12)) query = this.broken(query);
    const given = [...this.given].map(([name, value]) => `${JSON.stringify(name)}:${value}`);
    return { query, variables: `{${given.join(',')}}` };
  }

  /** A selection set of a type, in its braces. */
  selections(type, depth) {
    const fields = Object.values(type.getFields?.() ?? {}).filter((it) => depth < 4 || isLeafType(getNamedType(it.type)));
    const found = [];
    const many = this.single && depth === 0 ? 1 : 1 + this.below(3);
    for (let at = 0; at < many; at++) {
      const by = this.next();
      if (by < 0.08 && !(this.single && depth === 0)) found.push(`${this.chance(0.3) ? 'x: ' : ''}__typename`);
      else if ((by < 0.2 || fields.length === 0) && depth < 5) found.push(this.fragment(type, depth));
      else if (fields.length > 0) found.push(this.field(this.one(fields), depth));
      if (this.chance(0.1) && found.length > 0) found.push(found[this.below(found.length)]);
    }
    if (found.length === 0) found.push('__typename');
    if (this.chance(this.odd / 4)) found.push('nope');
    return `{ ${found.join(' ')} }`;
  }

  fragment(type, depth) {
    const condition = this.condition(type);
    const body = this.selections(condition ?? type, depth + 1);
    if (this.chance(0.5) || !condition) {
      return `...${condition ? ` on ${condition}` : ''}${this.directives()} ${body}`;
    }
    const name = `F${this.fragments.length}`;
    this.fragments.push(`fragment ${name} on ${condition} ${body}`);
    if (this.chance(this.odd / 2)) return '...Unknown';
    return `...${this.chance(this.odd / 2) ? 'F0' : name}${this.directives()}`;
  }

  /** A type that a fragment on another may be on, or none. */
  condition(type) {
    if (this.chance(this.odd)) return this.one(this.types.filter((it) => it.getFields && !isInputObjectType(it)));
    if (isAbstractType(type)) return this.one([type, ...this.schema.getPossibleTypes(type)]);
    return this.chance(0.5) ? type : this.one([undefined, type, ...(type.getInterfaces?.() ?? [])]);
  }

  field(field, depth) {
    const alias = this.chance(0.15) ? `${this.one(['x', 'y', field.name])}: ` : '';
    const given = field.args.filter((it) => isNonNullType(it.type) || this.chance(0.3))
      .filter((it) => !this.chance(this.odd / 3))
      .map((it) => `${it.name}: ${this.input(it.type, it.defaultValue !== undefined, 0)}`);
    if (this.chance(this.odd / 3)) given.push('nope: 1');
    if (given.length > 0 && this.chance(this.odd / 3)) given.push(given[0]);
    const type = getNamedType(field.type);
    let body = isLeafType(type) ? '' : ` ${this.selections(type, depth + 1)}`;
    if (this.chance(this.odd / 4)) body = body === '' ? ' { x }' : '';
    return `${alias}${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${this.directives()}${body}`;
  }

  directives() {
    if (!this.chance(0.06)) return '';
    const condition = this.input(this.schema.getDirective('skip').args[0].type, false, 0);
    return ` @${this.one(['skip', 'include'])}(if: ${condition})`;
  }

  /** A literal or a variable at a position. */
  input(type, hasDefault, depth) {
    if (this.chance(0.3) && this.variables.size < 8) return this.variable(type, hasDefault);
    return this.literal(type, depth);
  }

  literal(type, depth) {
    if (this.chance(this.odd)) return this.one(['null', '1', '1.0', '"x"', 'TODAY', '[]', '[1]', '{}', '{a: 1}', '$nope', 'true']);
    if (isNonNullType(type)) return this.literal(type.ofType, depth);
    if (this.chance(0.05)) return 'null';
    if (isListType(type)) {
      if (this.chance(0.15)) return this.literal(type.ofType, depth);
      return `[${Array.from({ length: this.below(3) }, () => this.input(type.ofType, false, depth + 1)).join(', ')}]`;
    }
    if (isEnumType(type)) return this.one(type.getValues()).name;
    if (isInputObjectType(type)) {
      const given = this.fields(type, depth).map((it) => `${it.name}: ${this.input(it.type, it.defaultValue !== undefined, depth + 1)}`);
      if (given.length > 0 && this.chance(this.odd / 2)) given.push(given[0]);
      if (this.chance(this.odd / 2)) given.push('nope: 1');
      return `{${given.join(', ')}}`;
    }
    return this.one(SCALARS[type.name] ?? ['"2024"', '"2024-05-01"', '1']);
  }

  fields(type, depth) {
    const all = Object.values(type.getFields());
    if (type.isOneOf) return [this.one(all)];
    return all.filter((it) => (isNonNullType(it.type) && it.defaultValue === undefined) || this.chance(depth > 3 ? 0 : 0.2))
      .filter(() => !this.chance(this.odd / 4));
  }

  variable(type, hasDefault) {
    const name = `v${this.variables.size}`;
    let declared = type;
    const loose = isNonNullType(type) && (hasDefault || this.chance(0.2));
    if (loose) declared = type.ofType;
    const value = this.chance(loose && !hasDefault ? 0.9 : 0.2) ? this.literalAlone(declared) : '';
    let text = String(declared);
    if (this.chance(this.odd)) text = this.one([`[${text}]`, text.replace(/!$/, ''), 'Int', 'String!', 'ID', 'Boolean!', `${text.replace(/!$/, '')}!`]);
    else if (!isNonNullType(declared) && !value && this.chance(0.2)) text = `${text}!`;
    this.variables.set(name, { type: text, value });
    if (!this.chance(text.endsWith('!') ? 0.05 : 0.3)) this.given.set(name, this.json(declared, 0));
    return `$${name}`;
  }

  /** A literal without variables in it. */
  literalAlone(type) {
    const most = this.variables;
    this.variables = { size: Infinity };
    const found = this.literal(type, 2);
    this.variables = most;
    return found;
  }

  /** JSON for a variable. */
  json(type, depth) {
    if (this.chance(this.odd)) return this.one(ANYTHING);
    if (isNonNullType(type)) return this.json(type.ofType, depth);
    if (this.chance(0.05)) return 'null';
    if (isListType(type)) {
      if (this.chance(0.1)) return this.json(type.ofType, depth);
      return `[${Array.from({ length: this.below(3) }, () => this.json(type.ofType, depth + 1)).join(',')}]`;
    }
    if (isEnumType(type)) return JSON.stringify(this.one(type.getValues()).name);
    if (isInputObjectType(type)) {
      return `{${this.fields(type, depth).map((it) => `${JSON.stringify(it.name)}:${this.json(it.type, depth + 1)}`).join(',')}}`;
    }
    if (getNullableType(type).name === 'Int') return this.one([...SCALARS.Int, '3.0', '4e0', '1.5']);
    return this.one(SCALARS[type.name] ?? ['"2024"', '"2024-05-01"', '1']);
  }

  /** A text with a piece of it gone, doubled or another. */
  broken(text) {
    const pieces = text.match(/\.\.\.|"""|\w+|\s+|./gsu);
    const at = this.below(pieces.length);
    pieces.splice(at, this.below(3), ...this.one([[], [this.one(PIECES)], [pieces[at], pieces[at]], [this.one(pieces)]]));
    return pieces.join('');
  }
}

/** So many requests of a seed, no two of them the same. */
export function generate(sdl, seed, count) {
  const maker = new Maker(buildSchema(sdl), seed);
  const found = new Map();
  while (found.size < count) {
    const request = maker.request();
    if (request.query.length < 4_000) found.set(request.query + request.variables, request);
  }
  return [...found.values()];
}
