// EnvironmentKeys: the API keys of the environment itself, and the report of unused keys.
import { call, list, type Page, type Parameters, path } from "../api";
import { organizationNames, userEmails } from "../names";
import { permissionOptions } from "../options";
import { Tabs } from "../ui/detail";
import { chosen } from "../ui/form";
import { bySearch } from "../ui/filters";
import { type Action, pageOf, type Resource, ResourceList } from "../ui/list_page";
import { Time } from "../ui/time";
import { expired, Expiry, expiryField, expiryOf, keyShownOnce, showUsage } from "./api_keys";
import { LoginLink, OrganizationLink } from "./owners";
import { setRateLimit } from "./rate_limit";

interface KeyRow {
  id: string;
  description: string;
  obfuscated_value: string;
  permissions: string[];
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  rate_limit: string | null;
}

const api = "/v1/api_keys";
const nameOf = (row: KeyRow) => row.description || row.obfuscated_value;
const change = (row: KeyRow, expires_at: string | null) =>
  call("PATCH", api + path`/${row.id}`, { expires_at });

const actions: Action<KeyRow>[] = [
  showUsage(nameOf),
  setRateLimit({
    nameOf,
    send: (row, body) => call("PATCH", api + path`/${row.id}`, body),
  }),
  {
    label: "Set expiry",
    when: (row) => !expired(row),
    title: (row) => `Expiry of ${nameOf(row)}`,
    form: {
      fields: () => [expiryField()],
      apply: (row, values) => ({ ...row, expires_at: expiryOf(values) }),
      send: (row, values) => change(row, expiryOf(values)),
    },
    done: "Expiry set.",
  },
  {
    label: "Expire now",
    when: (row) => !expired(row),
    title: (row) => `Expire ${nameOf(row)} now?`,
    ends: () => "The key is refused from the next request on, and never becomes valid again.",
    danger: true,
    // A past time expires the key at once. The clock of the browser may be ahead of the server's.
    run: (row) => change(row, new Date(0).toISOString()),
    done: "API key expired.",
  },
  {
    label: "Revoke",
    title: (row) => `Revoke ${nameOf(row)}?`,
    ends: () => "The key is refused from the next request on, and leaves this list.",
    typed: nameOf,
    danger: true,
    run: (row) => call("POST", api + path`/${row.id}/revoke`, {}),
    done: "API key revoked.",
  },
];

const keys: Resource<KeyRow> = {
  title: "API keys",
  one: "API key",
  about: "The keys with which your own servers act for the whole environment (sk_...).",
  api,
  keyOf: (row) => row.id,
  columns: [
    {
      head: "Description",
      cell: (row) => row.description || <span class="soft">none</span>,
    },
    { head: "Key", cell: (row) => <code>{row.obfuscated_value}</code> },
    {
      head: "Permissions",
      cell: (row) => (row.permissions.includes("*") ? "all" : row.permissions.join(", ")),
    },
    { head: "Expires", cell: (row) => <Expiry row={row} /> },
    { head: "Last used", cell: (row) => <Time at={row.last_used_at} /> },
    { head: "Rate limit", cell: (row) => row.rate_limit ?? <span class="soft">none</span> },
  ],
  filters: [bySearch],
  actions,
  create: {
    label: "Create API key",
    needs: "person",
    fields: async () => [
      {
        name: "description",
        label: "Description",
        hint: "What the key is for, such as Billing server.",
        required: true,
      },
      {
        name: "permissions",
        label: "Permissions",
        type: "checks",
        hint: "The key has these and no others. * stands for all of the environment.",
        required: true,
        ...(await permissionOptions()),
      },
      expiryField(),
    ],
    send: async (values) => {
      const made = await call<{ value: string }>("POST", api, {
        description: values["description"],
        permissions: chosen(values["permissions"]),
        expires_at: expiryOf(values),
      });
      return { shown: keyShownOnce(made.value) };
    },
  },
};

interface UnusedRow {
  id: string;
  name: string;
  user_id: string | null;
  organization_id: string | null;
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
  /** owner_name is the email address of the login or else the name of the organization. */
  owner_name: string;
}

const unusedApi = "/v1/unused_api_keys";

/** listUnused reads the report, which is whole, and the names of the owners of one page of it. */
async function listUnused(parameters: Parameters): Promise<Page<UnusedRow>> {
  const all = await list<UnusedRow>(unusedApi, parameters);
  const page = pageOf(all, parameters, (row) => row.id);
  const [organization, login] = await Promise.all([
    organizationNames(page.data.map((row) => row.organization_id)),
    userEmails(page.data.map((row) => row.user_id)),
  ]);
  const named = (row: UnusedRow) => ({
    ...row,
    owner_name: login(row.user_id) || organization(row.organization_id),
  });
  return { ...page, data: page.data.map(named) };
}

/** Owner leads to the list that has the key. The API token of a login is the first tab of it. */
function Owner({ row }: { row: UnusedRow }) {
  const tab = row.organization_id ? "?tab=keys" : "";
  if (row.user_id) return <LoginLink id={row.user_id} email={row.owner_name} query={tab} />;
  if (!row.organization_id) return <a href="/console/keys">the environment</a>;
  return <OrganizationLink id={row.organization_id} name={row.owner_name} query={tab} />;
}

const unusedName = (row: UnusedRow) => row.name || row.id;

const unusedActions: Action<UnusedRow>[] = [
  showUsage(unusedName),
  {
    label: "Revoke",
    title: (row) => `Revoke ${unusedName(row)}?`,
    ends: () => "The key is refused from the next request on, and cannot be brought back.",
    typed: unusedName,
    danger: true,
    // WorkOS' keys, those in an organization, are deleted in its way.
    run: (row) =>
      row.organization_id
        ? call("DELETE", path`/api_keys/${row.id}`)
        : call("POST", api + path`/${row.id}/revoke`, {}),
    done: "API key revoked.",
  },
];

const ages = ["7", "30", "90", "180", "365"];

const unused: Resource<UnusedRow> = {
  title: "Unused keys",
  one: "Unused key",
  about: "Every key of every owner was used in this time. Revoke keys that nothing uses.",
  api: unusedApi,
  rows: listUnused,
  keyOf: (row) => row.id,
  columns: [
    { head: "Name", cell: (row) => row.name || <code>{row.id}</code> },
    { head: "Owner", cell: (row) => <Owner row={row} /> },
    { head: "Last used", cell: (row) => <Time at={row.last_used_at} /> },
    { head: "Made", cell: (row) => <Time at={row.created_at} /> },
    { head: "Expires", cell: (row) => <Time at={row.expires_at} /> },
  ],
  actions: unusedActions,
  filters: [
    {
      name: "days",
      label: "Not used for",
      usual: "90",
      options: ages.map((days) => ({ value: days, label: `${days} days` })),
    },
  ],
};

export function EnvironmentKeys() {
  return (
    <>
      <header class="page-head">
        <h1>{keys.title}</h1>
        <p class="soft">{keys.about}</p>
      </header>
      <Tabs
        label="Keys"
        tabs={[
          {
            id: "environment",
            title: "Of the environment",
            content: () => <ResourceList resource={keys} />,
          },
          {
            id: "unused",
            title: "Unused, of every owner",
            content: () => <ResourceList resource={unused} />,
          },
        ]}
      />
    </>
  );
}
