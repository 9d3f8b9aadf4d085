// Groups: the groups of an organization, and the page of one group with its members.
import { call, list, path, type Page } from "../api";
import { go } from "../router";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { Detail } from "../ui/detail";
import { orNull, withoutEmpty } from "../ui/form";
import { type Action, type Resource, ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { nameOf } from "./logins";
import { type MembershipRow, membershipsApi } from "./memberships";
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
  ends: () => "Its members leave it. They stay in the organization.",
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
      { head: "Created", cell: (row) => <Time at={row.created_at} /> },
    ],
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

interface MemberRow extends MembershipRow {
  inside: boolean;
}

/** isInside asks for the groups of one member: the API has no list of the members of a group. */
async function isInside(group: GroupRow, member: MembershipRow): Promise<boolean> {
  const api = path`/user_management/organization_memberships/${member.id}/groups`;
  const groups = await list<GroupRow>(api, { limit: "100" });
  return groups.data.some((one) => one.id === group.id);
}

function members(group: GroupRow): Resource<MemberRow> {
  const api = `${at(group)}/organization-memberships`;
  return {
    title: "Members",
    one: "Member",
    about: "The organization has no members yet.",
    api: membershipsApi,
    fixed: { organization_id: group.organization_id },
    rows: async (parameters): Promise<Page<MemberRow>> => {
      const page = await list<MembershipRow>(membershipsApi, parameters);
      const inside = await Promise.all(page.data.map((row) => isInside(group, row)));
      const data = page.data.map((row, at) => ({ ...row, inside: inside[at] ?? false }));
      return { ...page, data };
    },
    keyOf: (row) => row.id,
    pathOf: (row) => `/logins/${row.user_id}`,
    columns: [
      { head: "Name", cell: (row) => (row.user ? nameOf(row.user) : row.user_id) },
      { head: "Email", cell: (row) => row.user?.email || <span class="soft">none</span> },
      {
        head: "In the group",
        cell: (row) =>
          row.inside ? <Badge tone="good" text="Yes" /> : <Badge tone="plain" text="No" />,
      },
    ],
    actions: [
      {
        label: "Add",
        when: (row) => !row.inside,
        title: () => "",
        run: (row) => call("POST", api, { organization_membership_id: row.id }),
        done: "Member added to the group.",
      },
      {
        label: "Remove",
        when: (row) => row.inside,
        title: () => "",
        run: (row) => call("DELETE", api + path`/${row.id}`),
        done: "Member removed from the group.",
      },
    ],
  };
}

/** Group is the page of one group: the members of the organization, and who is in the group. */
export function Group({ organization, id }: { organization: string; id: string }) {
  const [loaded, again, set] = useLoad(
    () => call<GroupRow>("GET", path`/organizations/${organization}/groups/${id}`),
    id,
  );
  const up = `/organizations/${organization}?tab=groups`;
  return (
    <Ready from={loaded} again={again} what="the group">
      {(row) => (
        <Detail
          up={{ path: up, title: "Groups of the organization" }}
          title={row.name}
          one="Group"
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
          <section class="section" aria-labelledby="members">
            <h2 id="members">Members</h2>
            <ResourceList resource={members(row)} />
          </section>
        </Detail>
      )}
    </Ready>
  );
}
