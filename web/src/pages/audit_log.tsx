// AuditLog: the audit log that your product keeps for one organization: its events, how long they
// are kept, and their export.
import { call, path } from "../api";
import { dayAfter, startOf } from "../format";
import { type Action, ActionButtons, useActions } from "../ui/actions";
import { type Resource, ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";

interface Party {
  id: string;
  type: string;
  name?: string;
}

/** AuditEvent is the event as your product added it. */
interface AuditEvent {
  actor?: Party;
  targets?: Party[];
  context?: { location?: string; user_agent?: string };
  metadata?: Record<string, unknown>;
}

interface AuditRow {
  id: string;
  action: string;
  occurred_at: string;
  event: AuditEvent;
}

/** Configuration is WorkOS' configuration of an audit log. */
interface Configuration {
  organization_id: string;
  retention_period_in_days: number;
}

function Named({ party }: { party: Party | undefined }) {
  if (!party) return <span class="soft">none</span>;
  return (
    <span title={`${party.type} ${party.id}`}>
      <span class="soft">{party.type}</span> {party.name ?? party.id}
    </span>
  );
}

function Targets({ targets = [] }: { targets?: Party[] | undefined }) {
  return (
    <>
      {targets.slice(0, 2).map((target, number) => (
        <span key={target.id}>
          {number > 0 && ", "}
          <Named party={target} />
        </span>
      ))}
      {targets.length > 2 && ` and ${targets.length - 2} more`}
    </>
  );
}

function Details({ row }: { row: AuditRow }) {
  return (
    <details>
      <summary>Details</summary>
      <pre class="inline">{JSON.stringify(row.event, null, 2)}</pre>
    </details>
  );
}

const eventsOf = (organization: string): Resource<AuditRow> => ({
  title: "Audit log events",
  one: "Event",
  about: "Your product adds events with POST /audit_logs/events, by the schemas of their actions.",
  api: path`/v1/organizations/${organization}/audit_log_events`,
  keyOf: (row) => row.id,
  columns: [
    { head: "Occurred", orders: "time", cell: (row) => <Time at={row.occurred_at} /> },
    { head: "Action", cell: (row) => row.action },
    { head: "Actor", cell: (row) => <Named party={row.event.actor} /> },
    { head: "Targets", cell: (row) => <Targets targets={row.event.targets} /> },
    {
      head: "Location",
      cell: (row) => row.event.context?.location || <span class="soft">none</span>,
    },
    { head: "Details", cell: (row) => <Details row={row} /> },
  ],
  filters: [
    { name: "action", label: "Action, such as user.signed_in" },
    { name: "range_start", label: "From", type: "date", encode: startOf },
    { name: "range_end", label: "To", type: "date", encode: dayAfter },
  ],
});

const dayBefore = (days: number) => {
  const at = new Date(Date.now() - days * 86_400_000);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
};

/** download makes an export, and lets the browser save its file. */
async function download(organization_id: string, from: string, to: string): Promise<void> {
  const made = await call<{ url: string }>("POST", "/audit_logs/exports", {
    organization_id,
    range_start: startOf(from),
    range_end: dayAfter(to),
  });
  // The address is that of the issuer, which may be another name of this server.
  const file = new URL(made.url);
  location.assign(file.pathname + file.search);
}

const actions: Action<Configuration>[] = [
  {
    label: "Export CSV",
    title: () => "Export events",
    form: {
      fields: () => [
        { name: "range_start", label: "From", type: "date", required: true, value: dayBefore(30) },
        {
          name: "range_end",
          label: "To",
          type: "date",
          required: true,
          value: dayBefore(0),
          hint: "At most 91 days after the first day.",
        },
      ],
      send: (row, values) =>
        download(row.organization_id, values["range_start"] ?? "", values["range_end"] ?? ""),
    },
    done: "The export is ready.",
  },
  {
    label: "Set retention",
    title: () => "How long are events kept?",
    form: {
      fields: (row) => [
        {
          name: "days",
          label: "Keep events for",
          type: "select",
          required: true,
          hint: "Events that are older are deleted.",
          options: [
            { value: "30", label: "30 days" },
            { value: "365", label: "365 days" },
          ],
          value: String(row.retention_period_in_days),
        },
      ],
      send: (row, values) =>
        call("PUT", path`/organizations/${row.organization_id}/audit_logs_retention`, {
          retention_period_in_days: Number(values["days"]),
        }),
    },
    done: "Retention set.",
  },
];

function Head({ row, again }: { row: Configuration; again: () => void }) {
  const { act, dialogs } = useActions<Configuration>({ one: "Audit log", set: again, again });
  return (
    <div class="bar">
      <p class="soft">
        Events are kept for {row.retention_period_in_days} days.{" "}
        <a href="/console/audit-logs">Actions and their schemas</a>
      </p>
      <div class="buttons">
        <ActionButtons actions={actions} row={row} act={act} kind="button" />
      </div>
      {dialogs}
    </div>
  );
}

/** AuditLog is the section of an organization. */
export function AuditLog({ organization }: { organization: string }) {
  const [loaded, again] = useLoad(
    () =>
      call<Configuration>("GET", path`/organizations/${organization}/audit_log_configuration`),
    organization,
  );
  return (
    <>
      <Ready from={loaded} again={again} what="the audit log">
        {(row) => <Head row={row} again={again} />}
      </Ready>
      <ResourceList resource={eventsOf(organization)} />
    </>
  );
}
