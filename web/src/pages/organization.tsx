import { call, list, path } from "../api";
import { lazy } from "../lazy";
import { go } from "../router";
import type { Action } from "../ui/actions";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { Detail, Tabs } from "../ui/detail";
import { orNull } from "../ui/form";
import { ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { keysOfOrganization } from "./api_keys";
import { applicationsOf } from "./applications";
import { domainsOf } from "./domains";
import { flagsOfOrganization } from "./flags";
import { groupsOf } from "./groups";
import { membersOf } from "./memberships";
import { organizationFields, type OrganizationRow } from "./organizations";
import { rolesOf } from "./roles";

const AuditLog = lazy(() => import("./audit_log").then((found) => found.AuditLog));

/** Shown is an organization with its state, which is null where it is not known. */
interface Shown extends OrganizationRow {
  enabled: boolean | null;
}

interface Change {
  data: { changes?: { enabled?: { after?: boolean } } };
}

/** readEnabled finds the state in the newest events: the organization itself does not tell it. */
async function readEnabled(id: string): Promise<boolean | null> {
  try {
    const events = await list<Change>("/v1/events", { target: id, limit: "100" });
    const states = events.data.map((event) => event.data.changes?.enabled?.after);
    return states.find((state) => state !== undefined) ?? null;
  } catch {
    // Not every person who may read an organization may read events.
    return null;
  }
}

async function readOrganization(id: string): Promise<Shown> {
  const row = await call<OrganizationRow>("GET", path`/organizations/${id}`);
  return { ...row, enabled: await readEnabled(row.id) };
}

const actions: Action<Shown>[] = [
  {
    label: "Edit",
    title: (row) => `Edit ${row.name}`,
    form: {
      fields: (row) => organizationFields(row),
      apply: (row, values) => ({ ...row, ...orNull(values), name: values["name"] ?? "" }),
      send: (row, values) => call("PUT", path`/organizations/${row.id}`, orNull(values)),
    },
    done: "Organization saved.",
  },
  {
    label: "Set rate limit",
    title: (row) => `Rate limit of ${row.name}`,
    form: {
      fields: () => [
        {
          name: "rate_limit",
          label: "Rate limit",
          hint: "Such as 100/60s for 100 requests in 60 seconds, 100/60s monitor, or none.",
          required: true,
        },
      ],
      send: (row, values) => call("PUT", path`/v1/organizations/${row.id}/rate_limit`, values),
    },
    done: "Rate limit set.",
  },
  {
    label: "Enable",
    when: (row) => row.enabled !== true,
    title: (row) => `Enable ${row.name}?`,
    ends: () => "Its logins can sign in, and its secrets and API keys work again.",
    run: (row) => call("POST", path`/v1/organizations/${row.id}/enable`, {}),
    done: "Organization enabled.",
  },
  {
    label: "Disable",
    when: (row) => row.enabled !== false,
    title: (row) => `Disable ${row.name}?`,
    ends: () =>
      "Every token of its logins and Application Users is revoked and stays revoked. " +
      "No login can sign in to it until it is enabled.",
    danger: true,
    run: (row) => call("POST", path`/v1/organizations/${row.id}/disable`, {}),
    done: "Organization disabled.",
  },
  {
    label: "Delete",
    title: (row) => `Delete ${row.name}?`,
    ends: () =>
      "Its memberships, Application Users, roles and groups are deleted, and their credentials " +
      "are refused at once. This cannot be undone.",
    typed: (row) => row.name,
    danger: true,
    run: (row) => call("DELETE", path`/organizations/${row.id}`),
    done: "Organization deleted.",
    after: () => go("/organizations", true),
  },
];

function Sections({ row }: { row: OrganizationRow }) {
  const lists = [
    { id: "applications", title: "Application Users", resource: applicationsOf(row.id) },
    { id: "members", title: "Members", resource: membersOf(row.id) },
    { id: "keys", title: "API keys", resource: keysOfOrganization(row.id) },
    { id: "domains", title: "Domains", resource: domainsOf(row.id) },
    { id: "roles", title: "Roles", resource: rolesOf(row.id) },
    { id: "groups", title: "Groups", resource: groupsOf(row.id) },
    { id: "flags", title: "Feature flags", resource: flagsOfOrganization(row.id) },
  ];
  return (
    <Tabs
      label="Sections of the organization"
      tabs={[
        ...lists.map(({ id, title, resource }) => ({
          id,
          title,
          // Each list has rows of its own type, and only its own resource reads them.
          content: () => <ResourceList resource={resource as never} />,
        })),
        { id: "audit", title: "Audit log", content: () => <AuditLog organization={row.id} /> },
      ]}
    />
  );
}

/** Organization is the company page: its ids, and what belongs to it. */
export function Organization({ id }: { id: string }) {
  const [loaded, again, set] = useLoad(() => readOrganization(id), id);
  return (
    <Ready from={loaded} again={again} what="the organization">
      {(row) => (
        <Detail
          up={{ path: "/organizations", title: "Organizations" }}
          title={row.name}
          badge={row.enabled === false && <Badge tone="bad" text="Disabled" />}
          one="Organization"
          row={row}
          set={set}
          again={again}
          actions={actions}
          facts={[
            ["Id", <CopyText text={row.id} what="Organization id" />],
            ["External id", row.external_id],
            ["Domains", row.domains.map((one) => one.domain).join(", ")],
            ["Created", <Time at={row.created_at} />],
          ]}
        >
          <Sections row={row} />
        </Detail>
      )}
    </Ready>
  );
}
