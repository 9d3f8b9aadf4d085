// Groups: the groups of an organization, and the page of one group with its members.
import { call, list, path, Problem } from "../api";
import { emailOptions } from "../options";
import { go } from "../router";
import { companyPath, may, useCaller } from "../session";
import { CopyText } from "../ui/copy";
import { Detail } from "../ui/detail";
import { bySearch } from "../ui/filters";
import { orNull, withoutEmpty } from "../ui/form";
import { type Action, type Resource, ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import {
  everyStatus,
  memberColumns,
  type MembershipRow,
  membershipsApi,
  userOf,
  userWithEmail,
} from "./memberships";
import { namedFields } from "./roles";

interface GroupRow {
  id: string;
  organization_id: string;
  name: string;
  description: string | null;
  created_at: string;
}

const at = (row: GroupRow) => path`/organizations/${row.organization_id}/groups/${row.id}`;

const edit: Action<GroupRow> = {
  label: "Edit",
  title: (row) => `Edit the group ${row.name}`,
  form: {
    fields: (row) => namedFields(row),
    apply: (row, values) => ({ ...row, ...orNull(values), name: values["name"] ?? "" }),
    send: (row, values) => call("PATCH", at(row), orNull(values)),
  },
  done: "Group saved.",
};

const remove = (after?: () => void): Action<GroupRow> => ({
  label: "Delete",
  title: (row) => `Delete the group ${row.name}?`,
  ends: () =>
    "Its members lose the roles that they have through it, at once. They stay in the organization.",
  danger: true,
  run: (row) => call("DELETE", at(row)),
  done: "Group deleted.",
  ...(after ? { after } : {}),
});

/** groupsOf is the list of the groups of an organization. */
export function groupsOf(organization: string): Resource<GroupRow> {
  const api = path`/organizations/${organization}/groups`;
  return {
    title: "Groups",
    one: "Group",
    about: "A group names members of this organization, such as a team.",
    api,
    keyOf: (row) => row.id,
    pathOf: (row) => `/organizations/${organization}/groups/${row.id}`,
    columns: [
      { head: "Name", cell: (row) => row.name },
      {
        head: "Description",
        cell: (row) => row.description || <span class="soft">none</span>,
      },
      { head: "Created", orders: "time", cell: (row) => <Time at={row.created_at} /> },
    ],
    filters: [bySearch],
    writes: "organizations:manage",
    actions: [edit, remove()],
    create: {
      label: "Create group",
      fields: () => namedFields(),
      send: async (values) => {
        const row = await call<GroupRow>("POST", api, withoutEmpty(values));
        return { path: `/organizations/${organization}/groups/${row.id}` };
      },
    },
  };
}

/** membershipOf returns the membership of the login with this email in the organization. */
async function membershipOf(group: GroupRow, email: string): Promise<string> {
  const user_id = await userWithEmail(email);
  const found = await list<MembershipRow>(membershipsApi, {
    user_id,
    organization_id: group.organization_id,
    ...everyStatus,
  });
  const id = found.data[0]?.id;
  if (id === undefined) {
    const text = `${email} is not a member of the organization. Add it there first.`;
    throw new Problem(404, "membership_not_found", text, ["email"], "");
  }
  return id;
}

function members(group: GroupRow): Resource<MembershipRow> {
  const api = `${at(group)}/organization-memberships`;
  return {
    title: "Members",
    one: "Member",
    about: "Add members of the organization to this group.",
    api,
    keyOf: (row) => row.id,
    pathOf: (row) => `/logins/${row.user_id}`,
    columns: memberColumns,
    filters: [bySearch],
    writes: "organizations:manage",
    actions: [
      {
        label: "Remove",
        title: (row) => `Remove ${userOf(row)} from the group?`,
        ends: () =>
          "It loses the roles that it has through this group, at once. It stays in the " +
          "organization.",
        danger: true,
        run: (row) => call("DELETE", api + path`/${row.id}`),
        done: "Member removed from the group.",
      },
    ],
    create: {
      label: "Add member",
      // A login is found by its email address, which only the environment may search.
      needs: "environment",
      fields: () => [
        {
          name: "email",
          label: "Email",
          type: "email",
          hint: "Of a member of the organization.",
          required: true,
          suggest: emailOptions,
        },
      ],
      send: async (values) => {
        const id = await membershipOf(group, values["email"] ?? "");
        await call("POST", api, { organization_membership_id: id });
      },
      done: "Member added to the group.",
    },
  };
}

/** Group is the page of one group with its members. */
export function Group({ organization, id }: { organization: string; id: string }) {
  const caller = useCaller();
  const [loaded, again, set] = useLoad(
    () => call<GroupRow>("GET", path`/organizations/${organization}/groups/${id}`),
    id,
  );
  const up = `${companyPath(caller, organization)}?tab=groups`;
  return (
    <Ready from={loaded} again={again} what="the group">
      {(row) => (
        <Detail
          up={{ path: up, title: "Groups of the organization" }}
          title={row.name}
          one="Group"
          writes="organizations:manage"
          row={row}
          set={set}
          again={again}
          actions={[edit, remove(() => go(up, true))]}
          facts={[
            ["Id", <CopyText text={row.id} what="Group id" />],
            ["Description", row.description],
            ["Created", <Time at={row.created_at} />],
          ]}
        >
          {may(caller, ["organizations:read", "users:manage"]) && (
            <section class="section" aria-labelledby="members">
              <h2 id="members">Members</h2>
              <ResourceList resource={members(row)} />
            </section>
          )}
        </Detail>
      )}
    </Ready>
  );
}
