import { call, path } from "../api";
import { lazy } from "../lazy";
import { go } from "../router";
import { administers, type Caller, may, useCaller } from "../session";
import type { Action } from "../ui/actions";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { Detail, type Fact, Tabs } from "../ui/detail";
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
import { invitationsOf, membersOfCompany } from "./invitations";
import { membersOf } from "./memberships";
import { organizationFields, type OrganizationRow } from "./organizations";
import { setRateLimit } from "./rate_limit";
import { rolesOf } from "./roles";

const AuditLog = lazy(() => import("./audit_log").then((found) => found.AuditLog));

/**
 * CompanyRow is the answer of GET /v1/organizations/{id}. A member without the permission to read
 * that knows of its company only what GET /v1/whoami says.
 */
type CompanyRow = Pick<OrganizationRow, "id" | "name"> & { number: number } & Partial<State>;

interface State {
  external_id: string | null;
  enabled: boolean;
  rate_limit: string | null;
  created_at: string;
}

async function readCompany(caller: Caller, id: string): Promise<CompanyRow> {
  if (may(caller, "organizations:read") || !caller.organization) {
    return call<CompanyRow>("GET", path`/v1/organizations/${id}`);
  }
  return caller.organization;
}

const actions: Action<CompanyRow>[] = [
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
  setRateLimit({
    nameOf: (row) => row.name,
    send: (row, body) => call("PUT", path`/v1/organizations/${row.id}/rate_limit`, body),
  }),
  {
    label: "Enable",
    when: (row) => row.enabled === false,
    title: (row) => `Enable ${row.name}?`,
    ends: () => "Its logins can sign in, and its secrets and API keys work again.",
    run: (row) => call("POST", path`/v1/organizations/${row.id}/enable`, {}),
    done: "Organization enabled.",
  },
  {
    label: "Disable",
    when: (row) => row.enabled === true,
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
      "Its memberships, Application Users, API keys, roles, groups, objects and policies are " +
      "deleted, and every credential for it is refused, at once. Its logins stay. This cannot be " +
      "undone.",
    typed: (row) => row.name,
    danger: true,
    run: (row) => call("DELETE", path`/organizations/${row.id}`),
    done: "Organization deleted.",
    after: () => go("/organizations", true),
  },
];

/** ApplicationUsers is the section Applications, with the tab of WorkSpan's document. */
const ApplicationUsers = ({ id }: { id: string }) => (
  <Tabs
    label="Applications"
    parameter="applications"
    tabs={[
      {
        id: "users",
        title: "Application Users",
        content: () => <ResourceList resource={applicationsOf(id)} />,
      },
    ]}
  />
);

function Sections({ id }: { id: string }) {
  const caller = useCaller();
  const of = (resource: unknown) => () => (
    // Each list has rows of its own type, and only its own resource reads them.
    <ResourceList resource={resource as never} />
  );
  const reads = "organizations:read";
  return (
    <Tabs
      label="Sections of the organization"
      tabs={[
        {
          id: "applications",
          title: "Applications",
          needs: "applications:manage",
          content: () => <ApplicationUsers id={id} />,
        },
        {
          id: "members",
          title: "Members",
          needs: "users:manage",
          content: of(administers(caller) ? membersOf(id) : membersOfCompany(id)),
        },
        {
          id: "invitations",
          title: "Invitations",
          needs: "users:manage",
          content: of(invitationsOf(id)),
        },
        {
          id: "keys",
          title: "API keys",
          needs: "keys:manage",
          content: of(keysOfOrganization(id)),
        },
        { id: "domains", title: "Domains", needs: reads, content: of(domainsOf(id)) },
        { id: "roles", title: "Roles", needs: reads, content: of(rolesOf(id)) },
        { id: "groups", title: "Groups", needs: reads, content: of(groupsOf(id)) },
        {
          id: "flags",
          title: "Feature flags",
          needs: "environment",
          content: of(flagsOfOrganization(id)),
        },
        {
          id: "audit",
          title: "Audit log",
          needs: "environment",
          content: () => <AuditLog organization={id} />,
        },
      ]}
    />
  );
}

const all = { path: "/organizations", title: "Organizations" };
const home = { path: "/", title: "Home" };

/** Organization is the company page: its ids, and what belongs to it. */
export function Organization({ id, up = all }: { id: string; up?: typeof all }) {
  const caller = useCaller();
  const [loaded, again, set] = useLoad(() => readCompany(caller, id), id);
  return (
    <Ready from={loaded} again={again} what="the organization">
      {(row) => (
        <Detail
          up={up}
          title={row.name}
          badge={row.enabled === false && <Badge tone="bad" text="Disabled" />}
          one="Organization"
          row={row}
          set={set}
          again={again}
          writes="environment"
          actions={actions}
          facts={[
            ["Id", <CopyText text={row.id} what="Organization id" />],
            ["Number", row.number],
            ...(row.created_at
              ? ([
                  ["External id", row.external_id],
                  ["Rate limit", row.rate_limit],
                  ["Created", <Time at={row.created_at} />],
                ] satisfies Fact[])
              : []),
          ]}
        >
          <Sections id={row.id} />
        </Detail>
      )}
    </Ready>
  );
}

/** Company is the page of the organization that the caller is signed in to. */
export function Company() {
  const { organization } = useCaller();
  return organization && <Organization id={organization.id} up={home} />;
}
