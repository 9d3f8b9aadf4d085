// Log streams: targets outside that get the events of a log, and the page of one stream.
import { call, path } from "../api";
import { organizationNames } from "../names";
import { reasonText } from "../reasons";
import { go } from "../router";
import type { Action } from "../ui/actions";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { Detail, type Fact } from "../ui/detail";
import { type FormField, orNull, type Values, withoutEmpty } from "../ui/form";
import { ListPage, type Resource } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad, useRepeat } from "../use_load";
import { type StreamType, type TargetField, targets } from "./log_stream_targets";
import { byOwner, listOwned, organizationField, OrganizationLink, type Owned } from "./owners";

/** StreamRow is a row of GET /v1/log_streams. */
interface StreamRow {
  id: string;
  name: string;
  source: "audit_logs" | "events";
  organization_id: string | null;
  type: StreamType;
  url: string;
  region: string | null;
  key_id: string | null;
  tenant_id: string | null;
  token_url: string | null;
  header: string | null;
  has_secret: boolean;
  has_headers: boolean;
  enabled: boolean;
  state: "active" | "inactive" | "error" | "invalid";
  last_error: string | null;
  last_synced_at: string | null;
  last_event_id: string | null;
  waiting: number;
  created_at: string;
}

type Stream = StreamRow & Owned;

const api = "/v1/log_streams";
const change = (row: Stream, body: object) => call("PATCH", api + path`/${row.id}`, body);

const name: FormField = {
  name: "name",
  label: "Name",
  hint: "For example SIEM. Some targets show it as the source.",
  required: true,
};

function createFields(): FormField[] {
  const types = Object.entries(targets);
  return [
    name,
    {
      name: "source",
      label: "Log",
      type: "select",
      required: true,
      options: [
        { value: "events", label: "Bearward's own events" },
        { value: "audit_logs", label: "Audit log of an organization" },
      ],
      hint: "What is delivered, from now on.",
    },
    organizationField({
      hint: "Its name or its id, to deliver its events only. Empty: those of the environment.",
      required: false,
      when: (values) => values["source"] === "events",
    }),
    organizationField({ when: (values) => values["source"] === "audit_logs" }),
    {
      name: "type",
      label: "Target",
      type: "select",
      required: true,
      options: types.map(([value, { label }]) => ({ value, label })),
    },
    ...types.flatMap(([type, { fields }]) =>
      fields.map((field) => ({ ...field, when: (values: Values) => values["type"] === type })),
    ),
  ];
}

const hasSecret =
  "Empty: the present value stays, unless a URL names another scheme, host or port: then it is " +
  "removed.";

/** isStored says of a field that is never shown whether the server has it. */
const isStored = (row: Stream, name: "secret" | "headers") =>
  name === "secret" ? row.has_secret : row.has_headers;

const editFields = (row: Stream): FormField[] => [
  { ...name, value: row.name },
  ...targets[row.type].fields.map((field) =>
    field.name === "secret" || field.name === "headers"
      ? { ...field, ...(isStored(row, field.name) ? { required: false, hint: hasSecret } : {}) }
      : { ...field, value: row[field.name] ?? "" },
  ),
];

/** editOf leaves out a secret that was not typed: the present one stays. */
function editOf({ secret = "", headers = "", ...values }: Values) {
  return { ...orNull(values), ...withoutEmpty({ secret, headers }) };
}

const switches: Action<Stream>[] = [
  {
    label: "Enable",
    when: (row) => !row.enabled,
    title: () => "Enable the stream",
    run: (row) => change(row, { enabled: true }),
    done: "The stream is enabled.",
  },
  {
    label: "Pause",
    when: (row) => row.enabled,
    title: () => "Pause the stream?",
    ends: () =>
      "Nothing is sent until it is enabled. Its events wait; those whose retention ends " +
      "meanwhile are not delivered.",
    run: (row) => change(row, { enabled: false }),
    done: "The stream is paused.",
  },
];

const actions: Action<Stream>[] = [
  {
    label: "Send test message",
    when: (row) => row.enabled,
    title: () => "Send a test message",
    run: (row) => call("POST", api + path`/${row.id}/test`, {}),
    done: "A test message is on its way. The state shows whether it arrives.",
  },
  {
    label: "Edit",
    title: () => "Edit the stream",
    form: {
      fields: editFields,
      apply: (row, { secret, headers, ...values }) => ({ ...row, ...orNull(values) }),
      send: (row, values) => change(row, editOf(values)),
    },
    done: "The stream is saved.",
  },
  ...switches,
  {
    label: "Delete",
    title: () => "Delete the stream?",
    ends: () => "Events that wait are not delivered. They stay in their log.",
    typed: (row) => row.name,
    danger: true,
    run: (row) => call("DELETE", api + path`/${row.id}`),
    done: "The stream is deleted.",
    after: () => go("/log-streams", true),
  },
];

