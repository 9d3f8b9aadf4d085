import { words } from "../format";
import { ListPage, type Resource } from "../ui/list_page";
import { Time } from "../ui/time";

interface Change {
  from?: unknown;
  to?: unknown;
}

interface EventRow {
  number: number;
  type: string;
  actor_kind: string;
  actor_id: string;
  address: string;
  request_id: string;
  target: string;
  at: string;
  data: { changes?: Record<string, Change> };
}

const text = (value: unknown) =>
  value === undefined || value === null ? "nothing" : JSON.stringify(value);

function Details({ row }: { row: EventRow }) {
  const changes = Object.entries(row.data.changes ?? {});
  return (
    <details>
      <summary>{changes.length > 0 ? `${changes.length} changed` : "Details"}</summary>
      <dl class="facts small">
        {changes.map(([name, change]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {text(change.from)} → {text(change.to)}
            </dd>
          </div>
        ))}
        <div>
          <dt>Address</dt>
          <dd>{row.address || "none"}</dd>
        </div>
        <div>
          <dt>Request id</dt>
          <dd>{row.request_id || "none"}</dd>
        </div>
      </dl>
    </details>
  );
}

const events: Resource<EventRow> = {
  title: "Events",
  one: "Event",
  about: "Every change and every refused sign-in, the newest first.",
  api: "/v1/events",
  keyOf: (row) => String(row.number),
  columns: [
    { head: "When", cell: (row) => <Time at={row.at} /> },
    { head: "Event", cell: (row) => words(row.type) },
    {
      head: "Actor",
      cell: (row) => (
        <>
          {row.actor_kind} <code>{row.actor_id}</code>
        </>
      ),
    },
    { head: "Target", cell: (row) => <code>{row.target}</code> },
    { head: "Details", cell: (row) => <Details row={row} /> },
  ],
  filters: [
    { name: "target", label: "Target id" },
    { name: "actor_id", label: "Actor id" },
    { name: "type", label: "Type, such as user.updated" },
  ],
};

export const Events = () => <ListPage resource={events} />;
