// Events: the timeline of the environment, with what each change replaced.
import { anyOptions, userOptions } from "../options";
import { dayAfter, startOf, words } from "../format";
import { ListPage, type Resource } from "../ui/list_page";
import { Time } from "../ui/time";

interface Change {
  before?: unknown;
  after?: unknown;
}

interface EventRow {
  number: number;
  organization_id: string | null;
  type: string;
  actor_kind: string;
  actor_id: string;
  address: string;
  request_id: string;
  target: string;
  at: string;
  data: Record<string, unknown> & { changes?: Record<string, Change> };
}

const text = (value: unknown) =>
  value === undefined || value === null || value === ""
    ? "nothing"
    : typeof value === "string"
      ? value
      : JSON.stringify(value);

function Changes({ changes }: { changes: [string, Change][] }) {
  return (
    <table class="changes">
      <thead>
        <tr>
          <th scope="col">Member</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(([name, change]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td data-head="Before">
              <del>{text(change.before)}</del>
            </td>
            <td data-head="After">
              <ins>{text(change.after)}</ins>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Details({ row }: { row: EventRow }) {
  const { changes = {}, ...rest } = row.data;
  const changed = Object.entries(changes);
  const facts: [string, unknown][] = [
    ...Object.entries(rest),
    ["organization", row.organization_id],
    ["address", row.address],
    ["request id", row.request_id],
  ];
  return (
    <details>
      <summary>{changed.length > 0 ? `${changed.length} changed` : "Details"}</summary>
      {changed.length > 0 && <Changes changes={changed} />}
      <dl class="facts small">
        {facts
          .filter(([, value]) => value !== null && value !== "" && value !== undefined)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{words(name)}</dt>
              <dd>{text(value)}</dd>
            </div>
          ))}
      </dl>
    </details>
  );
}

/** Linked filters the timeline by a value of the row. */
function Linked({ name, value }: { name: string; value: string }) {
  if (!value) return null;
  return (
    <a href={`/console/events?${new URLSearchParams({ [name]: value })}`}>
      <code class="short" title={value}>
        {value}
      </code>
    </a>
  );
}

const events: Resource<EventRow> = {
  title: "Events",
  one: "Event",
  about: "Every change and every refused sign-in, the newest first.",
  api: "/v1/events",
  keyOf: (row) => String(row.number),
  columns: [
    { head: "When", orders: "time", cell: (row) => <Time at={row.at} /> },
    { head: "Event", cell: (row) => words(row.type) },
    {
      head: "Actor",
      cell: (row) => (
        <>
          {row.actor_kind} <Linked name="actor_id" value={row.actor_id} />
        </>
      ),
    },
    { head: "Target", cell: (row) => <Linked name="target" value={row.target} /> },
    { head: "Details", cell: (row) => <Details row={row} /> },
  ],
  filters: [
    { name: "type", label: "Type, such as user.updated" },
    { name: "actor_id", label: "Actor", suggest: userOptions },
    { name: "target", label: "Target", suggest: anyOptions },
    { name: "from", label: "From", type: "date", encode: startOf },
    { name: "to", label: "To", type: "date", encode: dayAfter },
  ],
};

export const Events = () => <ListPage resource={events} />;
