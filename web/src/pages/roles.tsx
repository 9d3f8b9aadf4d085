import { call, path } from "../api";
import { permissionOptions } from "../options";
import { bySearch } from "../ui/filters";
import { chosen, type FormField, orNull, withoutEmpty } from "../ui/form";
import { type Action, ListPage, type Resource, ResourceList } from "../ui/list_page";
import { Tabs } from "../ui/detail";
import { Time } from "../ui/time";
import { AccessCheck } from "./access_check";
import { Matrix, type RoleRow } from "./role_matrix";

/** The fields that a role, a permission and their forms share. */
export const namedFields = (row?: { name: string; description: string | null }): FormField[] => [
  { name: "name", label: "Name", required: true, value: row?.name ?? "" },
  { name: "description", label: "Description", type: "text", value: row?.description ?? "" },
];

export const slugField = (example: string): FormField => ({
  name: "slug",
  label: "Slug",
  hint: `The name in tokens and in the API, such as ${example}. It cannot be changed.`,
  required: true,
});

const columns = [
  {
    head: "Name",
    cell: (row: RoleRow) => (
      <>
        {row.name}
        {row.description && <span class="soft small block">{row.description}</span>}
      </>
    ),
  },
  { head: "Slug", cell: (row: RoleRow) => <code>{row.slug}</code> },
  {
    head: "Permissions",
    cell: (row: RoleRow) =>
      row.permissions.length > 0 ? (
        row.permissions.join(", ")
      ) : (
        <span class="soft">none</span>
      ),
  },
];

/** changes are the actions on roles of the environment or of one organization, below `api`. */
function changes(api: string, own: RoleRow["type"]): Action<RoleRow>[] {
  const when = (row: RoleRow) => row.type === own;
  const at = (row: RoleRow) => api + path`/${row.slug}`;
  return [
    {
      label: "Edit",
      when,
      title: (row) => `Edit the role ${row.name}`,
      form: {
        fields: (row) => namedFields(row),
        apply: (row, values) => ({ ...row, ...orNull(values), name: values["name"] ?? "" }),
        send: (row, values) => call("PATCH", at(row), orNull(values)),
      },
      done: "Role saved.",
    },
    {
      label: "Permissions",
      when,
      title: (row) => `Permissions of the role ${row.name}`,
      form: {
        fields: async (row) => [
          {
            name: "permissions",
            label: "Permissions",
            type: "checks",
            hint: "They apply to every member that has the role, from the next request.",
            ...(await permissionOptions()),
            value: row.permissions.join(" "),
          },
        ],
        apply: (row, values) => ({ ...row, permissions: chosen(values["permissions"]) }),
        send: (row, values) =>
          call("PUT", `${at(row)}/permissions`, { permissions: chosen(values["permissions"]) }),
      },
      done: "Permissions saved.",
    },
  ];
}

const environmentApi = "/authorization/roles";

const roles: Resource<RoleRow> = {
  title: "Roles",
  one: "Role",
  about: "A role is a set of permissions. Every organization can use the roles of this list.",
  api: environmentApi,
  keyOf: (row) => row.id,
  columns: [...columns, { head: "Created", cell: (row) => <Time at={row.created_at} /> }],
  filters: [bySearch],
  actions: changes(environmentApi, "EnvironmentRole"),
  create: {
    label: "Create role",
    fields: () => [slugField("planner"), ...namedFields()],
    send: (values) => call<void>("POST", environmentApi, withoutEmpty(values)),
  },
};

/** rolesOf is the list of the roles in an organization: those of the environment and its own. */
export function rolesOf(organization: string): Resource<RoleRow> {
  const api = path`/authorization/organizations/${organization}/roles`;
  return {
    title: "Roles",
    one: "Role",
    about: "The roles that members of this organization can have.",
    api,
    keyOf: (row) => row.id,
    columns: [
      ...columns,
      {
        head: "Belongs to",
        cell: (row) =>
          row.type === "OrganizationRole" ? "this organization" : "every organization",
      },
    ],
    filters: [bySearch],
    writes: "organizations:manage",
    actions: [
      ...changes(api, "OrganizationRole"),
      {
        label: "Delete",
        when: (row) => row.type === "OrganizationRole",
        title: (row) => `Delete the role ${row.name}?`,
        ends: () =>
          "It can no longer be chosen in this organization. The server refuses this while a " +
          "member or a group has the role.",
        danger: true,
        run: (row) => call("DELETE", api + path`/${row.slug}`),
        done: "Role deleted.",
      },
    ],
    create: {
      label: "Create role",
      fields: () => [slugField("org-billing"), ...namedFields()],
      send: (values) => call<void>("POST", api, withoutEmpty(values)),
    },
  };
}

/** Roles is the page of the roles of the environment, as a list and as a matrix. */
export function Roles() {
  return (
    <>
      <header class="page-head">
        <h1>{roles.title}</h1>
        <p class="soft">{roles.about}</p>
      </header>
      <Tabs
        label="Views of the roles"
        tabs={[
          { id: "list", title: "List", content: () => <ResourceList resource={roles} /> },
          { id: "matrix", title: "Matrix", content: () => <Matrix /> },
          { id: "check", title: "Would it be allowed?", content: () => <AccessCheck /> },
        ]}
      />
    </>
  );
}

interface PermissionRow {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  system: boolean;
  created_at: string;
}

const permissionsApi = "/authorization/permissions";

const permissions: Resource<PermissionRow> = {
  title: "Permissions",
  one: "Permission",
  about: "What roles, Application Users and policies name: forms:read, for example.",
  api: permissionsApi,
  keyOf: (row) => row.id,
  columns: [
    { head: "Slug", cell: (row) => <code>{row.slug}</code> },
    { head: "Name", cell: (row) => row.name },
    {
      head: "Description",
      cell: (row) => row.description || <span class="soft">none</span>,
    },
    { head: "Defined by", cell: (row) => (row.system ? "Bearward" : "you") },
    { head: "Created", orders: "time", cell: (row) => <Time at={row.created_at} /> },
  ],
  filters: [bySearch],
  actions: [
    {
      label: "Edit",
      when: (row) => !row.system,
      title: (row) => `Edit the permission ${row.slug}`,
      form: {
        fields: (row) => namedFields(row),
        apply: (row, values) => ({ ...row, ...orNull(values), name: values["name"] ?? "" }),
        send: (row, values) => call("PATCH", permissionsApi + path`/${row.slug}`, orNull(values)),
      },
      done: "Permission saved.",
    },
    {
      label: "Delete",
      when: (row) => !row.system,
      title: (row) => `Delete the permission ${row.slug}?`,
      ends: () => "Every role loses it at once, and policies that name it refuse every request.",
      danger: true,
      run: (row) => call("DELETE", permissionsApi + path`/${row.slug}`),
      done: "Permission deleted.",
    },
  ],
  create: {
    label: "Create permission",
    fields: () => [slugField("forms:read"), ...namedFields()],
    send: (values) => call<void>("POST", permissionsApi, withoutEmpty(values)),
  },
};

export const Permissions = () => <ListPage resource={permissions} />;
