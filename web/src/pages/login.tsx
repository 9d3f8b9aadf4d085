import { call, enterMasquerade, path, Problem } from "../api";
import { go } from "../router";
import { administers, type Caller, useCaller } from "../session";
import type { Action } from "../ui/actions";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { Detail, type Fact, Tabs } from "../ui/detail";
import { orNull } from "../ui/form";
import { ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { AccessCheck } from "./access_check";
import { keysOfUser } from "./api_keys";
import { Guest, membersUp } from "./guest";
import { ApiToken } from "./login_token";
import { changeRequired, nameOf, type UserRow, withChangeRequired } from "./logins";
import { membershipsOf } from "./memberships";
import { revokeAll, sessionsOf } from "./sessions";

/** LoginRow is the answer of GET /v1/users/{id}. */
export interface LoginRow {
  id: string;
  number: number;
  username: string | null;
  email: string;
  first_name: string | null;
  last_name: string | null;
  job_title: string | null;
  active: boolean;
  password_change_required: boolean;
  failed_sign_ins: number;
  locked_until: string | null;
  created_at: string;
  external_id?: string | null;
  last_sign_in_at?: string | null;
}

/**
 * readLogin adds what only WorkOS' user has, where the caller may read that. It returns null for a
 * guest in the organization of the caller, whose login belongs to another organization.
 */
async function readLogin(caller: Caller, id: string): Promise<LoginRow | null> {
  const row = await call<LoginRow>("GET", path`/v1/users/${id}`).catch((thrown) => {
    const hidden = thrown instanceof Problem && thrown.code === "user_not_found";
    if (!hidden || administers(caller)) throw thrown;
    return null;
  });
  if (row === null) return null;
  if (!administers(caller)) return row;
  const user = await call<UserRow>("GET", path`/user_management/users/${row.id}`);
  return { ...row, external_id: user.external_id, last_sign_in_at: user.last_sign_in_at };
}

function State({ row }: { row: LoginRow }) {
  if (!row.active) return <Badge tone="bad" text="Inactive" />;
  if (row.locked_until) return <Badge tone="bad" text="Locked" />;
  return <Badge tone="good" text="Active" />;
}

const change = (row: LoginRow, verb: string) =>
  call("POST", path`/v1/users/${row.id}/` + verb, {});

const actions: Action<LoginRow>[] = [
  {
    label: "Edit",
    needs: "environment",
    title: (row) => `Edit ${nameOf(row)}`,
    form: {
      fields: (row) => [
        { name: "email", label: "Email", type: "email", required: true, value: row.email },
        { name: "first_name", label: "First name", value: row.first_name ?? "" },
        { name: "last_name", label: "Last name", value: row.last_name ?? "" },
        {
          name: "external_id",
          label: "External id",
          hint: "The id of this user in your own system.",
          value: row.external_id ?? "",
        },
      ],
      apply: (row, values) => ({ ...row, ...orNull(values), email: values["email"] ?? "" }),
      send: (row, values) => call("PUT", path`/user_management/users/${row.id}`, orNull(values)),
    },
    done: "Login saved.",
  },
  {
    label: "Set password",
    needs: ["users:manage", "person"],
    title: (row) => `Set the password of ${nameOf(row)}`,
    form: {
      fields: (row) => [
        {
          name: "password",
          label: "New password",
          type: "password",
          required: true,
          hint: "Every session of this login ends.",
        },
        { ...changeRequired, value: row.password_change_required ? "true" : "" },
      ],
      apply: (row, values) => ({ ...row, ...withChangeRequired(values) }),
      send: (row, values) =>
        call("PUT", path`/v1/users/${row.id}/password`, {
          ...values,
          ...withChangeRequired(values),
        }),
    },
    done: "Password set.",
  },
  {
    label: "Sign out everywhere",
    needs: "environment",
    when: (row) => row.active,
    title: (row) => `Sign ${nameOf(row)} out everywhere?`,
    ends: () => "Every session of this login ends at once. Its API token and API keys still work.",
    danger: true,
    run: (row) => revokeAll(row.id),
    done: "Every session ended.",
  },
  {
    label: "Masquerade",
    needs: ["users:manage", "users:masquerade", "person"],
    when: (row) => row.active,
    title: (row) => `Act as ${nameOf(row)}`,
    submit: "Begin",
    form: {
      fields: () => [
        {
          name: "reason",
          label: "Reason",
          required: true,
          hint:
            "The audit trail names you, the login and this reason. It lasts an hour at most. You " +
            "may not change the password or make keys.",
        },
      ],
      send: async (row, values) => {
        const begun = await call<{ session_id: string }>(
          "POST",
          path`/v1/users/${row.id}/masquerade`,
          values,
        );
        enterMasquerade(nameOf(row), begun.session_id);
      },
    },
    done: "Masquerade begun.",
  },
  {
    label: "Unlock",
    when: (row) => row.locked_until !== null,
    title: (row) => `Unlock ${nameOf(row)}?`,
    run: (row) => change(row, "unlock"),
    done: "Login unlocked.",
  },
  {
    label: "Activate",
    when: (row) => !row.active,
    title: (row) => `Activate ${nameOf(row)}?`,
    run: (row) => change(row, "activate"),
    done: "Login activated.",
  },
  {
    label: "Deactivate",
    when: (row) => row.active,
    title: (row) => `Deactivate ${nameOf(row)}?`,
    ends: () =>
      "Every session of this login ends, and its API token and API keys are refused, at once.",
    danger: true,
    run: (row) => change(row, "deactivate"),
    done: "Login deactivated.",
  },
  {
    label: "Delete",
    needs: "environment",
    title: (row) => `Delete ${nameOf(row)}?`,
    ends: () =>
      "Its sessions end, and its API token and API keys are refused, at once. It leaves every " +
      "organization. This cannot be undone.",
    typed: (row) => row.email || nameOf(row),
    danger: true,
    run: (row) => call("DELETE", path`/user_management/users/${row.id}`),
    done: "Login deleted.",
    after: () => go("/logins", true),
  },
];

/** Login is the page of one login: its profile, API token, organizations and sessions. */
export function Login({ id }: { id: string }) {
  const caller = useCaller();
  const [loaded, again, set] = useLoad(() => readLogin(caller, id), id);
  return (
    <Ready from={loaded} again={again} what="the login">
      {(row) =>
        row === null ? <Guest user={id} /> : <Profile row={row} again={again} set={set} />
      }
    </Ready>
  );
}

interface ProfileProps {
  row: LoginRow;
  again: () => void;
  set: (row: LoginRow) => void;
}

function Profile({ row, again, set }: ProfileProps) {
  const caller = useCaller();
  return (
    <Detail
      up={administers(caller) ? { path: "/logins", title: "Logins" } : membersUp}
      title={nameOf(row)}
      badge={<State row={row} />}
      one="Login"
      writes="users:manage"
      row={row}
      set={set}
      again={again}
      actions={actions}
      facts={[
        ["Email", row.email],
        ["Username", row.username],
        ["Number", row.number],
        ["Id", <CopyText text={row.id} what="User id" />],
        ...(administers(caller)
          ? ([
              ["External id", row.external_id],
              ["Last sign-in", <Time at={row.last_sign_in_at} />],
            ] satisfies Fact[])
          : []),
        ["New password required", row.password_change_required ? "At the next sign-in" : "No"],
        ["Created", <Time at={row.created_at} />],
      ]}
    >
      <Tabs
        label="Sections of the login"
        tabs={[
          {
            id: "security",
            title: "Security details",
            needs: "keys:manage",
            content: () => <ApiToken user={row.id} />,
          },
          {
            id: "keys",
            title: "API keys",
            needs: "environment",
            content: () => <ResourceList resource={keysOfUser(row.id)} />,
          },
          {
            id: "organizations",
            title: "Organizations",
            content: () => <ResourceList resource={membershipsOf(row.id)} />,
          },
          {
            id: "access",
            title: "Would it be allowed?",
            needs: "environment",
            content: () => <AccessCheck user={row.id} />,
          },
          {
            id: "sessions",
            title: "Sessions",
            needs: "sessions:manage",
            content: () => <ResourceList resource={sessionsOf(row.id, caller)} />,
          },
        ]}
      />
    </Detail>
  );
}
