// Generates GraphQL documents over a schema, from a seed: valid ones, and mutations of them.
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  Lexer,
  Source,
} from 'graphql';

/** A pseudo-random number generator; the same seed repeats the same documents. */
export class Random {
  constructor(seed) {
    this.state = seed >>> 0;
  }

  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(n) {
    return Math.floor(this.next() * n);
  }

  chance(p) {
    return this.next() < p;
  }

  pick(items) {
    return items[this.below(items.length)];
  }
}

const scalars = {
  Int: ['0', '1', '-7', '2147483647'],
  Float: ['1.5', '2', '-0.25', '1e3'],
  String: ['"a"', '"\\u00e9\\n"', '""', '"""\n  block\n    text\n"""'],
  Boolean: ['true', 'false'],
  ID: ['"u1"', '7'],
  JSON: ['{a: [1, "x", null, ENUM], b: {c: true}}', '[1, 2.5]', '"text"', '5'],
  DateTime: ['"2026-01-01T00:00:00Z"'],
};

const jsonScalars = {
  Int: [0, 1, -7, 3.0],
  Float: [1.5, 2, -0.25],
  String: ['a', 'é', ''],
  Boolean: [true, false],
  ID: ['u1', 7],
  JSON: [{ a: [1, 'x', null] }, 5, 'text'],
  DateTime: ['2026-01-01T00:00:00Z'],
};

/** One random document with variables. */
export class Generator {
  constructor(schema, random) {
    this.schema = schema;
    this.random = random;
  }

  document() {
    this.fragments = [];
    this.fragmentCount = 0;
    const r = this.random;
    const operations = [];
    const count = r.chance(0.1) ? 2 : 1;
    this.variables = {};
    for (let i = 0; i < count; i++) operations.push(this.operation(count > 1 || r.chance(0.3), i));
    const parts = [...operations.map((o) => o.text), ...this.fragments.map((f) => f.text)];
    if (r.chance(0.3)) parts.reverse();
    return {
      query: parts.join('\n'),
      operationName: r.pick(operations).name,
      variables: this.variables,
    };
  }

  operation(named, index) {
    const r = this.random;
    const kind = r.chance(0.8) ? 'query' : r.chance(0.8) ? 'mutation' : 'subscription';
    const type = {
      query: this.schema.getQueryType(),
      mutation: this.schema.getMutationType(),
      subscription: this.schema.getSubscriptionType(),
    }[kind];
    this.definitions = [];
    const selections = this.selections(type, 0, kind === 'subscription' ? 1 : undefined);
    const name = named ? `Op${index}` : undefined;
    const variables = this.definitions.length ? `(${this.definitions.join(', ')})` : '';
    const short = kind === 'query' && !named && !variables && r.chance(0.5);
    const mark = r.chance(0.05) && kind !== 'subscription' ? '@mark' : '';
    const head = short ? '' : `${kind} ${name ?? ''}${variables} ${mark}`;
    return { name, text: head + selections };
  }

  selections(type, depth, limit) {
    const r = this.random;
    const parts = [];
    const count = limit ?? 1 + r.below(depth < 2 ? 4 : 3);
    for (let i = 0; i < count; i++) parts.push(this.selection(type, depth, limit !== undefined));
    return `{ ${parts.join(' ')} }`;
  }

  selection(type, depth, isSubscription) {
    const r = this.random;
    if (!isSubscription && depth < 5 && r.chance(0.2)) return this.fragment(type, depth);
    const fields = isCompositeType(type) && type.getFields ? Object.values(type.getFields()) : [];
    const usable = fields.filter(
      (f) => depth < 5 || !isCompositeType(getNamedType(f.type)),
    );
    if (!isSubscription && (usable.length === 0 || r.chance(0.1))) {
      return `${r.chance(0.2) ? 't: ' : ''}__typename`;
    }
    const isRoot = type === this.schema.getQueryType();
    if (isRoot && r.chance(0.04)) return this.introspection(depth);
    return this.field(r.pick(usable), depth);
  }

  introspection(depth) {
    const type = this.schema.getType('__Type');
    const schema = this.schema.getType('__Schema');
    return this.random.chance(0.5)
      ? `__type(name: "User") ${this.selections(type, depth + 2)}`
      : `__schema ${this.selections(schema, depth + 2)}`;
  }

