// Objects: the protected objects of the environment, and the page of one with its Team Members.
import { call, list, type Page, type Parameters, path } from "../api";
import { organizationNames, userEmails } from "../names";
import { emailOptions } from "../options";
import { CopyText } from "../ui/copy";
import { Detail, Tabs } from "../ui/detail";
import { bySearch } from "../ui/filters";
import type { FormField } from "../ui/form";
import { type Action, ListPage, type Resource, ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { userWithEmail } from "./memberships";
import {
  byOwner,
  listOwned,
  LoginLink,
  organizationField,
  OrganizationLink,
  type Owned,
  Owner,
  ownerOf,
} from "./owners";

interface ObjectRow {
  id: string;
  kind: string;
  number: number;
  name: string;
  organization_id: string;
  roles: string[];
  created_at: string;
  updated_at: string;
}

const api = "/v1/objects";
const kinds = ["opportunity", "plan", "solution", "account", "report", "integration", "form"];

const objects: Resource<ObjectRow & Owned> = {
  title: "Objects",
  one: "Object",
  about: "What organizations share with each other, by kind. Files and the vendors' APIs add them.",
  none: "No objects of this kind.",
  api,
  rows: (parameters) => listOwned<ObjectRow>(api, parameters),
  keyOf: (row) => row.id,
  pathOf: (row) => `/objects/${encodeURIComponent(row.id)}`,
  columns: [
    { head: "Name", cell: (row) => row.name },
    { head: "Number", cell: (row) => row.number },
    { head: "Kind", cell: (row) => row.kind },
    { head: "Owner", cell: ownerOf },
    { head: "Changed", cell: (row) => <Time at={row.updated_at} /> },
  ],
  filters: [
    bySearch,
    {
      name: "kind",
      label: "Kind",
      usual: "opportunity",
      suggest: async () => kinds.map((value) => ({ value, label: value })),
    },
    byOwner,
  ],
};

export const Objects = () => <ListPage resource={objects} />;

const states = ["accepted", "invited", "requesting", "withdrawn"] as const;
type State = (typeof states)[number];
const levels = ["owner", "collaborator", "participant", "viewer"] as const;

interface MemberRow {
  organization_id: string;
  user_id: string | null;
  level: (typeof levels)[number];
  state: State;
  organization_name: string;
  user_email: string;
}

async function readMembers(members: string, parameters: Parameters): Promise<Page<MemberRow>> {
  const page = await list<MemberRow>(members, parameters);
  const [nameOf, emailOf] = await Promise.all([
    organizationNames(page.data.map((row) => row.organization_id)),
    userEmails(page.data.map((row) => row.user_id)),
  ]);
  const data = page.data.map((row) => ({
    ...row,
    organization_name: nameOf(row.organization_id),
    user_email: emailOf(row.user_id),
  }));
  return { ...page, data };
}

const nameOf = (row: MemberRow) =>
  row.user_email || row.user_id || row.organization_name || row.organization_id;

const levelField = (value: string): FormField => ({
  name: "level",
  label: "Access level",
  type: "select",
  required: true,
  options: levels.map((level) => ({ value: level, label: level })),
  value,
});

function membersOf(object: ObjectRow, state: State): Resource<MemberRow> {
  const members = `${api}${path`/${object.id}/members`}`;
  const keyOf = ({ organization_id, user_id }: MemberRow) => ({ organization_id, user_id });
  const set = (row: MemberRow, change: Partial<MemberRow>) => {
    const { level, state: now } = { ...row, ...change };
    return call("PUT", members, { ...keyOf(row), level, state: now });
  };
  // The owner itself is always a member.
  const when = (row: MemberRow) =>
    row.user_id !== null || row.organization_id !== object.organization_id;
  const actions: Action<MemberRow>[] = [
    {
      label: "Access level",
      when,
      title: (row) => `Access level of ${nameOf(row)}`,
      form: {
        fields: (row) => [levelField(row.level)],
        apply: (row, values) => ({ ...row, ...values }),
        send: (row, values) => set(row, values as Partial<MemberRow>),
      },
      done: "Access level saved.",
    },
    {
      label: "Accept",
      when: (row) => when(row) && row.state !== "accepted",
      title: (row) => `Accept ${nameOf(row)}?`,
      run: (row) => set(row, { state: "accepted" }),
      done: "Member accepted.",
    },
    {
      label: "Withdraw",
      when: (row) => when(row) && row.state !== "withdrawn",
      title: (row) => `Withdraw ${nameOf(row)}?`,
      ends: () => "The member loses its access at once, and stays in the tab Withdrawn.",
      danger: true,
      run: (row) => set(row, { state: "withdrawn" }),
      done: "Member withdrawn.",
    },
    {
      label: "Remove",
      when,
      title: (row) => `Remove ${nameOf(row)} from the team?`,
      ends: () => "The member loses its access at once.",
      danger: true,
      run: (row) => call("POST", `${members}/remove`, keyOf(row)),
      done: "Member removed.",
    },
  ];
  return {
    title: `${state[0]?.toUpperCase()}${state.slice(1)} members`,
    one: "Member",
    about: "An organization or one of its logins. Only accepted members have access.",
    api: members,
    fixed: { state },
    rows: (parameters) => readMembers(members, parameters),
    keyOf: (row) => `${row.organization_id} ${row.user_id ?? ""}`,
    columns: [
      {
        head: "Organization",
        cell: (row) => (
          <OrganizationLink id={row.organization_id} name={row.organization_name} />
        ),
      },
      {
        head: "Login",
        cell: (row) =>
          row.user_id ? (
            <LoginLink id={row.user_id} email={row.user_email} />
          ) : (
            <span class="soft">the organization itself</span>
          ),
      },
      { head: "Access level", cell: (row) => row.level },
    ],
    actions,
    create: {
      label: "Add member",
      fields: () => [
        organizationField(),
        {
          name: "user_id",
          label: "Email of a login",
          type: "email",
          hint: "Empty: the organization itself.",
          suggest: emailOptions,
        },
        levelField("viewer"),
      ],
      send: async ({ user_id: email = "", ...values }) => {
        const user_id = email ? await userWithEmail(email, "user_id") : null;
        await call("PUT", members, { ...values, user_id, state });
      },
      done: "Member added.",
    },
  };
}

export function ObjectPage({ id }: { id: string }) {
  const [loaded, again, set] = useLoad(
    () => call<ObjectRow>("GET", `${api}${path`/${id}`}`),
    id,
  );
  return (
    <Ready from={loaded} again={again} what="the object">
      {(row) => (
        <Detail
          up={{ path: `/objects?kind=${encodeURIComponent(row.kind)}`, title: "Objects" }}
          title={row.name}
          one="Object"
          row={row}
          set={set}
          again={again}
          facts={[
            ["Id", <CopyText text={row.id} what="Object id" />],
            ["Kind", row.kind],
            ["Number", row.number],
            ["Owner", <Owner id={row.organization_id} />],
            ["Only for the roles", row.roles.join(", ")],
            ["Created", <Time at={row.created_at} />],
            ["Changed", <Time at={row.updated_at} />],
          ]}
        >
          <section class="section" aria-labelledby="team">
            <h2 id="team">Team Members</h2>
            <Tabs
              label="States of members"
              tabs={states.map((state) => ({
                id: state,
                title: `${state[0]?.toUpperCase()}${state.slice(1)}`,
                content: () => <ResourceList resource={membersOf(row, state)} />,
              }))}
            />
          </section>
        </Detail>
      )}
    </Ready>
  );
}
