// The schema of the client GraphQL API, as the server describes it by introspection.

/** TypeRef is a type with its wrappers: NON_NULL and LIST have no name but an inner type. */
export interface TypeRef {
  kind: string;
  name: string | null;
  ofType?: TypeRef | null;
}

export interface InputValue {
  name: string;
  description: string | null;
  defaultValue: string | null;
  type: TypeRef;
}

export interface SchemaField {
  name: string;
  description: string | null;
  args: InputValue[];
  type: TypeRef;
}

export interface SchemaType {
  kind: string;
  name: string;
  description: string | null;
  fields: SchemaField[] | null;
  inputFields: InputValue[] | null;
  enumValues: { name: string; description: string | null }[] | null;
  possibleTypes: { name: string }[] | null;
}

export interface Introspection {
  queryType: { name: string };
  mutationType: { name: string } | null;
  types: SchemaType[];
}

/** introspection asks for everything above. A type has at most three wrappers: [T!]!. */
export const introspection = `query Schema {
  __schema {
    queryType { name }
    mutationType { name }
    types {
      kind
      name
      description
      fields { name description args { ...Input } type { ...Type } }
      inputFields { ...Input }
      enumValues { name description }
      possibleTypes { name }
    }
  }
}
fragment Input on __InputValue { name description defaultValue type { ...Type } }
fragment Type on __Type {
  kind name ofType { kind name ofType { kind name ofType { kind name } } }
}`;

export type OperationKind = "query" | "mutation";

/** Entry is one line of the schema browser: an operation, or a type. */
export interface Entry {
  /** id is the name in the address: "Query.me" or "User". */
  id: string;
  title: string;
  type: SchemaType;
  operation?: { kind: OperationKind; field: SchemaField };
}

export interface EntryGroup {
  title: string;
  entries: Entry[];
}

export const typeNamed = (schema: Introspection, name: string): SchemaType | undefined =>
  schema.types.find((type) => type.name === name);

/** innermost returns the type without its wrappers. */
export const innermost = (type: TypeRef): TypeRef =>
  type.ofType ? innermost(type.ofType) : type;

/** around returns what the language writes before and after the name: "[", "!]!". */
export function around(type: TypeRef): [before: string, after: string] {
  if (!type.ofType) return ["", ""];
  const [before, after] = around(type.ofType);
  return type.kind === "LIST" ? [`[${before}`, `${after}]`] : [before, `${after}!`];
}

/** typeText returns the type as the language writes it. */
export function typeText(type: TypeRef): string {
  const [before, after] = around(type);
  return before + innermost(type).name + after;
}

/** entryGroups returns everything that the browser lists. */
export function entryGroups(schema: Introspection): EntryGroup[] {
  const operations = (name: string | undefined, kind: OperationKind): Entry[] => {
    const type = name === undefined ? undefined : typeNamed(schema, name);
    return (type?.fields ?? []).map((field) => ({
      id: `${name}.${field.name}`,
      title: field.name,
      type: type as SchemaType,
      operation: { kind, field },
    }));
  };
  const roots = [schema.queryType.name, schema.mutationType?.name];
  const types = schema.types
    .filter(({ name }) => !roots.includes(name) && !name.startsWith("__"))
    .map((type) => ({ id: type.name, title: type.name, type }))
    .sort((a, b) => a.title.localeCompare(b.title));
  return [
    { title: "Queries", entries: operations(schema.queryType.name, "query") },
    { title: "Mutations", entries: operations(schema.mutationType?.name, "mutation") },
    { title: "Types", entries: types },
  ];
}

/** wordsOf returns the text that a search looks at: names and descriptions. */
function wordsOf({ title, type, operation }: Entry): string {
  if (operation) {
    const { field } = operation;
    const names = field.args.map((one) => one.name);
    return [title, field.description ?? "", typeText(field.type), ...names].join(" ");
  }
  const members = [type.fields, type.inputFields, type.enumValues, type.possibleTypes];
  const names = members.flatMap((all) => (all ?? []).map((one) => one.name));
  return [title, type.description ?? "", ...names].join(" ");
}

/** matchingEntries keeps the entries that have every word of the text. */
export function matchingEntries(all: EntryGroup[], text: string): EntryGroup[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (entry: Entry) => {
    const words = wordsOf(entry).toLowerCase();
    return wanted.every((word) => words.includes(word));
  };
  return all
    .map((group) => ({ ...group, entries: group.entries.filter(fits) }))
    .filter((group) => group.entries.length > 0);
}