  field(field, depth) {
    const r = this.random;
    const args = [];
    for (const arg of field.args) {
      const required = isNonNullType(arg.type) && arg.defaultValue === undefined;
      if (required || r.chance(0.4)) args.push(`${arg.name}: ${this.value(arg.type, 0, true)}`);
    }
    const alias = r.chance(0.15) ? `${r.pick(['a', 'b', 'c', 'id', 'name'])}: ` : '';
    const named = getNamedType(field.type);
    const inner = isCompositeType(named) ? ` ${this.selections(named, depth + 1)}` : '';
    const list = args.length ? `(${args.join(', ')})` : '';
    return `${alias}${field.name}${list}${this.directives()}${inner}`;
  }

  directives() {
    const r = this.random;
    if (r.chance(0.88)) return '';
    return r.pick([
      () => ` @skip(if: ${this.value(this.booleanType(), 0, true)})`,
      () => ` @include(if: ${this.value(this.booleanType(), 0, true)})`,
      () => ' @mark @mark(label: "x", weight: 2)',
      () => ' @include(if: true) @skip(if: false)',
    ])();
  }

  booleanType() {
    return this.schema.getDirective('skip').args[0].type;
  }

  fragment(type, depth) {
    const r = this.random;
    const target = this.overlapping(type);
    if (r.chance(0.5)) {
      const condition = r.chance(0.15) ? '' : ` on ${target.name}`;
      const selections = this.selections(condition ? target : type, depth + 1);
      return `...${condition}${this.directives()} ${selections}`;
    }
    const known = this.fragments.filter((f) => f.type === target);
    if (known.length && r.chance(0.4)) return `...${r.pick(known).name}`;
    const name = `F${this.fragmentCount++}`;
    // The selections of a fragment cannot use the name before it is complete: no cycles.
    const text = `fragment ${name} on ${target.name} ${this.selections(target, depth + 1)}`;
    this.fragments.push({ name, type: target, text });
    return `...${name}${this.directives()}`;
  }

  /** A type whose objects may be of the type too. */
  overlapping(type) {
    const types = Object.values(this.schema.getTypeMap()).filter(isCompositeType);
    const objects = isAbstractType(type) ? this.schema.getPossibleTypes(type) : [type];
    return this.random.pick(
      types.filter((t) =>
        objects.some((o) => t === o || (isAbstractType(t) && this.schema.isSubType(t, o))),
      ),
    );
  }

  value(type, depth, mayVary) {
    const r = this.random;
    if (mayVary && r.chance(0.15)) return this.variable(type);
    if (isNonNullType(type)) type = type.ofType;
    else if (r.chance(0.08)) return 'null';
    if (isListType(type)) {
      if (r.chance(0.2)) return this.value(getNullableType(type.ofType), depth + 1, false);
      const item = () => this.value(type.ofType, depth + 1, mayVary);
      const items = Array.from({ length: r.below(3) }, item);
      return `[${items.join(', ')}]`;
    }
    if (isEnumType(type)) return r.pick(type.getValues()).name;
    if (!isInputObjectType(type)) return r.pick(scalars[type.name]);
    return this.object(type, depth, mayVary);
  }

  object(type, depth, mayVary) {
    const fields = [];
    for (const field of Object.values(type.getFields())) {
      const required = isNonNullType(field.type) && field.defaultValue === undefined;
      if (required || (depth < 3 && this.random.chance(0.3))) {
        fields.push(`${field.name}: ${this.value(field.type, depth + 1, mayVary)}`);
      }
    }
    return `{${fields.join(', ')}}`;
  }

  variable(type) {
    const r = this.random;
    const name = `v${this.definitions.length}`;
    const named = isNonNullType(type) && r.chance(0.2) ? type.ofType : type;
    const nullable = !isNonNullType(named);
    const hasDefault = r.chance(0.3) || (named !== type && r.chance(0.8));
    // The default of a nullable variable in a non-null place is not null: `type` is non-null there.
    const def = hasDefault ? ` = ${this.value(type, 0, false)}` : '';
    this.definitions.push(`$${name}: ${named}${def}`);
    if (!(hasDefault && r.chance(0.5)) && !(nullable && r.chance(0.3))) {
      this.variables[name] = this.jsonValue(named, 0);
    }
    return `$${name}`;
  }

