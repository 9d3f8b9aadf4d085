// The engine of src/graphql compared with graphql-js 16: validation, introspection, execution.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  printSchema,
  specifiedRules,
} from 'graphql';
import { Generator, mutate, namesOf, Random, tokens } from './generator.mjs';
import {
  acceptsSchema,
  ask,
  executeSample,
  nulledPlaces,
  refusedBy,
  sampleSchema,
  sampleText,
  verdict,
} from './judge.mjs';

const schema = sampleSchema();
const names = namesOf(schema);
const seed = Number(process.env.GRAPHQL_SEED ?? 20211);
const count = Number(process.env.GRAPHQL_DOCUMENTS ?? 6000);

/** Documents from the seed: one valid document and two mutations of it, and so on. */
function documents() {
  const random = new Random(seed);
  const generator = new Generator(schema, random);
  const made = [];
  while (made.length < count) {
    const document = generator.document();
    made.push(document);
    made.push({ ...document, query: mutate(document.query, random, names) });
    made.push({ ...document, query: mutate(document.query, random, names) });
  }
  return made;
}

const all = documents().map((request) => [request, verdict(schema, request.query)]);
const decided = all.filter(([, found]) => found !== undefined);
const requests = decided.map(([request]) => request);
const verdicts = decided.map(([, found]) => found);
const answers = ask(requests);

/** One difference as text. */
function difference(input, expected, found) {
  return `${input}\n  graphql-js: ${expected}\n  engine: ${JSON.stringify(found)}`;
}

/** Fails with the first differences, so that one run shows what they have in common. */
function report(differences, total) {
  const shown = differences.slice(0, 5).join('\n\n');
  assert.equal(differences.length, 0, `of ${total} differ (seed ${seed}):\n${shown}`);
}

test('accept or refuse equals validate() over generated documents', () => {
  const differences = [];
  let accepted = 0;
  for (const [i, { refusedBy: expected }] of verdicts.entries()) {
    const found = refusedBy(answers[i]);
    if (expected.length === 0) accepted++;
    if ((expected.length === 0) === (found.length === 0)) continue;
    differences.push(difference(requests[i].query, `${expected}`, answers[i].errors));
  }
  report(differences, requests.length);
  const share = accepted / requests.length;
  assert.ok(requests.length >= 5000 && share > 0.2 && share < 0.8, `${accepted} accepted`);
});

test('the rules that refuse a document equal those of validate()', () => {
  const differences = [];
  const seen = new Set();
  for (const [i, { refusedBy: expected }] of verdicts.entries()) {
    const found = refusedBy(answers[i]);
    for (const rule of expected) seen.add(rule);
    if (`${expected}` === `${found}`) continue;
    differences.push(difference(requests[i].query, `${expected}`, answers[i].errors));
  }
  report(differences, requests.length);
  const ruleNames = specifiedRules.map((rule) => rule.name.replace(/Rule$/, ''));
  const silent = ruleNames.filter((name) => !seen.has(name));
  assert.deepEqual(silent, [], 'these rules refused no document');
});

test('results equal execute() over generated documents', () => {
  const differences = [];
  let compared = 0;
  let withErrors = 0;
  for (const [i, { document, refusedBy: expected }] of verdicts.entries()) {
    const { query } = requests[i];
    if (expected.length || /__schema|__type\b|subscription/.test(query)) continue;
    const theirs = JSON.parse(JSON.stringify(executeSample(schema, document, requests[i])));
    const ours = answers[i].response;
    compared++;
    if (theirs.errors) withErrors++;
    try {
      assert.deepEqual(ours.data, theirs.data);
      if ('data' in theirs) assert.deepEqual(nulledPlaces(ours), nulledPlaces(theirs));
      else assert.ok(ours.errors.length > 0 && !('data' in ours));
    } catch (error) {
      const input = `${query}\n${JSON.stringify(requests[i].variables)}`;
      differences.push(difference(input, JSON.stringify(theirs), ours));
    }
  }
  report(differences, compared);
  assert.ok(compared >= 500, `${compared} compared`);
  assert.ok(withErrors >= 100, `${withErrors} with errors`);
});

test('members of objects have the order of the selections', () => {
  for (const [i, { document, refusedBy: expected }] of verdicts.slice(0, 600).entries()) {
    const isOther = /__schema|__type\b|subscription|echo|attributes/i.test(requests[i].query);
    if (expected.length || isOther) continue;
    const theirs = executeSample(schema, document, requests[i]);
    if (!theirs.data) continue;
    const withoutNumber = (key, one) => (typeof one === 'number' ? 0 : one);
    const keys = (value) => JSON.stringify(value, withoutNumber);
    assert.equal(keys(answers[i].response.data), keys(theirs.data));
  }
});

test('buildClientSchema accepts the introspection and it describes the same schema', () => {
  const options = {
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    schemaDescription: true,
    inputValueDeprecation: true,
  };
  for (const one of [options, {}]) {
    const [answer] = ask([{ query: getIntrospectionQuery(one) }]);
    assert.deepEqual(answer.errors, []);
    assert.equal(answer.response.errors, undefined);
    const client = buildClientSchema(answer.response.data);
    if (one === options) {
      const print = (s) => printSchema(lexicographicSortSchema(s));
      assert.equal(print(client), print(buildSchema(sampleText)));
    }
  }
});

test('__type describes each type as graphql-js does', () => {
  const selection = `kind name description specifiedByURL
    fields { name isDeprecated type { name kind ofType { name kind } } args { name defaultValue } }
    all: fields(includeDeprecated: true) { name deprecationReason }
    interfaces { name } possibleTypes { name } enumValues { name }
    inputFields(includeDeprecated: true) { name isDeprecated deprecationReason }`;
  const types = 'User Named Node Result Color Filter JSON DateTime None'.split(' ');
  const queries = types.map((name) => ({ query: `{ __type(name: "${name}") { ${selection} } }` }));
  const found = ask(queries);
  for (const [i, request] of queries.entries()) {
    const theirs = executeSample(schema, verdict(schema, request.query).document, request);
    const expected = JSON.parse(JSON.stringify(theirs.data));
    assert.deepEqual(found[i].response.data, expected, request.query);
  }
});

/** The part of a mutated schema text that differs from the sample. */
function changed(text) {
  const sample = tokens(sampleText);
  const list = text.split(' ');
  let first = 0;
  while (first < list.length && list[first] === sample[first]) first++;
  return list.slice(Math.max(0, first - 8), first + 40).join(' ');
}

test('accept or refuse of schema texts equals buildSchema and validateSchema', () => {
  const random = new Random(seed + 1);
  const texts = Array.from({ length: 1500 }, () => mutate(sampleText, random, names));
  const differences = [];
  let accepted = 0;
  for (const [i, answer] of ask(texts.map((text) => ({ schema: text }))).entries()) {
    const expected = acceptsSchema(texts[i]);
    if (expected) accepted++;
    // The engine also refuses default values that are not values of their type.
    if (answer.errors.some((e) => e.rule === 'DefaultValues')) continue;
    if (expected === (answer.errors.length === 0)) continue;
    differences.push(difference(changed(texts[i]), expected, answer.errors));
  }
  report(differences, texts.length);
  assert.ok(accepted > 50 && accepted < 1450, `${accepted} accepted`);
});
