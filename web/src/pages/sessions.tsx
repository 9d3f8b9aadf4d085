import { call, list, path } from "../api";
import { device } from "../device";
import { Badge } from "../ui/badge";
import type { Resource } from "../ui/list_page";
import { Time } from "../ui/time";
import { readCaller, useCaller } from "../session";

/** SessionRow is WorkOS' session. */
interface SessionRow {
  id: string;
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

/** sessionsOf is the list of the live sessions of a user. */
export function sessionsOf(user: string): Resource<SessionRow> {
  return {
    title: "Sessions",
    one: "Session",
    about: "Where this login is signed in now.",
    api: apiOf(user),
    keyOf: (row) => row.id,
    columns: [
      { head: "Device", cell: (row) => <Device row={row} /> },
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
