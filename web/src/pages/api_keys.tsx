// API keys of an organization, and of a user in its organizations.
import { call, path } from "../api";
import { day } from "../format";
import { permissionOptions } from "../options";
import { Badge } from "../ui/badge";
import { bySearch } from "../ui/filters";
import { chosen, type FormField, type Values } from "../ui/form";
import type { Action, Resource } from "../ui/list_page";
import type { Shown } from "../ui/secret";
import { Time } from "../ui/time";
import { KeyUsage } from "./key_usage";
import { ownOrganizationField } from "./memberships";

/** KeyRow is WorkOS' API key. */
interface KeyRow {
  id: string;
  name: string;
  obfuscated_value: string;
  permissions: string[];
  expires_at: string | null;
  last_used_at: string | null;
  created_at: string;
}

const presets = [1, 7, 30, 90, 365];
const dayLength = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * dayLength).toISOString();

/** expiryField offers presets with the resulting date; its value is the days, "" for never. */
export const expiryField = (): FormField => ({
  name: "days",
  label: "Expires",
  type: "select",
  required: true,
  options: [
    ...presets.map((days) => ({
      value: String(days),
      label: `in ${days} ${days === 1 ? "day" : "days"}, on ${day(inDays(days))}`,
    })),
    { value: "", label: "never" },
  ],
  value: "90",
});

/** expiryOf returns the time that the field stands for. */
export const expiryOf = (values: Values) =>
  values["days"] ? inDays(Number(values["days"])) : null;

export const expired = (row: Pick<KeyRow, "expires_at">) =>
  row.expires_at !== null && Date.parse(row.expires_at) <= Date.now();

/** Expiry is the cell of the time at which a key or a secret expires. */
export const Expiry = ({ row }: { row: Pick<KeyRow, "expires_at"> }) => (
  <>
    <Time at={row.expires_at} /> {expired(row) && <Badge tone="bad" text="Expired" />}
  </>
);

const expire = (row: KeyRow, body: object) => call("POST", path`/api_keys/${row.id}/expire`, body);

/** showUsage is the action that shows how a key was used. */
export const showUsage = <T extends { id: string }>(nameOf: (row: T) => string): Action<T> => ({
  label: "Usage",
  title: (row) => `Usage of ${nameOf(row)}`,
  show: (row) => <KeyUsage id={row.id} />,
});

const actions: Action<KeyRow>[] = [
  showUsage((row) => row.name),
  {
    label: "Set expiry",
    when: (row) => !expired(row),
    title: (row) => `Expiry of ${row.name}`,
    form: {
      fields: () => [expiryField()],
      apply: (row, values) => ({ ...row, expires_at: expiryOf(values) }),
      send: (row, values) => expire(row, { expires_at: expiryOf(values) }),
    },
    done: "Expiry set.",
  },
  {
    label: "Expire now",
    when: (row) => !expired(row),
    title: (row) => `Expire ${row.name} now?`,
    ends: () => "The key is refused from the next request on, and never becomes valid again.",
    danger: true,
    run: (row) => expire(row, {}),
    done: "API key expired.",
  },
  {
    label: "Delete",
    title: (row) => `Delete ${row.name}?`,
    ends: () => "The key is refused from the next request on, and cannot be brought back.",
    typed: (row) => row.name,
    danger: true,
    run: (row) => call("DELETE", path`/api_keys/${row.id}`),
    done: "API key deleted.",
  },
];

const columns = [
  { head: "Name", cell: (row: KeyRow) => row.name },
  { head: "Key", cell: (row: KeyRow) => <code>{row.obfuscated_value}</code> },
  {
    head: "Permissions",
    cell: (row: KeyRow) => row.permissions.join(", ") || <span class="soft">none</span>,
  },
  { head: "Expires", cell: (row: KeyRow) => <Expiry row={row} /> },
  { head: "Last used", cell: (row: KeyRow) => <Time at={row.last_used_at} /> },
];

/** keyShownOnce is the new key, and a first request with it. */
export const keyShownOnce = (value: string): Shown[] => [
  { label: "API key", value, secret: true },
  {
    label: "First request",
    value: `curl -H 'Authorization: Bearer ${value}' ${location.origin}/v1/whoami`,
  },
];

const fields = async (): Promise<FormField[]> => [
  { name: "name", label: "Name", hint: "For example Nightly export.", required: true },
  {
    name: "permissions",
    label: "Permissions",
    type: "checks",
    hint: "The key has these and no others.",
    ...(await permissionOptions()),
  },
  expiryField(),
];

async function create(api: string, values: Values): Promise<{ shown: Shown[] }> {
  const { name, organization_id } = values;
  const made = await call<{ value: string }>("POST", api, {
    name,
    permissions: chosen(values["permissions"]),
    ...(values["days"] ? { expires_at: expiryOf(values) } : {}),
    ...(organization_id ? { organization_id } : {}),
  });
  return { shown: keyShownOnce(made.value) };
}

const resource = (api: string, about: string, writes: string): Resource<KeyRow> => ({
  title: "API keys",
  one: "API key",
  about,
  api,
  keyOf: (row) => row.id,
  columns,
  filters: [bySearch],
  writes,
  actions,
  create: {
    label: "Create API key",
    needs: [writes, "person"],
    fields,
    send: (values) => create(api, values),
  },
});

/**
 * keysOfOrganization is the list of the keys with which an organization calls your API. A member
 * makes and ends those that have no permission beyond its own.
 */
export const keysOfOrganization = (organization: string) =>
  resource(
    path`/organizations/${organization}/api_keys`,
    "With an API key this organization calls your API as a machine.",
    "keys:manage",
  );

/** keysOfUser is the list of the keys with which a user calls your API. */
export function keysOfUser(user: string): Resource<KeyRow> {
  const api = path`/user_management/users/${user}/api_keys`;
  const about = "With an API key this login calls your API in one of its organizations.";
  return {
    ...resource(api, about, "environment"),
    create: {
      label: "Create API key",
      needs: ["environment", "person"],
      fields: async () => [
        await ownOrganizationField(user),
        ...(await fields()),
      ],
      send: (values) => create(api, values),
    },
  };
}
