// The state of what webhooks are sent to, endpoints and subscribers: whether it is enabled, and why
// nothing is sent.
import { call, list, path } from "../api";
import { counted } from "../format";
import type { Action } from "../ui/actions";
import { Badge } from "../ui/badge";
import { Time } from "../ui/time";

type Switched = Pick<Sending, "id" | "status">;

/** Sending is the state of an endpoint or a subscriber; `gone`: the server disabled it. */
export interface Sending {
  id: string;
  status: "enabled" | "disabled";
  paused_until: string | null;
  failures: number;
  gone: boolean;
}

/** Kind is a resource of such rows: `kept` is the time for which deliveries are repeated. */
export interface Kind {
  api: string;
  one: string;
  kept: string;
}

/** switchesOf are the actions that enable and disable a row. */
export const switchesOf = <T extends Switched>({ api, one, kept }: Kind): Action<T>[] => [
  {
    label: "Enable",
    when: (row) => row.status === "disabled",
    title: () => `Enable the ${one}?`,
    ends: () => `Deliveries that waited are sent; those older than ${kept} fail.`,
    run: (row) => call("PATCH", api + path`/${row.id}`, { status: "enabled" }),
    done: `The ${one} is enabled.`,
  },
  {
    label: "Disable",
    when: (row) => row.status === "enabled",
    title: () => `Disable the ${one}?`,
    ends: () => `Nothing is sent to it until it is enabled. Its deliveries wait for ${kept}.`,
    danger: true,
    run: (row) => call("PATCH", api + path`/${row.id}`, { status: "disabled" }),
    done: `The ${one} is disabled.`,
  },
];

/** State shows whether something is sent. */
export function State({ row }: { row: Switched }) {
  return row.status === "enabled" ? (
    <Badge tone="good" text="Enabled" />
  ) : (
    <Badge tone="bad" text="Disabled" />
  );
}

interface Change {
  actor_kind: string;
  data: { changes?: { status?: { after?: string } } };
}

/** isGone says whether the server disabled it: after a 410, or five days of failures. */
export async function isGone(row: Switched): Promise<boolean> {
  if (row.status === "enabled") return false;
  const type = "webhook_endpoint.updated";
  let after = "";
  do {
    const page = await list<Change>("/v1/events", { target: row.id, type, limit: "100", after });
    const last = page.data.find((one) => one.data.changes?.status?.after === "disabled");
    if (last) return last.actor_kind === "system";
    after = page.list_metadata.after ?? "";
  } while (after !== "");
  return false;
}

/** Trouble says why nothing is sent although there are deliveries. */
export function Trouble({ row }: { row: Sending }) {
  if (row.gone) {
    return (
      <p class="fault">
        The receiver answered 410 Gone, or no request to it succeeded for five days, so it was
        disabled. Enable it when the receiver is ready again.
      </p>
    );
  }
  const paused = row.paused_until !== null && Date.parse(row.paused_until) > Date.now();
  if (row.status === "disabled" || !paused) return null;
  return (
    <p class="fault">
      Paused after {counted(row.failures, "failure")} in a row. The next request is sent{" "}
      <Time at={row.paused_until} />.
    </p>
  );
}

