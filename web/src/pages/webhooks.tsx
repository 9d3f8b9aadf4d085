// Webhooks: the endpoints, and the page of one endpoint with the deliveries to it.
import { useState } from "preact/hooks";
import { call, list, path } from "../api";
import { counted, dayAfter, startOf } from "../format";
import { go } from "../router";
import type { Action } from "../ui/actions";
import { CopyText } from "../ui/copy";
import { Detail } from "../ui/detail";
import { chosen, type FormField, type Values } from "../ui/form";
import { ListPage, type Resource, ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { deliveriesTo } from "./webhook_deliveries";
import { isGone, type Kind, type Sending, State, switchesOf, Trouble } from "./webhook_state";

/** EndpointRow is WorkOS' webhook endpoint, without its secret. */
interface EndpointRow {
  id: string;
  endpoint_url: string;
  status: "enabled" | "disabled";
  events: string[];
  created_at: string;
}

/** Endpoint is the answer of GET /v1/webhook_endpoints/{id}, and whether its receiver is gone. */
type Endpoint = EndpointRow & Sending;

const api = "/webhook_endpoints";
const kind: Kind = { api, one: "endpoint", kept: "three days" };
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

/** replay sends the events of some days again. Each request reads a part of the log. */
async function replay(row: EndpointRow, values: Values): Promise<void> {
  const range = {
    from: startOf(values["from"] ?? ""),
    ...(values["to"] ? { to: dayAfter(values["to"]) } : {}),
  };
  let after: string | null = null;
  do {
    const answer: { after: string | null } = await call(
      "POST",
      path`/v1/webhook_endpoints/${row.id}/replay`,
      after === null ? range : { ...range, after },
    );
    after = answer.after;
  } while (after !== null);
}

const endpointActions: Action<Endpoint>[] = [
  {
    label: "Send test event",
    title: () => "Send a test event",
    run: (row) => call("POST", path`/v1/webhook_endpoints/${row.id}/deliveries`, {}),
    done: "A test event is on its way.",
  },
  {
    label: "Replay events",
    title: () => "Replay the events of some days",
    form: {
      fields: () => [
        { name: "from", label: "From", type: "date", required: true },
        {
          name: "to",
          label: "To",
          type: "date",
          hint: "The last day; without one, until now. Receivers recognize events that they had.",
        },
      ],
      send: replay,
    },
    done: "The events are on their way.",
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
  ...switchesOf<Endpoint>(kind),
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
    { head: "Created", orders: "time", cell: (row) => <Time at={row.created_at} /> },
  ],
  actions: switchesOf(kind),
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

async function readEndpoint(id: string): Promise<Endpoint> {
  const row = await call<Endpoint>("GET", path`/v1/webhook_endpoints/${id}`);
  return { ...row, gone: await isGone(row) };
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
            <ResourceList
              key={reads}
              resource={deliveriesTo(row.id, "Send a test event to see one here.")}
            />
          </section>
        </Detail>
      )}
    </Ready>
  );
}
