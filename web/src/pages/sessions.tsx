import { call, list, type Page, type Parameters, path } from "../api";
import { device } from "../device";
import { organizationNames } from "../names";
import { Badge } from "../ui/badge";
import type { Column, Resource } from "../ui/list_page";
import { Time } from "../ui/time";
import { administers, type Caller, readCaller, useCaller } from "../session";
import { OrganizationLink, type Owned } from "./owners";

/**
 * SessionRow is WorkOS' session. That of an administrator of the environment has no organization.
 */
interface SessionRow {
  id: string;
  organization_id?: string;
  ip_address: string | null;
  user_agent: string | null;
  auth_method: string;
  created_at: string;
  expires_at: string;
}

function Device({ row }: { row: SessionRow }) {
  const caller = useCaller();
  return (
    <span title={row.user_agent ?? undefined}>
      {device(row.user_agent)}{" "}
      {row.id === caller.session_id && <Badge tone="good" text="This session" />}
    </span>
  );
}

const apiOf = (user: string) => path`/user_management/users/${user}/sessions`;
const revoke = (id: string) => call("POST", "/user_management/sessions/revoke", { session_id: id });

/**
 * revokeAll revokes the sessions of a user until none is left, and the caller's own session last,
 * because the right to revoke the others ends with it. One failure does not stop the others; the
 * function throws the failure once no other session can be revoked.
 */
export async function revokeAll(user: string): Promise<void> {
  const { session_id: own } = await readCaller();
  for (;;) {
    const page = await list<SessionRow>(apiOf(user), { limit: "100" });
    const others = page.data.filter((row) => row.id !== own);
    if (others.length === 0) {
      await Promise.all(page.data.map((row) => revoke(row.id)));
      return;
    }
    const results = await Promise.allSettled(others.map((row) => revoke(row.id)));
    const failure = results.find((result) => result.status === "rejected");
    if (failure && !results.some((result) => result.status === "fulfilled")) throw failure.reason;
  }
}

type Shown = SessionRow & Partial<Owned>;

async function listWithOrganizations(api: string, parameters: Parameters): Promise<Page<Shown>> {
  const page = await list<SessionRow>(api, parameters);
  const nameOf = await organizationNames(page.data.map((row) => row.organization_id ?? null));
  const named = (row: SessionRow) => ({
    ...row,
    organization_name: nameOf(row.organization_id ?? null),
  });
  return { ...page, data: page.data.map(named) };
}

const organizationColumn: Column<Shown> = {
  head: "Organization",
  cell: ({ organization_id, organization_name }) =>
    organization_id ? (
      <OrganizationLink id={organization_id} name={organization_name} />
    ) : (
      <span class="soft">none</span>
    ),
};

/**
 * sessionsOf is the list of the live sessions of a user: for an administrator of the environment
 * those in all organizations, for another caller those in its organization.
 */
export function sessionsOf(user: string, caller: Caller): Resource<Shown> {
  const everywhere = administers(caller);
  const api = apiOf(user);
  return {
    title: "Sessions",
    one: "Session",
    about: everywhere
      ? "Where this login is signed in now."
      : "Where this login is signed in to your organization now.",
    api,
    ...(everywhere ? { rows: (asked: Parameters) => listWithOrganizations(api, asked) } : {}),
    keyOf: (row) => row.id,
    columns: [
      { head: "Device", cell: (row) => <Device row={row} /> },
      ...(everywhere ? [organizationColumn] : []),
      { head: "Address", cell: (row) => row.ip_address || <span class="soft">unknown</span> },
      { head: "Signed in by", cell: (row) => row.auth_method },
      { head: "Began", cell: (row) => <Time at={row.created_at} /> },
      { head: "Expires", cell: (row) => <Time at={row.expires_at} /> },
    ],
    actions: [
      {
        label: "Revoke",
        title: (row) => `Revoke the session from ${row.ip_address ?? "an unknown address"}?`,
        ends: () => "The session ends at once, and its tokens are refused.",
        danger: true,
        run: (row) => revoke(row.id),
        done: "Session revoked.",
      },
    ],
  };
}
