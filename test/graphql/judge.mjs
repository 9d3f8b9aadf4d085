// What graphql-js says about documents, and what the engine says about the same documents.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  buildSchema,
  execute,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  validateSchema,
  valueFromASTUntyped,
} from 'graphql';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const judged = path.join(root, 'build/judged');

function run(args, input) {
  const result = spawnSync(judged, args, { input, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (result.status !== 0) throw new Error(`judged failed: ${result.status} ${result.stderr}`);
  return result.stdout;
}

// The directives for the calculation of cost belong to the engine (src/graphql/schema.h).
export const sampleText = run(['--schema']).replace(/ @(listSize|cost)(\([^)]*\))?/g, '');
export const sampleData = JSON.parse(run(['--data']));

/** The sample schema as graphql-js builds it. */
export function sampleSchema() {
  const schema = buildSchema(sampleText);
  // graphql-js also has parts of the introspection that are later than October 2021.
  delete schema.getType('__Type').getFields().isOneOf;
  delete schema.getType('__Directive').getFields().isDeprecated;
  delete schema.getType('__Directive').getFields().deprecationReason;
  schema.getType('__Schema').getFields().directives.args = [];
  const date = schema.getType('DateTime');
  date.parseValue = (value) => {
    if (typeof value === 'string' && value.startsWith('20')) return value;
    throw new GraphQLError('DateTime must be a string in this century.');
  };
  date.parseLiteral = (node, variables) => date.parseValue(valueFromASTUntyped(node, variables));
  return schema;
}

/** The answers of the engine to a list of requests. */
export function ask(requests) {
  const input = requests.map((request) => `${JSON.stringify(request)}\n`).join('');
  const lines = run([], input).trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

// Each rule reports through a context that records its name.
const rules = specifiedRules.map((rule) => (context) => {
  const named = new Proxy(context, {
    get(target, key) {
      if (key === 'reportError') {
        return (error) => {
          error.rule = rule.name.replace(/Rule$/, '');
          target.reportError(error);
        };
      }
      const value = target[key];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return rule(named);
});

/**
 * The verdict of graphql-js: the document, and the names of the rules that refuse it; undefined if
 * it throws, as for a variable in @skip at the root of a subscription.
 */
export function verdict(schema, query) {
  let document;
  try {
    document = parse(query);
  } catch {
    return { refusedBy: ['Syntax'] };
  }
  let errors;
  try {
    errors = validate(schema, document, rules, { maxErrors: 10_000 });
  } catch {
    return undefined;
  }
  return { document, refusedBy: [...new Set(errors.map((e) => e.rule))].sort() };
}

/** The names of the rules that refuse a document in an answer of the engine. */
export function refusedBy(answer) {
  return [...new Set(answer.errors.map((e) => e.rule || 'Syntax'))].sort();
}

/** Whether graphql-js accepts a schema text. */
export function acceptsSchema(text) {
  try {
    return validateSchema(buildSchema(text)).length === 0;
  } catch {
    return false;
  }
}

function resolve(source, args, context, info) {
  if (info.fieldName === 'echo' || info.fieldName === 'strictEcho') return args;
  const value = convert(source[info.fieldName]);
  if (Array.isArray(value) && args.limit >= 0) return value.slice(0, args.limit);
  return value;
}

function convert(value) {
  if (Array.isArray(value)) return value.map(convert);
  if (value && value.__error) return new Error(value.__error);
  return value;
}

/** Executes with graphql-js over the sample data. */
export function executeSample(schema, document, request) {
  return execute({
    schema,
    document,
    rootValue: sampleData,
    operationName: request.operationName,
    variableValues: request.variables,
    fieldResolver: resolve,
  });
}

/** The places of the data that are null because of errors, and not inside another such place. */
export function nulledPlaces(response) {
  const places = new Set();
  for (const error of response.errors ?? []) {
    let at = response.data;
    const place = [];
    for (const key of error.path ?? []) {
      if (at === null || at === undefined) break;
      at = at[key];
      place.push(key);
    }
    places.add(JSON.stringify(place));
  }
  return [...places].sort();
}
