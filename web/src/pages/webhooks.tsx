// Webhooks: the endpoints, and the page of one endpoint with the deliveries to it.
import { useState } from "preact/hooks";
import { call, list, path } from "../api";
import { counted } from "../format";
import { go } from "../router";
import type { Action } from "../ui/actions";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { Detail } from "../ui/detail";
import { chosen, type FormField, type Values } from "../ui/form";
import { ListPage, type Resource, ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { deliveriesTo } from "./webhook_deliveries";

/** EndpointRow is WorkOS' webhook endpoint, without its secret. */
interface EndpointRow {
  id: string;
  endpoint_url: string;
  status: "enabled" | "disabled";
  events: string[];
  created_at: string;
}

/** Endpoint is the answer of GET /v1/webhook_endpoints/{id}, and what disabled the endpoint. */
interface Endpoint extends EndpointRow {
  paused_until: string | null;
  failures: number;
  gone: boolean;
}

const api = "/webhook_endpoints";
const change = (row: EndpointRow, body: object) => call("PATCH", api + path`/${row.id}`, body);

async function eventOptions() {
  const { data } = await list<{ name: string }>("/v1/webhook_events");
  return data.map(({ name }) => ({ value: name, label: name }));
}

const fields = async (row?: EndpointRow): Promise<FormField[]> => [
  {
    name: "endpoint_url",
    label: "URL",
    hint: "An https address of your product. Its host must be public.",
    required: true,
    value: row?.endpoint_url,
  },
  {
    name: "events",
    label: "Events",
    type: "checks",
    hint: "The endpoint gets these, from now on.",
    required: true,
    options: await eventOptions(),
    value: row?.events.join(" "),
  },
];

const bodyOf = (values: Values) => ({
  endpoint_url: values["endpoint_url"] ?? "",
  events: chosen(values["events"]),
});

const switches = <T extends EndpointRow>(): Action<T>[] => [
  {
    label: "Enable",
    when: (row) => row.status === "disabled",
    title: () => "Enable the endpoint?",
    ends: () => "Deliveries that waited are sent; those older than three days fail.",
    run: (row) => change(row, { status: "enabled" }),
    done: "Endpoint enabled.",
  },
  {
    label: "Disable",
    when: (row) => row.status === "enabled",
    title: () => "Disable the endpoint?",
    ends: () => "Nothing is sent to it until it is enabled. Its deliveries wait for three days.",
    danger: true,
    run: (row) => change(row, { status: "disabled" }),
    done: "Endpoint disabled.",
  },
];

const endpointActions: Action<Endpoint>[] = [
  {
    label: "Send test event",
    title: () => "Send a test event",
    run: (row) => call("POST", path`/v1/webhook_endpoints/${row.id}/deliveries`, {}),
    done: "A test event is on its way.",
  },
  {
    label: "Edit",
    title: () => "Edit the endpoint",
    form: {
      fields: (row) => fields(row),
      apply: (row, values) => ({ ...row, ...bodyOf(values) }),
      send: (row, values) => change(row, bodyOf(values)),
    },
    done: "Endpoint saved.",
  },
  {
    label: "Replace secret",
    title: () => "Replace the secret?",
    ends: () =>
      "WorkOS-Signature is made with the new secret at once. webhook-signature is also made with " +
      "the previous one for 24 hours.",
    reveal: async (row) => {
      const made = await call<{ secret: string }>(
        "POST",
        path`/v1/webhook_endpoints/${row.id}/roll_secret`,
        {},
      );
      return [{ label: "Signing secret", value: made.secret, secret: true }];
    },
    done: "Secret replaced.",
  },
  ...switches<Endpoint>(),
  {
    label: "Delete",
    title: () => "Delete the endpoint?",
    ends: () => "Its deliveries and their log are deleted with it.",
    typed: (row) => row.endpoint_url,
    danger: true,
    run: (row) => call("DELETE", api + path`/${row.id}`),
    done: "Endpoint deleted.",
    after: () => go("/webhooks", true),
  },
];

function State({ row }: { row: EndpointRow }) {
  return row.status === "enabled" ? (
    <Badge tone="good" text="Enabled" />
  ) : (
    <Badge tone="bad" text="Disabled" />
  );
}

const endpoints: Resource<EndpointRow> = {
  title: "Webhooks",
  one: "Endpoint",
  about: "URLs of your product that get the events of this environment as signed requests.",
  api,
  keyOf: (row) => row.id,
  pathOf: (row) => `/webhooks/${row.id}`,
  columns: [
    { head: "URL", cell: (row) => row.endpoint_url },
    { head: "State", cell: (row) => <State row={row} /> },
    {
      head: "Events",
      cell: (row) => (
        <span title={row.events.join(", ")}>
          {row.events.length > 2 ? counted(row.events.length, "event") : row.events.join(", ")}
        </span>
      ),
    },
    { head: "Created", cell: (row) => <Time at={row.created_at} /> },
  ],
  actions: switches(),
  create: {
    label: "Add endpoint",
    fields: () => fields(),
    send: async (values) => {
      const made = await call<EndpointRow & { secret: string }>("POST", api, bodyOf(values));
      return { shown: [{ label: "Signing secret", value: made.secret, secret: true }] };
    },
    done: "Endpoint added.",
  },
};

export const Webhooks = () => <ListPage resource={endpoints} />;

interface Change {
  actor_kind: string;
  data: { changes?: { status?: { after?: string } } };
}

/** isGone says whether the receiver itself disabled the endpoint, by the answer 410. */
async function isGone(row: EndpointRow): Promise<boolean> {
  if (row.status === "enabled") return false;
  const type = "webhook_endpoint.updated";
  const changes = await list<Change>("/v1/events", { target: row.id, type, limit: "100" });
  const last = changes.data.find((one) => one.data.changes?.status?.after === "disabled");
  return last?.actor_kind === "system";
}

async function readEndpoint(id: string): Promise<Endpoint> {
  const row = await call<Endpoint>("GET", path`/v1/webhook_endpoints/${id}`);
  return { ...row, gone: await isGone(row) };
}

/** Trouble says why nothing is sent although the endpoint has deliveries. */
function Trouble({ row }: { row: Endpoint }) {
  if (row.gone) {
    return (
      <p class="fault">
        The receiver answered 410 Gone, so the endpoint was disabled. Enable it when the receiver
        is ready again.
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

/** Webhook is the page of one endpoint. */
export function Webhook({ id }: { id: string }) {
  const [loaded, readAgain, set] = useLoad(() => readEndpoint(id), id);
  // A test event is a new row of the log, which is then read again too.
  const [reads, setReads] = useState(0);
  const again = () => {
    readAgain();
    setReads(reads + 1);
  };
  return (
    <Ready from={loaded} again={again} what="the endpoint">
      {(row) => (
        <Detail
          up={{ path: "/webhooks", title: "Webhooks" }}
          title={row.endpoint_url}
          badge={<State row={row} />}
          one="Endpoint"
          row={row}
          set={set}
          again={again}
          actions={endpointActions}
          facts={[
            ["Id", <CopyText text={row.id} what="Endpoint id" />],
            ["Events", row.events.join(", ")],
            ["Created", <Time at={row.created_at} />],
          ]}
        >
          <Trouble row={row} />
          <section class="section" aria-labelledby="deliveries">
            <h2 id="deliveries">Deliveries</h2>
            <ResourceList key={reads} resource={deliveriesTo(row.id)} />
          </section>
        </Detail>
      )}
    </Ready>
  );
}
