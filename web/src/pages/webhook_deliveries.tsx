// Deliveries of webhooks: the log of an endpoint or of a subscriber, and the page of one delivery
// with its attempts.
import { call, path } from "../api";
import { pretty } from "../format";
import { reasonText } from "../reasons";
import { go } from "../router";
import type { Action } from "../ui/actions";
import { Badge } from "../ui/badge";
import { Code } from "../ui/code";
import { CopyText } from "../ui/copy";
import { Detail } from "../ui/detail";
import { type Resource, ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";

/** DeliveryRow is a row of GET /v1/webhook_endpoints/{endpoint_id}/deliveries. */
interface DeliveryRow {
  id: string;
  endpoint_id: string;
  event_id: string;
  event: string;
  object_id: string;
  payload: string;
  state: "pending" | "delivered" | "failed";
  attempts: number;
  next_at: string | null;
  created_at: string;
}

/** AttemptRow has the status of the answer, or the reason why there was none. */
interface AttemptRow {
  id: string;
  status_code: number | null;
  reason: string | null;
  duration_ms: number;
  response: string;
  created_at: string;
}

const apiOf = (endpoint: string) => path`/v1/webhook_endpoints/${endpoint}/deliveries`;
const at = (row: DeliveryRow) => apiOf(row.endpoint_id) + path`/${row.id}`;

/** homeOf is the page of the endpoint or of the subscriber. */
const homeOf = (endpoint: string) =>
  (endpoint.startsWith("wsub_") ? "/subscribers" : "/webhooks") + path`/${endpoint}`;

const states = {
  pending: { tone: "plain", text: "Pending" },
  delivered: { tone: "good", text: "Delivered" },
  failed: { tone: "bad", text: "Failed" },
} as const;

/** next says when the delivery is sent again. */
function Next({ row }: { row: DeliveryRow }) {
  if (row.state !== "pending") return <span class="soft">none</span>;
  if (!row.next_at) return <span class="soft">after the earlier event</span>;
  return <Time at={row.next_at} />;
}

const resend = (after?: () => void): Action<DeliveryRow> => ({
  label: "Send again",
  title: (row) => `Send ${row.event} again`,
  run: (row) => call("POST", `${at(row)}/resend`, {}),
  done: "The event is sent again, as a new delivery.",
  ...(after ? { after } : {}),
});

/** deliveriesTo is the log of the deliveries to an endpoint or a subscriber. */
export const deliveriesTo = (endpoint: string, about: string): Resource<DeliveryRow> => ({
  title: "Deliveries",
  one: "Delivery",
  about,
  api: apiOf(endpoint),
  keyOf: (row) => row.id,
  pathOf: (row) => `${homeOf(endpoint)}/deliveries/${row.id}`,
  columns: [
    { head: "Event", cell: (row) => row.event },
    { head: "State", cell: (row) => <Badge {...states[row.state]} /> },
    { head: "Created", orders: "time", cell: (row) => <Time at={row.created_at} /> },
    { head: "Attempts", cell: (row) => row.attempts },
    { head: "Next attempt", cell: (row) => <Next row={row} /> },
  ],
  actions: [resend()],
});

function Answer({ row }: { row: AttemptRow }) {
  if (row.status_code === null) {
    return <span>{reasonText(row.reason) || "No answer."}</span>;
  }
  const good = row.status_code >= 200 && row.status_code < 300;
  return <Badge tone={good ? "good" : "bad"} text={String(row.status_code)} />;
}

function Body({ row }: { row: AttemptRow }) {
  if (row.response === "") return <span class="soft">empty</span>;
  return (
    <details>
      <summary>Show</summary>
      <pre class="inline">{row.response}</pre>
    </details>
  );
}

const attemptsOf = (delivery: DeliveryRow): Resource<AttemptRow> => ({
  title: "Attempts",
  one: "Attempt",
  about: "A request is sent within seconds. Requests that fail are repeated.",
  api: `${at(delivery)}/attempts`,
  keyOf: (row) => row.id,
  columns: [
    { head: "Sent", orders: "time", cell: (row) => <Time at={row.created_at} /> },
    { head: "Answer", cell: (row) => <Answer row={row} /> },
    { head: "Took", cell: (row) => `${row.duration_ms} ms` },
    { head: "Body of the answer", cell: (row) => <Body row={row} /> },
  ],
});

/** Delivery is the page of one delivery: what was sent, and what the receiver answered. */
export function Delivery({ endpoint, id }: { endpoint: string; id: string }) {
  const [loaded, again, set] = useLoad(
    () => call<DeliveryRow>("GET", apiOf(endpoint) + path`/${id}`),
    endpoint + id,
  );
  return (
    <Ready from={loaded} again={again} what="the delivery">
      {(row) => (
        <Detail
          up={{ path: homeOf(endpoint), title: "Deliveries" }}
          title={row.event}
          badge={<Badge {...states[row.state]} />}
          one="Delivery"
          row={row}
          set={set}
          again={again}
          actions={[resend(() => go(homeOf(endpoint)))]}
          facts={[
            ["Event id", <CopyText text={row.event_id} what="Event id" />],
            // A delivery that was sent by hand has no object but itself.
            ["Object", row.object_id !== row.id && <code>{row.object_id}</code>],
            ["Created", <Time at={row.created_at} />],
            ["Next attempt", <Next row={row} />],
          ]}
        >
          <section class="section" aria-labelledby="attempts">
            <h2 id="attempts">Attempts</h2>
            <ResourceList resource={attemptsOf(row)} />
          </section>
          <section class="section" aria-labelledby="payload">
            <h2 id="payload">Payload</h2>
            <Code name="JSON" text={pretty(row.payload)} tall />
          </section>
        </Detail>
      )}
    </Ready>
  );
}
