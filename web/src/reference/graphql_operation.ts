// Operations of GraphQL: examples that are made from the schema, and the operations of a text.
import type { Known } from "./openapi";
import {
  innermost,
  type InputValue,
  type Introspection,
  type OperationKind,
  type SchemaField,
  type SchemaType,
  type TypeRef,
  typeNamed,
  typeText,
} from "./graphql_schema";

/** Draft is what the editor holds. */
export interface Draft {
  query: string;
  variables: string;
}

/** maxDepth is the number of levels of objects that an example selects. */
const maxDepth = 3;

const isRequired = ({ type, defaultValue }: InputValue) =>
  type.kind === "NON_NULL" && defaultValue === null;

const dayMs = 86_400_000;

/** timeFor returns a time of a range that ends now and starts a week ago. */
const timeFor = (name: string) =>
  new Date(Date.now() - (/start/i.test(name) ? 7 * dayMs : 0)).toISOString();

/** The known value for an id, by the name of its argument or by the type that it is the id of. */
function knownId(name: string, of: string, known: Known): string {
  const named = name === "id" ? `${of}Id` : name;
  const snake = named.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return known[snake.replace(/^_/, "")] ?? "";
}

/** valueFor returns a first value of an argument. `of` is the type that the operation returns. */
function valueFor(schema: Introspection, input: InputValue, of: string, known: Known): unknown {
  const bare = input.type.kind === "NON_NULL" ? input.type.ofType : input.type;
  if (bare?.kind === "LIST") return [];
  const type = typeNamed(schema, innermost(input.type).name ?? "");
  if (type?.enumValues?.[0]) return type.enumValues[0].name;
  if (type?.inputFields) {
    return Object.fromEntries(
      type.inputFields
        .filter(isRequired)
        .map((one) => [one.name, valueFor(schema, one, of, known)]),
    );
  }
  if (type?.name === "Int" || type?.name === "Float") return 1;
  if (type?.name === "Boolean") return false;
  if (type?.name === "DateTime") return timeFor(input.name);
  return knownId(input.name, of, known);
}

/** block puts lines between braces, one step further in. */
const block = (lines: string[]): string[] => ["{", ...lines.map((line) => `  ${line}`), "}"];

const glue = (head: string, [first = "", ...rest]: string[]): string[] => [
  `${head} ${first}`,
  ...rest,
];

/** selected returns the lines of the fields of a type; none for a type without fields. */
function selected(schema: Introspection, type: SchemaType | undefined, depth: number): string[] {
  if (type?.possibleTypes) {
    const parts = type.possibleTypes.flatMap(({ name }) =>
      glue(`... on ${name}`, block(selected(schema, typeNamed(schema, name), depth))),
    );
    return ["__typename", ...parts];
  }
  if (!type?.fields) return [];
  const lines = type.fields
    .filter((field) => !field.args.some(isRequired))
    .flatMap((field) => ofField(schema, field.name, field.type, depth));
  return lines.length > 0 ? lines : ["__typename"];
}

function ofField(
  schema: Introspection,
  head: string,
  type: TypeRef,
  depth: number,
): string[] {
  const inner = typeNamed(schema, innermost(type).name ?? "");
  if (!inner?.fields && !inner?.possibleTypes) return [head];
  return depth === 0 ? [] : glue(head, block(selected(schema, inner, depth - 1)));
}

/** draftOf returns an operation with one field, and values for its required arguments. */
export function draftOf(
  schema: Introspection,
  kind: OperationKind,
  field: SchemaField,
  known: Known,
): Draft {
  const required = field.args.filter(isRequired);
  const declared = required.map(({ name, type }) => `$${name}: ${typeText(type)}`);
  const passed = required.map(({ name }) => `${name}: $${name}`);
  const list = (all: string[]) => (all.length > 0 ? `(${all.join(", ")})` : "");
  const body = ofField(schema, field.name + list(passed), field.type, maxDepth);
  const of = innermost(field.type).name ?? "";
  const values = required.map((one) => [one.name, valueFor(schema, one, of, known)]);
  return {
    query: glue(`${kind} ${field.name}${list(declared)}`, block(body)).join("\n"),
    variables: required.length > 0 ? JSON.stringify(Object.fromEntries(values), null, 2) : "",
  };
}

/** Written is an operation of a document. */
export interface Written {
  kind: string;
  /** name is "" for an operation without a name. */
  name: string;
}

/**
 * writtenIn returns the operations of a document: the words outside of all braces, without comments
 * and strings. A faulty document may have none; the server then says what is wrong.
 */
export function writtenIn(document: string): Written[] {
  const bare = document.replaceAll(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|#.*/g, " ");
  const found: Written[] = [];
  let depth = 0;
  let head: string[] = [];
  for (const [part] of bare.matchAll(/[{}()]|\w+/g)) {
    if (part === "{" && depth === 0) {
      const [kind = "query", name = ""] = head;
      if (kind !== "fragment") found.push({ kind, name });
      head = [];
    }
    if (part === "{" || part === "(") depth += 1;
    else if (part === "}" || part === ")") depth -= 1;
    else if (depth === 0) head.push(part);
  }
  return found;
}

/** objectIn reads the variables: an object of JSON, or nothing. Another text is null. */
export function objectIn(text: string): Record<string, unknown> | null {
  if (text.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