const states = {
  active: { tone: "good", text: "Active" },
  inactive: { tone: "plain", text: "Paused" },
  error: { tone: "bad", text: "Failing" },
  invalid: { tone: "bad", text: "Invalid" },
} as const;

const mostCounted = 10_000;
const waitingOf = ({ waiting }: Stream) =>
  waiting.toLocaleString("en") + (waiting >= mostCounted ? " or more" : "");

function Source({ row }: { row: Stream }) {
  const log = row.source === "audit_logs" ? "Audit log" : "Events";
  if (row.organization_id === null) return <>{log} of the environment</>;
  return (
    <>
      {log} of <OrganizationLink id={row.organization_id} name={row.organization_name} />
    </>
  );
}

const streams: Resource<Stream> = {
  title: "Log streams",
  one: "Stream",
  about: "Targets outside, such as a SIEM, that get the events of a log as they happen.",
  api,
  rows: (parameters) => listOwned<StreamRow>(api, parameters),
  keyOf: (row) => row.id,
  pathOf: (row) => `/log-streams/${row.id}`,
  columns: [
    { head: "Name", cell: (row) => row.name },
    { head: "State", cell: (row) => <Badge {...states[row.state]} /> },
    { head: "Target", cell: (row) => targets[row.type].label },
    { head: "Log", cell: (row) => <Source row={row} /> },
    { head: "Last delivery", cell: (row) => <Time at={row.last_synced_at} /> },
    { head: "Waiting", cell: waitingOf },
  ],
  filters: [byOwner],
  actions: switches,
  create: {
    label: "Add stream",
    fields: createFields,
    send: async (values) => {
      const made = await call<Stream>("POST", api, withoutEmpty(values));
      return { path: `/log-streams/${made.id}` };
    },
    done: "The stream is added.",
  },
};

export const LogStreams = () => <ListPage resource={streams} />;

/** Trouble says why events wait. */
function Trouble({ row }: { row: Stream }) {
  if (row.last_error === null || !row.enabled) return null;
  return (
    <p class="fault">
      {reasonText(row.last_error)}{" "}
      {row.state === "invalid"
        ? "Edit the stream, or correct its target. Its events wait until then."
        : "Its events wait, and are sent again."}
    </p>
  );
}

/** valueOf is the value of a field as the page shows it. */
function valueOf(row: Stream, name: TargetField["name"]): string | null | false {
  if (name === "secret" || name === "headers") return isStored(row, name) && "stored";
  if (name === "header" && row.has_secret) return row.header ?? "Authorization";
  return row[name];
}

const targetFacts = (row: Stream): Fact[] =>
  targets[row.type].fields.map(({ name, label }) => [label, valueOf(row, name)]);

const readRow = (id: string) => call<StreamRow>("GET", api + path`/${id}`);

async function readStream(id: string): Promise<Stream> {
  const row = await readRow(id);
  const nameOf = await organizationNames([row.organization_id]);
  return { ...row, organization_name: nameOf(row.organization_id) };
}

/** LogStream is the page of one stream. It follows the state, which the deliveries change. */
export function LogStream({ id }: { id: string }) {
  const [loaded, again, set] = useLoad(() => readStream(id), id);
  useRepeat(async () => {
    if (loaded.state !== "ready") return;
    // Without an answer the page stays as it is, with what is typed into its dialogs.
    const row = await readRow(id).catch(() => null);
    if (row) set({ ...loaded.value, ...row });
  });
  return (
    <Ready from={loaded} again={again} what="the stream">
      {(row) => (
        <Detail
          up={{ path: "/log-streams", title: "Log streams" }}
          title={row.name}
          badge={<Badge {...states[row.state]} />}
          one="Stream"
          row={row}
          set={set}
          again={again}
          actions={actions}
          facts={[
            ["Id", <CopyText text={row.id} what="Stream id" />],
            ["Log", <Source row={row} />],
            ["Target", targets[row.type].label],
            ...targetFacts(row),
            ["Last delivery", <Time at={row.last_synced_at} />],
            ["Last event", row.last_event_id && <code>{row.last_event_id}</code>],
            ["Waiting", waitingOf(row)],
            ["Created", <Time at={row.created_at} />],
          ]}
        >
          <Trouble row={row} />
        </Detail>
      )}
    </Ready>
  );
}
