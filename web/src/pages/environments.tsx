// The environments of the installation, for its operators.
import { call, path } from "../api";
import { actFor, type EnvironmentRow, lastCaller } from "../session";
import type { Action } from "../ui/actions";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { type FormField, type Values } from "../ui/form";
import { ListPage, type Resource } from "../ui/list_page";
import { Time } from "../ui/time";

const change = (row: EnvironmentRow, values: Partial<EnvironmentRow>) =>
  call("PATCH", path`/v1/environments/${row.id}`, values);

/** The first environment is that of the operators, who are in it. */
const isOther = (row: EnvironmentRow) => row.id !== lastCaller()?.environment.id;

const sandboxField: FormField = {
  name: "sandbox",
  label: "Sandbox",
  type: "switch",
  hint: "Its new API keys begin with sk_test_ instead of sk_live_.",
};

const sandboxOf = (values: Values) => ({ sandbox: values["sandbox"] === "true" });

const actions: Action<EnvironmentRow>[] = [
  {
    label: "Administer",
    when: (row) => isOther(row) && row.enabled,
    title: (row) => `Administer ${row.name}`,
    run: actFor,
    // The tab leaves for the other environment.
    after: () => {},
  },
  {
    label: "Edit",
    title: (row) => `Edit ${row.name}`,
    form: {
      fields: (row) => [{ ...sandboxField, value: row.sandbox ? "true" : "" }],
      apply: (row, values) => ({ ...row, ...sandboxOf(values) }),
      send: (row, values) => change(row, sandboxOf(values)),
    },
    done: "Environment saved.",
  },
  {
    label: "Enable",
    when: (row) => !row.enabled,
    title: (row) => `Enable ${row.name}?`,
    run: (row) => change(row, { enabled: true }),
    done: "Environment enabled.",
  },
  {
    label: "Disable",
    when: (row) => isOther(row) && row.enabled,
    title: (row) => `Disable ${row.name}?`,
    ends: () => "All its sessions end, and every key and token of it is refused, at once.",
    typed: (row) => row.name,
    danger: true,
    run: (row) => change(row, { enabled: false }),
    done: "Environment disabled.",
  },
];

function State({ row }: { row: EnvironmentRow }) {
  return (
    <>
      {row.enabled ? (
        <Badge tone="good" text="Enabled" />
      ) : (
        <Badge tone="bad" text="Disabled" />
      )}{" "}
      {row.sandbox && <Badge tone="plain" text="Sandbox" />}
    </>
  );
}

const environments: Resource<EnvironmentRow> = {
  title: "Environments",
  one: "Environment",
  about:
    "Each has its own data, logins and keys, and nothing of one is valid in another. The first " +
    "one is the default.",
  api: "/v1/environments",
  keyOf: (row) => row.id,
  columns: [
    { head: "Name", cell: (row) => row.name },
    { head: "State", cell: (row) => <State row={row} /> },
    { head: "Id", cell: (row) => <CopyText text={row.id} what={`Id of ${row.name}`} /> },
    { head: "Created", cell: (row) => <Time at={row.created_at} /> },
  ],
  actions,
  create: {
    label: "Create environment",
    fields: () => [
      { name: "name", label: "Name", hint: "For example staging.", required: true },
      sandboxField,
    ],
    send: (values) =>
      call<void>("POST", "/v1/environments", { name: values["name"], ...sandboxOf(values) }),
  },
};

export const Environments = () => <ListPage resource={environments} />;
