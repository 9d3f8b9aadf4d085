import { call, path, Problem, signInPath } from "../api";
import { type Caller, useCaller } from "../session";
import type { Action } from "../ui/actions";
import { CopyText } from "../ui/copy";
import { Detail, type Fact, Tabs } from "../ui/detail";
import { ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import type { LoginRow } from "./login";
import { ApiToken } from "./login_token";
import { sessionsOf } from "./sessions";

/** MeRow is the signed-in person. `login` is null where it is a guest: its account is elsewhere. */
interface MeRow {
  id: string;
  login: LoginRow | null;
}

async function readMe(id: string): Promise<MeRow> {
  try {
    return { id, login: await call<LoginRow>("GET", path`/v1/users/${id}`) };
  } catch (thrown) {
    const guest = thrown instanceof Problem && thrown.code === "user_not_found";
    if (!guest) throw thrown;
    return { id, login: null };
  }
}

const actions: Action<MeRow>[] = [
  {
    label: "Change password",
    needs: "person",
    when: (row) => row.login !== null,
    title: () => "Change your password",
    form: {
      fields: () => [
        {
          name: "current_password",
          label: "Current password",
          type: "password",
          required: true,
        },
        {
          name: "password",
          label: "New password",
          type: "password",
          required: true,
          hint: "Every session of yours ends, also this one. Then sign in with the new password.",
        },
      ],
      send: (row, values) => call("PUT", path`/v1/users/${row.id}/password`, values),
    },
    done: "Password changed.",
    after: () => location.assign(signInPath("/console/me")),
  },
];

const factsOf = ({ id, login }: MeRow, caller: Caller): Fact[] => [
  ...(login
    ? ([
        ["Email", login.email],
        ["Username", login.username],
      ] satisfies Fact[])
    : []),
  ["Number", caller.subject.number],
  ["Id", <CopyText text={id} what="User id" />],
  ["Signed in to", caller.organization?.name ?? "The whole environment"],
  ["Roles", caller.roles.join(", ")],
  ["Permissions", caller.permissions.join(", ")],
  ...(login ? ([["Created", <Time at={login.created_at} />]] satisfies Fact[]) : []),
];

/** Token is the API token, which belongs to the account at home. */
function Token({ row }: { row: MeRow }) {
  if (row.login) return <ApiToken user={row.id} />;
  return (
    <p class="soft">
      You are a guest here. Your password and your API token belong to your first organization:
      change to it by the button with the name of the organization.
    </p>
  );
}

function Sessions({ user }: { user: string }) {
  const caller = useCaller();
  const { organization } = caller;
  return (
    <div class="stack">
      {organization && (
        <p class="soft">
          Your sessions in {organization.name}. Those in other organizations are shown there.
        </p>
      )}
      <ResourceList resource={sessionsOf(user, caller)} />
    </div>
  );
}

/** Me is the page of the signed-in person about itself; it needs no permission. */
export function Me() {
  const caller = useCaller();
  const { id } = caller.subject;
  const [loaded, again, set] = useLoad(() => readMe(id), id);
  return (
    <Ready from={loaded} again={again} what="your profile">
      {(row) => (
        <Detail
          up={{ path: "/", title: "Home" }}
          title={caller.name}
          one="Profile"
          row={row}
          set={set}
          again={again}
          actions={actions}
          facts={factsOf(row, caller)}
        >
          <Tabs
            label="Sections of your profile"
            tabs={[
              {
                id: "security",
                title: "Security details",
                content: () => <Token row={row} />,
              },
              {
                id: "sessions",
                title: "Sessions",
                content: () => <Sessions user={row.id} />,
              },
            ]}
          />
        </Detail>
      )}
    </Ready>
  );
}
