// Feature flags: the switches of the environment, the targets of one, those of an organization.
import { call, path, type Page, type Parameters } from "../api";
import { organizationNames, userEmails } from "../names";
import { anyOptions } from "../options";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { Detail } from "../ui/detail";
import { bySearch } from "../ui/filters";
import { type Action, ListPage, pageOf, type Resource, ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { userWithEmail } from "./memberships";
import { LoginLink, OrganizationLink } from "./owners";

interface FlagRow {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  tags: string[] | null;
  enabled: boolean;
  default_value: boolean;
  updated_at: string;
}

const api = "/feature-flags";
const put = (row: FlagRow, verb: string) => call("PUT", api + path`/${row.slug}/` + verb, {});

const switches: Action<FlagRow>[] = [
  {
    label: "Enable",
    when: (row) => !row.enabled,
    title: (row) => `Enable ${row.name}?`,
    run: (row) => put(row, "enable"),
    done: "Flag enabled.",
  },
  {
    label: "Disable",
    when: (row) => row.enabled,
    title: (row) => `Disable ${row.name}?`,
    ends: () => "The flag is off for every organization and login, its targets included.",
    danger: true,
    run: (row) => put(row, "disable"),
    done: "Flag disabled.",
  },
];

const State = ({ row }: { row: FlagRow }) =>
  row.enabled ? <Badge tone="good" text="Enabled" /> : <Badge tone="bad" text="Disabled" />;

const audience = (row: FlagRow) => (row.default_value ? "everyone" : "its targets");

const flags: Resource<FlagRow> = {
  title: "Feature flags",
  one: "Feature flag",
  about: "Flags are defined in a provisioning file, and switched and aimed here.",
  api,
  keyOf: (row) => row.slug,
  pathOf: (row) => `/flags/${encodeURIComponent(row.slug)}`,
  columns: [
    { head: "Name", cell: (row) => row.name },
    { head: "Slug", cell: (row) => <code>{row.slug}</code> },
    { head: "State", cell: (row) => <State row={row} /> },
    { head: "When enabled, on for", cell: audience },
    { head: "Changed", cell: (row) => <Time at={row.updated_at} /> },
  ],
  filters: [bySearch],
  actions: switches,
};

export const Flags = () => <ListPage resource={flags} />;

/** flagsOfOrganization is the list of the flags that are on for an organization. */
export function flagsOfOrganization(organization: string): Resource<FlagRow> {
  return {
    title: "Feature flags",
    one: "Feature flag",
    about: "No feature flag is on for this organization.",
    api: path`/organizations/${organization}/feature-flags`,
    keyOf: (row) => row.slug,
    pathOf: (row) => `/flags/${encodeURIComponent(row.slug)}`,
    columns: [
      { head: "Name", cell: (row) => row.name },
      { head: "Slug", cell: (row) => <code>{row.slug}</code> },
      { head: "On for", cell: audience },
    ],
    filters: [bySearch],
  };
}

interface TargetRow {
  id: string;
  kind: "organization" | "user";
  /** name of the organization, or email address of the login; "" where it is not known */
  name: string;
}

interface WithId {
  id: string;
}

type Rules = Record<string, { targets: { users: WithId[]; organizations: WithId[] } }>;

/**
 * targetsOf reads the targets from the rules of the SDK, which have all of them: the flag itself
 * does not list them. The names are those of one page.
 */
async function targetsOf(slug: string, parameters: Parameters): Promise<Page<TargetRow>> {
  const targets = (await call<Rules>("GET", "/sdk/feature-flags"))[slug]?.targets;
  const { target } = parameters;
  const rows = (kind: TargetRow["kind"], found: WithId[] = []) =>
    found.filter(({ id }) => !target || id === target).map(({ id }) => ({ id, kind, name: "" }));
  const data = [...rows("organization", targets?.organizations), ...rows("user", targets?.users)];
  const whole = { data, list_metadata: { before: null, after: null } };
  const page = pageOf(whole, parameters, (row) => row.id);
  const idsOf = (kind: TargetRow["kind"]) =>
    page.data.filter((row) => row.kind === kind).map(({ id }) => id);
  const [organization, login] = await Promise.all([
    organizationNames(idsOf("organization")),
    userEmails(idsOf("user")),
  ]);
  const named = (row: TargetRow) => ({ ...row, name: organization(row.id) || login(row.id) });
  return { ...page, data: page.data.map(named) };
}

/** idOf returns the id of the login for an email address, and any other text as it is. */
const idOf = (target: string) => (target.includes("@") ? userWithEmail(target, "target") : target);

const nameOf = (row: TargetRow) => row.name || row.id;

function targets(slug: string): Resource<TargetRow> {
  const all = path`/feature-flags/${slug}/targets`;
  return {
    title: "Targets",
    one: "Target",
    about: "Add the organizations and logins for which the flag is on once it is enabled.",
    api: all,
    rows: (parameters) => targetsOf(slug, parameters),
    keyOf: (row) => row.id,
    columns: [
      {
        head: "Name",
        cell: ({ id, kind, name }) =>
          kind === "user" ? (
            <LoginLink id={id} email={name} />
          ) : (
            <OrganizationLink id={id} name={name} />
          ),
      },
      { head: "Kind", cell: (row) => (row.kind === "user" ? "login" : row.kind) },
      { head: "Id", cell: (row) => <code>{row.id}</code> },
    ],
    filters: [{ name: "target", label: "Organization or login", suggest: anyOptions }],
    actions: [
      {
        label: "Remove",
        title: (row) => `Remove ${nameOf(row)} from the targets?`,
        ends: () => "The flag is off for this target, unless it is on for everyone.",
        danger: true,
        run: (row) => call("DELETE", all + path`/${row.id}`),
        done: "Target removed.",
      },
    ],
    create: {
      label: "Add target",
      fields: () => [
        {
          name: "target",
          label: "Target",
          hint:
            "The name of an organization, the email of a login, or an id. Type the beginning for " +
            "suggestions.",
          required: true,
          suggest: anyOptions,
        },
      ],
      send: async (values) => {
        await call("POST", all + path`/${await idOf(values["target"] ?? "")}`, {});
      },
      done: "Target added.",
    },
  };
}

/** Flag is the page of one feature flag: its state and its targets. */
export function Flag({ slug }: { slug: string }) {
  const [loaded, again, set] = useLoad(
    () => call<FlagRow>("GET", api + path`/${slug}`),
    slug,
  );
  return (
    <Ready from={loaded} again={again} what="the feature flag">
      {(row) => (
        <Detail
          up={{ path: "/flags", title: "Feature flags" }}
          title={row.name}
          badge={<State row={row} />}
          one="Feature flag"
          row={row}
          set={set}
          again={again}
          actions={switches}
          facts={[
            ["Slug", <CopyText text={row.slug} what="Slug" />],
            ["When enabled, on for", audience(row)],
            ["Description", row.description],
            ["Tags", row.tags?.join(", ")],
            ["Changed", <Time at={row.updated_at} />],
          ]}
        >
          <section class="section" aria-labelledby="targets">
            <h2 id="targets">Targets</h2>
            <ResourceList resource={targets(slug)} />
          </section>
        </Detail>
      )}
    </Ready>
  );
}
