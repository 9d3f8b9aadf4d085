// Graphql: the explorer of WorkOS' client GraphQL API: a token, the schema, and an editor.
import { useState } from "preact/hooks";
import { callWith, Problem } from "../api";
import { usePlace } from "../router";
import { useCaller } from "../session";
import type { FormField } from "../ui/form";
import { Empty } from "../ui/states";
import { type ClientToken, TokenForm, tokenFields } from "./client_token";
import { EntryView, SchemaIndex } from "./graphql_browser";
import { GraphqlEditor } from "./graphql_editor";
import { type Draft, draftOf } from "./graphql_operation";
import { type Entry, entryGroups, introspection, type Introspection } from "./graphql_schema";
import "./reference.css";
import "./graphql.css";

/** The queries that are offered as examples, where the schema has them. */
const examples = [
  { field: "me", title: "Me" },
  { field: "organization", title: "Organization" },
  { field: "organizationMemberships", title: "Organization users" },
];

interface Described {
  data?: { __schema: Introspection } | null;
  errors?: { message: string }[];
}

async function readSchema(token: string): Promise<Introspection> {
  const body = { query: introspection };
  const { data, errors } = await callWith<Described>(token, "/client/graphql", body);
  if (data) return data.__schema;
  throw new Problem(200, "", errors?.[0]?.message ?? "The server describes no schema.", [], "");
}

interface ExplorerProps {
  schema: Introspection;
  token: ClientToken;
}

function Explorer({ schema, token }: ExplorerProps) {
  const { query } = usePlace();
  const groups = entryGroups(schema);
  const entries = groups.flatMap((group) => group.entries);
  const current = entries.find((one) => one.id === query.get("at"));
  const example = (name: string) => entries.find((one) => one.operation?.field.name === name);
  const drafted = (entry: Entry | undefined): Draft =>
    entry?.operation
      ? draftOf(schema, entry.operation.kind, entry.operation.field, token.known)
      : { query: "", variables: "" };
  const [draft, setDraft] = useState(() => drafted(example(examples[0]?.field ?? "")));
  return (
    <div class="reference explorer section">
      <SchemaIndex all={groups} current={current?.id ?? ""} />
      <div class="operation-parts" id="explorer" tabIndex={-1}>
        {current ? (
          <EntryView entry={current} use={() => setDraft(drafted(current))} />
        ) : (
          <p class="soft">Choose a query, a mutation or a type to read its description.</p>
        )}
        <div class="stack">
          <div class="buttons start" role="group" aria-label="Examples">
            {examples.map(({ field, title }) => {
              const entry = example(field);
              return (
                entry && (
                  <button
                    key={field}
                    type="button"
                    class="button"
                    onClick={() => setDraft(drafted(entry))}
                  >
                    {title}
                  </button>
                )
              );
            })}
          </div>
          <GraphqlEditor draft={draft} change={setDraft} token={token.text} />
        </div>
      </div>
    </div>
  );
}

function Content({ fields }: { fields: FormField[] }) {
  const [token, setToken] = useState<ClientToken | null>(null);
  const [schema, setSchema] = useState<Introspection | null>(null);
  const made = async (next: ClientToken) => {
    if (!schema) setSchema(await readSchema(next.text));
    setToken(next);
  };
  return (
    <>
      <TokenForm fields={fields} token={token} made={made} />
      {token && schema ? (
        <Explorer schema={schema} token={token} />
      ) : (
        <div class="section">
          <Empty title="No token yet.">
            <p class="soft">The server describes its schema and runs operations with a token.</p>
          </Empty>
        </div>
      )}
    </>
  );
}

export function Graphql() {
  const caller = useCaller();
  return (
    <>
      <header class="page-head">
        <h1>GraphQL explorer</h1>
        <p class="soft">
          WorkOS' client GraphQL API, <code>POST /client/graphql</code>, as a user of an
          organization. It belongs to the <a href="/console/reference">API reference</a>.
        </p>
      </header>
      <Content fields={tokenFields(caller)} />
    </>
  );
}
