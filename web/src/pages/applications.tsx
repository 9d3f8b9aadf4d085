// Application Users as WorkSpan's document describes them: Create Application User, Name, Security
// Profile, Save, and the secret once.
import { call, listAll, path } from "../api";
import { permissionOptions } from "../options";
import { useCaller } from "../session";
import type { Action } from "../ui/actions";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { bySearch } from "../ui/filters";
import { chosen, type FormField, listOf, type Values } from "../ui/form";
import { ListPage, type Resource } from "../ui/list_page";
import type { Shown } from "../ui/secret";
import { Time } from "../ui/time";
import { byOwner, listOwned, organizationField, OrganizationLink, type Owned } from "./owners";

/** ApplicationRow has the name of its organization in the list of all organizations only. */
export interface ApplicationRow extends Partial<Owned> {
  id: string;
  organization_id: string;
  name: string;
  client_id: string;
  access_profile: string;
  enabled: boolean;
  permissions: string[];
  audiences: string[];
  token_format: "jwt" | "reference";
  refresh_tokens: boolean;
  rate_limit: string | null;
  created_at: string;
}

interface WithSecret {
  client_id: string;
  client_secret: string;
}

interface AccessProfile {
  name: string;
  allows: string[];
}

const shownOnce = (made: WithSecret): Shown[] => [
  { label: "Client id", value: made.client_id },
  { label: "Client secret", value: made.client_secret, secret: true },
];

const enable = (row: ApplicationRow, verb: string) =>
  call("POST", path`/v1/applications/${row.id}/` + verb, {});

// The profiles that every environment has without a row. A row of the same name replaces one.
const predefined: AccessProfile[] = [
  { name: "ObjectRead", allows: ["*:read"] },
  { name: "ObjectReadWrite", allows: ["*:read", "*:write", "*:link"] },
  { name: "Object Dynamics_Read", allows: ["*:read", "*:link"] },
  { name: "MARKETPLACE_ACTIONS", allows: ["ws-offer:write"] },
];

// The names as WorkSpan's steps show them to a person, where they differ from those of its API.
const titles: Record<string, string> = {
  ObjectRead: "Object Read",
  ObjectReadWrite: "Object Read Write",
};

async function readProfiles(): Promise<AccessProfile[]> {
  const rows = await listAll<AccessProfile>("/v1/access_profiles");
  const replaced = (one: AccessProfile) => rows.some((row) => row.name === one.name);
  return [...predefined.filter((one) => !replaced(one)), ...rows];
}

async function profileField(): Promise<FormField> {
  const profiles = await readProfiles();
  return {
    name: "access_profile",
    label: "Security Profile",
    hint: "What this Application User may do with objects.",
    type: "select",
    required: true,
    options: profiles.map((one) => ({
      value: one.name,
      label: `${titles[one.name] ?? one.name} (${one.allows.join(", ")})`,
    })),
  };
}

const nameField: FormField = {
  name: "name",
  label: "Name",
  hint: "For example Report Export API.",
  required: true,
};

/** rightsFields are what the steps of WorkSpan's document do not ask for: rights and tokens. */
async function rightsFields(row: ApplicationRow): Promise<FormField[]> {
  return [
    {
      name: "permissions",
      label: "Permissions",
      type: "checks",
      hint: "The scopes that this Application User may request.",
      ...(await permissionOptions()),
      value: row.permissions.join(" "),
    },
    {
      name: "audiences",
      label: "Audiences",
      hint: "Absolute URIs of other APIs for which it may request tokens, with commas between.",
      value: row.audiences.join(", "),
    },
    {
      name: "token_format",
      label: "Token format",
      type: "select",
      hint: "A JWT can be read without this server; a reference is looked up at every request.",
      required: true,
      options: [
        { value: "jwt", label: "JWT" },
        { value: "reference", label: "reference" },
      ],
      value: row.token_format,
    },
    {
      name: "refresh_tokens",
      label: "Issue refresh tokens",
      type: "switch",
      value: row.refresh_tokens ? "true" : "",
    },
  ];
}

/** changeOf is the change of an application by its form. */
const changeOf = (values: Values) => ({
  name: values["name"] ?? "",
  access_profile: values["access_profile"] ?? "",
  permissions: chosen(values["permissions"]),
  audiences: listOf(values["audiences"]),
  token_format: values["token_format"] === "reference" ? ("reference" as const) : ("jwt" as const),
  refresh_tokens: values["refresh_tokens"] === "true",
});

