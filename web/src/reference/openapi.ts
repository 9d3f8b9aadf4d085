// The description of the API as the reference reads it: /openapi.json.

/** Schema is the part of JSON Schema that the server writes. */
export interface Schema {
  $ref?: string;
  type?: string;
  nullable?: boolean;
  description?: string;
  enum?: (string | null)[];
  format?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: Schema;
}

type Content = Record<string, { schema?: Schema }>;

export interface Response {
  description: string;
  content?: Content;
}

interface RawOperation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  parameters?: Parameter[];
  requestBody?: { content: Content };
  security?: Record<string, string[]>[];
  responses: Record<string, Response>;
}

export interface Document {
  paths: Record<string, Record<string, RawOperation>>;
  components: { schemas: Record<string, Schema> };
}

export interface Operation extends RawOperation {
  method: string;
  path: string;
}

export interface Group {
  title: string;
  operations: Operation[];
}

/** The dialects in the order of the list. The pages of the console and the sign-in are no API. */
const titles: Record<string, string> = {
  v1: "Bearward",
  oauth: "OAuth 2.0",
  workos: "WorkOS",
  workmobile: "WorkMobile",
  teletracker: "TeleTracker",
  workspan: "WorkSpan",
  "gateway.nginx": "Gateway: nginx",
  "gateway.forward_auth": "Gateway: forward-auth",
  "gateway.envoy": "Gateway: Envoy",
};

/** groups returns the operations by dialect. */
export function groups(api: Document): Group[] {
  const found = new Map<string, Operation[]>(Object.keys(titles).map((tag) => [tag, []]));
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, raw] of Object.entries(methods)) {
      found.get(raw.tags[0] ?? "")?.push({ ...raw, method: method.toUpperCase(), path });
    }
  }
  return [...found]
    .filter(([, operations]) => operations.length > 0)
    .map(([tag, operations]) => ({ title: titles[tag] ?? tag, operations }));
}

/** matching keeps the operations that have every word of the text in their path or summary. */
export function matching(all: Group[], text: string): Group[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (one: Operation) => {
    const described = `${one.method} ${one.path} ${one.summary} ${one.operationId}`.toLowerCase();
    return wanted.every((word) => described.includes(word));
  };
  return all
    .map((group) => ({ ...group, operations: group.operations.filter(fits) }))
    .filter((group) => group.operations.length > 0);
}

/** resolve follows a reference, and joins what describes one value in parts. */
export function resolve(api: Document, schema: Schema): Schema {
  if (schema.$ref) {
    const target = api.components.schemas[schema.$ref.split("/").at(-1) ?? ""];
    return target ? resolve(api, target) : {};
  }
  if (!schema.allOf) return schema;
  const { allOf, ...rest } = schema;
  return allOf.reduce<Schema>((all, part) => ({ ...resolve(api, part), ...all }), rest);
}

/** nameOf returns the name of a referenced schema. */
export const nameOf = (schema: Schema): string | undefined =>
  schema.$ref?.split("/").at(-1) ?? schema.allOf?.map(nameOf).find(Boolean);

/** Known are the values of the signed-in person, by the name of a member or parameter. */
export type Known = Record<string, string>;

/** exampleOf returns a value that fits the schema, with known values where the name says so. */
export function exampleOf(api: Document, schema: Schema, known: Known, name = ""): unknown {
  const one = resolve(api, schema);
  if (known[name] !== undefined && one.type === "string") return known[name];
  if (one.enum) return one.enum[0];
  if (one.oneOf?.[0]) return exampleOf(api, one.oneOf[0], known, name);
  if (one.type === "boolean") return false;
  if (one.type === "integer" || one.type === "number") return 1;
  if (one.type === "array") {
    const item = one.items ? exampleOf(api, one.items, known, name) : "";
    return item === "" ? [] : [item];
  }
  if (one.properties) {
    const required = one.required ?? [];
    return Object.fromEntries(
      Object.entries(one.properties)
        .filter(([member]) => required.includes(member))
        .map(([member, value]) => [member, exampleOf(api, value, known, member)]),
    );
  }
  return one.type === "object" ? {} : "";
}

/** bodyExample returns the text of an example body. */
export function bodyExample(
  api: Document,
  type: string,
  schema: Schema | undefined,
  known: Known,
): string {
  const value = schema ? exampleOf(api, schema, known) : {};
  if (type.includes("json")) return JSON.stringify(value, null, 2);
  const members = Object.entries(value as Record<string, unknown>);
  return new URLSearchParams(members.map(([name, one]) => [name, String(one)])).toString();
}

/** The values of path parameters that are called {id}, by the segment before. */
const ofSegment: Record<string, string> = { organizations: "organization_id", users: "user_id" };

/** startValue returns the first value of a parameter. */
export function startValue(operation: Operation, parameter: Parameter, known: Known): string {
  if (parameter.in !== "path") return "";
  const before = operation.path.split(`/{${parameter.name}}`)[0]?.split("/").at(-1) ?? "";
  const name = parameter.name === "id" ? (ofSegment[before] ?? "id") : parameter.name;
  return known[name] ?? "";
}

/** target returns the path and query of a request. A missing value keeps its name in braces. */
export function target(operation: Operation, values: Record<string, string>): string {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    values[name] ? encodeURIComponent(values[name]) : whole,
  );
  const query = new URLSearchParams();
  for (const { name, in: place } of operation.parameters ?? []) {
    if (place === "query" && values[name]) query.append(name, values[name]);
  }
  return query.size > 0 ? `${path}?${query}` : path;
}

/** headersOf returns the headers of a request that the person filled in. */
export function headersOf(
  operation: Operation,
  values: Record<string, string>,
): [name: string, value: string][] {
  const names = (operation.parameters ?? [])
    .filter(({ name, in: place }) => place === "header" && values[name])
    .map(({ name }) => name);
  return names.map((name) => [name, values[name] ?? ""]);
}
