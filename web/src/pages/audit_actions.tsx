// Audit log actions: what your product may record for its customers, and the schemas of the events.
import { call, listAll, path, Problem } from "../api";
import { Code } from "../ui/code";
import { Detail } from "../ui/detail";
import type { FormField, Values } from "../ui/form";
import { type Action, ListPage, type Resource } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";

/** Definition is the form of the events of an action. */
interface Definition {
  actor?: { metadata: object };
  targets: { type: string; metadata?: object }[];
  metadata?: object;
}

interface SchemaRow extends Definition {
  id: string;
  version: number;
  created_at: string;
}

interface ActionRow {
  name: string;
  created_at: string;
  schema: SchemaRow;
}

const schemasOf = (name: string) => path`/audit_logs/actions/${name}/schemas`;

const definitionOf = ({ actor, targets, metadata }: Definition): Definition => ({
  ...(actor ? { actor } : {}),
  targets,
  ...(metadata ? { metadata } : {}),
});

const textOf = (row: Definition) => JSON.stringify(definitionOf(row), null, 2);

const example: Definition = {
  targets: [{ type: "team" }],
  metadata: { type: "object", properties: { reason: { type: "string" } } },
};

const definitionField = (value: string): FormField => ({
  name: "definition",
  label: "Schema",
  type: "code",
  hint: "The types of the targets; a JSON Schema for metadata of the event, an actor or a target.",
  required: true,
  value,
});

/** parsed returns the typed schema; a text that is no JSON is a problem of its field. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    const words = `The schema is not JSON: ${(thrown as Error).message}.`;
    throw new Problem(0, "malformed_json", words, ["definition"], "");
  }
}

const add = (name: string, values: Values) =>
  call("POST", schemasOf(name), parsed(values["definition"] ?? ""));

const types = (row: Definition) => row.targets.map((target) => target.type).join(", ");

const auditActions: Resource<ActionRow> = {
  title: "Audit log actions",
  one: "Action",
  about:
    "What your product may record in the audit logs of its customers. Each event follows the " +
    "schema of its action.",
  api: "/audit_logs/actions",
  keyOf: (row) => row.name,
  pathOf: (row) => `/audit-logs/${encodeURIComponent(row.name)}`,
  columns: [
    { head: "Action", cell: (row) => row.name },
    { head: "Targets", cell: (row) => types(row.schema) },
    { head: "Version", cell: (row) => row.schema.version },
    { head: "Changed", cell: (row) => <Time at={row.schema.created_at} /> },
  ],
  create: {
    label: "Add action",
    fields: () => [
      { name: "name", label: "Name", hint: "Such as team.member_added.", required: true },
      definitionField(textOf(example)),
    ],
    send: async (values) => {
      const name = values["name"] ?? "";
      await add(name, values);
      return { path: `/audit-logs/${encodeURIComponent(name)}` };
    },
    done: "Action added.",
  },
};

export const AuditActions = () => <ListPage resource={auditActions} />;

const addVersion = (name: string): Action<SchemaRow[]> => ({
  label: "Add version",
  title: () => `A new schema of ${name}`,
  form: {
    fields: ([newest = { ...example, id: "", version: 0, created_at: "" }]) => [
      definitionField(textOf(newest)),
    ],
    send: (_, values) => add(name, values),
  },
  done: "Version added.",
});

/** AuditAction is the page of one action with all versions of its schema, the newest first. */
export function AuditAction({ name }: { name: string }) {
  const [loaded, again, set] = useLoad(
    () => listAll<SchemaRow>(schemasOf(name)),
    name,
  );
  return (
    <Ready from={loaded} again={again} what="the action">
      {(rows) => (
        <Detail
          up={{ path: "/audit-logs", title: "Audit log actions" }}
          title={name}
          one="Action"
          row={rows}
          set={set}
          again={again}
          actions={[addVersion(name)]}
          facts={[
            ["Newest version", rows[0]?.version],
            ["Targets", rows[0] && types(rows[0])],
            ["Changed", <Time at={rows[0]?.created_at} />],
          ]}
        >
          {rows.map((row) => (
            <div key={row.id} class="section">
              <Code name={`Version ${row.version}`} text={textOf(row)} tall />
            </div>
          ))}
        </Detail>
      )}
    </Ready>
  );
}