export const State = ({ row }: { row: ApplicationRow }) =>
  row.enabled ? <Badge tone="good" text="Active" /> : <Badge tone="bad" text="Disabled" />;

/** applicationActions are those of the list and of the page of one. */
export const applicationActions: Action<ApplicationRow>[] = [
  {
    label: "Edit",
    title: (row) => `Edit ${row.name}`,
    form: {
      fields: async (row) => [
        { ...nameField, value: row.name },
        { ...(await profileField()), value: row.access_profile },
        ...(await rightsFields(row)),
      ],
      apply: (row, values) => ({ ...row, ...changeOf(values) }),
      send: (row, values) => call("PATCH", path`/v1/applications/${row.id}`, changeOf(values)),
    },
    done: "Application User saved.",
  },
  {
    label: "Reset secret",
    needs: "person",
    title: (row) => `Reset the secret of ${row.name}?`,
    ends: () => "The present secrets stop working at once, and every token of it is revoked.",
    danger: true,
    reveal: async (row) =>
      shownOnce(
        await call<WithSecret>("POST", path`/v1/applications/${row.id}/reset_secret`, {}),
      ),
    done: "Secret reset.",
  },
  {
    label: "Disable",
    when: (row) => row.enabled,
    title: (row) => `Disable ${row.name}?`,
    ends: () => "Its tokens are revoked and stay revoked. Its secrets work again once enabled.",
    danger: true,
    run: (row) => enable(row, "disable"),
    done: "Application User disabled.",
  },
  {
    label: "Enable",
    when: (row) => !row.enabled,
    title: (row) => `Enable ${row.name}?`,
    run: (row) => enable(row, "enable"),
    done: "Application User enabled.",
  },
  {
    label: "Delete",
    title: (row) => `Delete ${row.name}?`,
    ends: () => "Its tokens and secrets are refused at once, and cannot be brought back.",
    typed: (row) => row.name,
    danger: true,
    run: (row) => call("DELETE", path`/v1/applications/${row.id}`),
    done: "Application User deleted.",
  },
];

const resource: Resource<ApplicationRow> = {
  title: "Application Users",
  one: "Application User",
  about: "Machines that use the API for one organization, with a client id and a client secret.",
  api: "/v1/applications",
  keyOf: (row) => row.id,
  pathOf: (row) => `/applications/${row.id}`,
  columns: [
    { head: "Name", cell: (row) => row.name },
    { head: "Client id", cell: (row) => <CopyText text={row.client_id} what="Client id" /> },
    { head: "Security Profile", cell: (row) => row.access_profile },
    { head: "State", cell: (row) => <State row={row} /> },
    { head: "Created", orders: "time", cell: (row) => <Time at={row.created_at} /> },
  ],
  filters: [bySearch],
  actions: applicationActions,
};

async function send(values: Values): Promise<{ shown: Shown[] }> {
  const made = await call<WithSecret>("POST", "/v1/applications", values);
  return { shown: shownOnce(made) };
}

const [nameColumn, ...otherColumns] = resource.columns;

/** everywhere is the list of the environment, in which many rows may have one name. */
const everywhere: Resource<ApplicationRow> = {
  ...resource,
  rows: (parameters) => listOwned<ApplicationRow>(resource.api, parameters),
  columns: [
    ...(nameColumn ? [nameColumn] : []),
    {
      head: "Organization",
      cell: (row) => <OrganizationLink id={row.organization_id} name={row.organization_name} />,
    },
    ...otherColumns,
  ],
  filters: [bySearch, byOwner],
  create: {
    label: "Create Application User",
    needs: "person",
    fields: async () => [nameField, await profileField(), organizationField()],
    send,
  },
};

/** applicationsOf is the list of one organization, for its page. */
export function applicationsOf(organization: string): Resource<ApplicationRow> {
  return {
    ...resource,
    fixed: { organization_id: organization },
    create: {
      label: "Create Application User",
      needs: "person",
      fields: async () => [nameField, await profileField()],
      send: (values) => send({ ...values, organization_id: organization }),
    },
  };
}

export function Applications() {
  const { organization } = useCaller();
  return <ListPage resource={organization ? applicationsOf(organization.id) : everywhere} />;
}
