// Memberships: the organizations of a user, and the members of an organization.
import { call, list, path, Problem } from "../api";
import { emailOptions, roleOptions } from "../options";
import { Badge } from "../ui/badge";
import { bySearch, type Filter } from "../ui/filters";
import { chosen, type FormField } from "../ui/form";
import type { Action, Column, Resource } from "../ui/list_page";
import { Time } from "../ui/time";
import { nameOf, type UserRow } from "./logins";
import { organizationField } from "./owners";

/** MembershipRow is WorkOS' organization membership. */
export interface MembershipRow {
  id: string;
  user_id: string;
  organization_id: string;
  organization_name: string;
  status: "active" | "inactive" | "pending";
  roles: { slug: string }[];
  user?: UserRow;
  created_at: string;
}

export const membershipsApi = "/user_management/organization_memberships";
export const everyStatus = { statuses: ["active", "inactive", "pending"] };

const slugs = (row: MembershipRow) => row.roles.map((role) => role.slug);
const rolesField = async (organization: string, value: string[]): Promise<FormField> => ({
  name: "role_slugs",
  label: "Roles",
  type: "checks",
  hint: "At least one. A member has the permissions of all its roles.",
  required: true,
  options: await roleOptions(organization),
  value: value.join(" "),
});

function Status({ row }: { row: MembershipRow }) {
  const tones = { active: "good", inactive: "bad", pending: "plain" } as const;
  return <Badge tone={tones[row.status]} text={row.status} />;
}

const membershipColumns: Column<MembershipRow>[] = [
  {
    head: "Roles",
    cell: (row: MembershipRow) => slugs(row).join(", ") || <span class="soft">none</span>,
  },
  { head: "Status", cell: (row: MembershipRow) => <Status row={row} /> },
  {
    head: "Member since",
    orders: "time",
    cell: (row: MembershipRow) => <Time at={row.created_at} />,
  },
];

const byStatus = (statuses: string[]): Filter => ({
  name: "statuses",
  label: "Status",
  options: statuses.map((value) => ({ value, label: value })),
});

export const userOf = (row: MembershipRow) => (row.user ? nameOf(row.user) : row.user_id);
/** memberColumns show a membership in a list of one organization. */
export const memberColumns: Column<MembershipRow>[] = [
  { head: "Name", cell: userOf },
  { head: "Email", cell: (row) => row.user?.email || <span class="soft">none</span> },
  ...membershipColumns,
];
const both = (row: MembershipRow) => `${userOf(row)} in ${row.organization_name}`;

const actions: Action<MembershipRow>[] = [
  {
    label: "Roles",
    needs: ["users:manage", "organizations:read"],
    title: (row) => `Roles of ${both(row)}`,
    form: {
      fields: async (row) => [await rolesField(row.organization_id, slugs(row))],
      apply: (row, values) => ({
        ...row,
        roles: chosen(values["role_slugs"]).map((slug) => ({ slug })),
      }),
      send: (row, values) =>
        call("PUT", path`/user_management/organization_memberships/${row.id}`, {
          role_slugs: chosen(values["role_slugs"]),
        }),
    },
    done: "Roles saved.",
  },
  {
    label: "Deactivate",
    when: (row) => row.status === "active",
    title: (row) => `Deactivate ${both(row)}?`,
    ends: (row) =>
      `Its sessions in ${row.organization_name} end at once, and it cannot sign in there. Its ` +
      "roles are kept.",
    danger: true,
    run: (row) =>
      call("PUT", path`/user_management/organization_memberships/${row.id}/deactivate`, {}),
    done: "Membership deactivated.",
  },
  {
    label: "Reactivate",
    when: (row) => row.status === "inactive",
    title: (row) => `Reactivate ${both(row)}?`,
    run: (row) =>
      call("PUT", path`/user_management/organization_memberships/${row.id}/reactivate`, {}),
    done: "Membership reactivated.",
  },
  {
    label: "Remove",
    title: (row) => `Remove ${both(row)}?`,
    ends: (row) =>
      `Its sessions in ${row.organization_name} end and its API keys there are revoked, at once. ` +
      "It loses its roles there and leaves the groups.",
    danger: true,
    run: (row) => call("DELETE", path`/user_management/organization_memberships/${row.id}`),
    done: "Membership removed.",
  },
];

interface NewMember {
  user_id: string;
  organization_id: string;
  role_slugs?: string[];
}

/** add leaves the roles to the server where there are none: the member gets the role member. */
const add = (member: NewMember) => call<void>("POST", membershipsApi, member);

/**
 * ownOrganizationField asks for one of the organizations of a user: by a list if one page has all
 * of them, and else among all organizations, of which the server refuses the others.
 */
export async function ownOrganizationField(user: string): Promise<FormField> {
  const parameters = { user_id: user, ...everyStatus, limit: "100" };
  const own = await list<MembershipRow>(membershipsApi, parameters);
  if (own.list_metadata.after !== null) return organizationField();
  const options = own.data.map((row) => ({
    value: row.organization_id,
    label: row.organization_name,
  }));
  return organizationField({ type: "select", options, hint: undefined, suggest: undefined });
}

/** membershipsOf is the list of the organizations of a user. */
export function membershipsOf(user: string): Resource<MembershipRow> {
  return {
    title: "Organizations",
    one: "Membership",
    about: "This login is in no organization, so it has no permissions.",
    api: membershipsApi,
    fixed: { user_id: user, ...everyStatus },
    keyOf: (row) => row.id,
    pathOf: (row) => `/organizations/${row.organization_id}`,
    columns: [{ head: "Organization", cell: (row) => row.organization_name }, ...membershipColumns],
    filters: [byStatus(everyStatus.statuses)],
    writes: "users:manage",
    actions,
    create: {
      needs: "environment",
      label: "Add to organization",
      fields: () => [organizationField()],
      send: (values) =>
        add({ user_id: user, organization_id: values["organization_id"] ?? "" }),
      done: "Added with the role member. Change its roles in the list.",
    },
  };
}

/** userWithEmail returns the id of the user, or throws a problem of the field. */
export async function userWithEmail(email: string, field = "email"): Promise<string> {
  const found = await list<UserRow>("/user_management/users", { email, limit: "1" });
  const id = found.data[0]?.id;
  if (id === undefined) {
    const text = `No login has the email ${email}. Add it on the Logins page first.`;
    throw new Problem(404, "user_not_found", text, [field], "");
  }
  return id;
}

/** membersOf is the list of the members of an organization that have one of these statuses. */
export function membersOf(
  organization: string,
  { statuses } = everyStatus,
): Resource<MembershipRow> {
  return {
    title: "Members",
    one: "Member",
    about: "The logins that can sign in to this organization, with their roles.",
    api: membershipsApi,
    fixed: { organization_id: organization, statuses },
    keyOf: (row) => row.id,
    pathOf: (row) => `/logins/${row.user_id}`,
    columns: memberColumns,
    filters: [bySearch, byStatus(statuses)],
    writes: "users:manage",
    actions,
    create: {
      needs: "environment",
      label: "Add member",
      fields: async () => [
        {
          name: "email",
          label: "Email",
          type: "email",
          hint: "Of a login that exists.",
          required: true,
          suggest: emailOptions,
        },
        await rolesField(organization, ["member"]),
      ],
      send: async (values) =>
        add({
          user_id: await userWithEmail(values["email"] ?? ""),
          organization_id: organization,
          role_slugs: chosen(values["role_slugs"]),
        }),
      done: "Member added.",
    },
  };
}