  jsonValue(type, depth) {
    const r = this.random;
    if (r.chance(0.02)) return r.pick([null, 'wrong', 1.5, [1], { unknown: 1 }]);
    if (isNonNullType(type)) type = type.ofType;
    else if (r.chance(0.05)) return null;
    if (isListType(type)) {
      if (r.chance(0.2)) return this.jsonValue(getNullableType(type.ofType), depth);
      return Array.from({ length: r.below(3) }, () => this.jsonValue(type.ofType, depth + 1));
    }
    if (isEnumType(type)) return r.pick(type.getValues()).name;
    if (!isInputObjectType(type)) return r.pick(jsonScalars[type.name]);
    const object = {};
    for (const field of Object.values(type.getFields())) {
      const required = isNonNullType(field.type) && field.defaultValue === undefined;
      if (!required && (depth >= 3 || r.chance(0.7))) continue;
      object[field.name] = this.jsonValue(field.type, depth + 1);
    }
    return object;
  }
}

/** The tokens of a text, as texts; undefined if it does not consist of tokens. */
export function tokens(text) {
  try {
    const lexer = new Lexer(new Source(text));
    const found = [];
    for (let t = lexer.advance(); t.kind !== '<EOF>'; t = lexer.advance()) {
      found.push(text.slice(t.start, t.end));
    }
    return found;
  } catch {
    return undefined;
  }
}

const strange = [
  '{', '}', '(', ')', '[', ']', '!', '$', ':', '=', '@', '...', '|', '&', 'on', 'query', 'fragment',
  'mutation', 'subscription', 'null', 'true', '1', '1.0', '-1', '""', '"x"', '"""b"""', '00', '1a',
  '$v0', '@skip(if: true)', '@once(reason: TEST)', '@unknown', '@deprecated', 'Query', 'User',
  'Filter', 'Color', 'Int', 'RED', 'NONE', '{a: 1}', '{a: 1, a: 2}', '[1]', '...F0', '__typename',
  '__schema { queryType { name } }', 'type A { a: Int }', '... on User { id }',
  '... on Color { a }', '...F9', 'extend', '\u00e9', '"\\ud800"', '"\\u{1F600}"', '\ufeff', '#c\n',
  '99999999999', '.', '?',
  '... on Node { id }', 'a: id', 'id: name', 'name: id', '(limit: 1)', '(limit: 1, limit: 2)',
];

/** Changes whole definitions or the definitions of variables. */
function mutateDefinitions(text, random) {
  return random.pick([
    () => `${text} ${text}`,
    () => `${text} type A { a: Int }`,
    () => text.replace('__typename', '__typename @once(reason: TEST) @once(reason: TEST)'),
    () => text.replace(/\(\$v0: ([^=,)]*)/, '($v0: User, $v0: $1'),
    () => text.replace(/\(\$v0: ([^=,)]*)/, '($v0: $1, $v0: $1'),
    () => text.replace(/\$v0: \[?\w+/, '$v0: Result'),
  ])();
}

/** Changes a text at one or two places. */
export function mutate(text, random, names) {
  if (random.chance(0.08)) return mutateDefinitions(text, random);
  const list = tokens(text);
  if (!list || list.length === 0) return text;
  const times = 1 + random.below(2);
  for (let i = 0; i < times && list.length; i++) {
    const at = random.below(list.length);
    const isName = /^[A-Za-z_]/.test(list[at]);
    switch (random.below(isName ? 8 : 6)) {
      case 0:
        list.splice(at, 1);
        break;
      case 1:
        list.splice(at, 0, list[at]);
        break;
      case 2:
        list.splice(at, 0, random.pick(strange));
        break;
      case 3:
        list[at] = random.pick(strange);
        break;
      case 4:
        list[at] = random.pick(list);
        break;
      case 5:
        [list[at], list[list.length - 1 - at]] = [list[list.length - 1 - at], list[at]];
        break;
      default:
        list[at] = random.pick(names);
    }
  }
  return list.join(' ');
}

/** All names of a schema, for mutations. */
export function namesOf(schema) {
  const names = new Set();
  for (const type of Object.values(schema.getTypeMap())) {
    names.add(type.name);
    if (isObjectType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) names.add(field.name);
    }
    if (isEnumType(type)) for (const value of type.getValues()) names.add(value.name);
  }
  return [...names];
}
