// Events: the timeline of the environment, with what each change replaced.
import { list, type Page, type Parameters } from "../api";
import { dayAfter, startOf, words } from "../format";
import { applicationNames, organizationNames, userEmails } from "../names";
import { anyOptions, userOptions } from "../options";
import { administers, lastCaller } from "../session";
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

/** NamedRow adds the names of the actor and the target, "" where none is known. */
interface NamedRow extends EventRow {
  actor_name: string;
  target_name: string;
}

const api = "/v1/events";

/** A target is not always an id: that of a refused sign-in is what was typed. */
const isId = (text: string) => /^[\w.-]{1,128}$/.test(text);

/** listEvents reads a page with the names, which only an administrator may read. */
async function listEvents(parameters: Parameters): Promise<Page<NamedRow>> {
  const page = await list<EventRow>(api, parameters);
  const caller = lastCaller();
  const reads = caller !== null && administers(caller);
  const all = page.data.flatMap((row) => [row.actor_id, row.target]);
  const ids = reads ? all.filter(isId) : [];
  const names = await Promise.all([
    organizationNames(ids),
    userEmails(ids),
    applicationNames(ids),
  ]);
  const nameOf = (id: string) => names.map((name) => name(id)).find(Boolean) ?? "";
  const named = (row: EventRow) => ({
    ...row,
    actor_name: nameOf(row.actor_id),
    target_name: nameOf(row.target),
  });
  return { ...page, data: page.data.map(named) };
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

interface LinkedProps {
  parameter: string;
  value: string;
  name: string;
}

/** Linked filters the timeline by a value of the row, and shows its name if that is known. */
function Linked({ parameter, value, name }: LinkedProps) {
  if (!value) return null;
  return (
    <a href={`/console/events?${new URLSearchParams({ [parameter]: value })}`} title={value}>
      {name || <code class="short">{value}</code>}
    </a>
  );
}

const events: Resource<NamedRow> = {
  title: "Events",
  one: "Event",
  about: "Every change and every refused sign-in, the newest first.",
  api,
  rows: listEvents,
  keyOf: (row) => String(row.number),
  columns: [
    { head: "When", orders: "time", cell: (row) => <Time at={row.at} /> },
    { head: "Event", cell: (row) => words(row.type) },
    {
      head: "Actor",
      cell: (row) => (
        <>
          {row.actor_kind}{" "}
          <Linked parameter="actor_id" value={row.actor_id} name={row.actor_name} />
        </>
      ),
    },
    {
      head: "Target",
      cell: (row) => <Linked parameter="target" value={row.target} name={row.target_name} />,
    },
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
