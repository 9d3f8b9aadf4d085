// Subscribers: the callbacks that clients of the vendors' APIs registered, and the page of one with
// the deliveries to it.
import { call, list, type Page, type Parameters, path } from "../api";
import { counted } from "../format";
import { applicationNames, type NameOf, organizationNames, userEmails } from "../names";
import { go } from "../router";
import type { Action } from "../ui/actions";
import { CopyText } from "../ui/copy";
import { Detail } from "../ui/detail";
import { ListPage, type Resource, ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { byOwner, LoginLink, OrganizationLink } from "./owners";
import { deliveriesTo } from "./webhook_deliveries";
import { isGone, type Kind, type Sending, State, switchesOf, Trouble } from "./webhook_state";

/** SubscriberRow is a row of GET /v1/webhook_subscribers without what may be secret. */
interface SubscriberRow extends Omit<Sending, "gone"> {
  name: string;
  subject_kind: "application" | "user";
  subject_id: string;
  organization_id: string;
  events: string[];
  integration_id: string;
  object_ids: string[];
  filter: string;
  includes_parts: boolean;
  created_at: string;
  /** host is the receiver. The rest of its URL often contains the right to start a workflow. */
  host: string;
}

interface Answer extends Omit<SubscriberRow, "host"> {
  endpoint_url: string;
  secret: string;
}

/** Subscriber adds the names of its owner and organization, "" where they are not known. */
type Subscriber = SubscriberRow & Sending & { owner_name: string; organization_name: string };

const api = "/v1/webhook_subscribers";
const kind: Kind = { api, one: "subscriber", kept: "24 hours" };

/** A registered URL has no user information, and not each one is a URL for the browser. */
const hostOf = (url: string) => /^https?:\/\/([^/?]+)/.exec(url)?.[1] ?? "";

const withoutSecrets = ({ endpoint_url, secret, ...row }: Answer): SubscriberRow => ({
  ...row,
  host: hostOf(endpoint_url),
});

interface Names {
  organization: NameOf;
  owner: NameOf;
}

/** readNames reads the names of the organizations and owners of rows. */
async function readNames(rows: SubscriberRow[]): Promise<Names> {
  const idsOf = (kind: SubscriberRow["subject_kind"]) =>
    rows.filter((row) => row.subject_kind === kind).map((row) => row.subject_id);
  const [organization, application, user] = await Promise.all([
    organizationNames(rows.map((row) => row.organization_id)),
    applicationNames(idsOf("application")),
    userEmails(idsOf("user")),
  ]);
  return { organization, owner: (id) => application(id) || user(id) };
}

const withNames = (row: SubscriberRow, names: Names, gone = false): Subscriber => ({
  ...row,
  gone,
  owner_name: names.owner(row.subject_id),
  organization_name: names.organization(row.organization_id),
});

async function listSubscribers(parameters: Parameters): Promise<Page<Subscriber>> {
  const page = await list<Answer>(api, parameters);
  const rows = page.data.map(withoutSecrets);
  const names = await readNames(rows);
  return { ...page, data: rows.map((row) => withNames(row, names)) };
}

async function readSubscriber(id: string): Promise<Subscriber> {
  const row = withoutSecrets(await call<Answer>("GET", api + path`/${id}`));
  const gone = await isGone(row);
  return withNames(row, await readNames([row]), gone);
}

/** vendorOf is the API in which the row was registered: WorkMobile's callbacks have one event. */
const vendorOf = (row: SubscriberRow) =>
  row.events.includes("form_record.created") ? "WorkMobile" : "WorkSpan";

function Owner({ row }: { row: Subscriber }) {
  if (row.subject_kind === "application") {
    return <>{row.owner_name || <code class="short">{row.subject_id}</code>}</>;
  }
  return <LoginLink id={row.subject_id} email={row.owner_name} />;
}

const organizationOf = (row: Subscriber) => (
  <OrganizationLink id={row.organization_id} name={row.organization_name} />
);

const subscribers: Resource<Subscriber> = {
  title: "Webhook subscribers",
  one: "Subscriber",
  about: "Callbacks that applications of WorkSpan's API and logins of WorkMobile registered.",
  api,
  rows: listSubscribers,
  keyOf: (row) => row.id,
  pathOf: (row) => `/subscribers/${row.id}`,
  columns: [
    { head: "Name", cell: (row) => row.name },
    { head: "State", cell: (row) => <State row={row} /> },
    { head: "API", cell: vendorOf },
    { head: "Owner", cell: (row) => <Owner row={row} /> },
    { head: "Organization", cell: organizationOf },
    {
      head: "Events",
      cell: (row) => (
        <span title={row.events.join(", ")}>
          {row.events.length > 1 ? counted(row.events.length, "event") : row.events[0]}
        </span>
      ),
    },
    { head: "Created", orders: "time", cell: (row) => <Time at={row.created_at} /> },
  ],
  filters: [byOwner],
};

const actions: Action<Subscriber>[] = [
  {
    label: "Replace secret",
    title: () => "Replace the secret?",
    ends: () =>
      "The receiver verifies webhook-signature with it. The signature is also made with the " +
      "previous secret for 24 hours.",
    reveal: async (row) => {
      const made = await call<Answer>("POST", api + path`/${row.id}/roll_secret`, {});
      return [{ label: "Signing secret", value: made.secret, secret: true }];
    },
    done: "Secret replaced.",
  },
  ...switchesOf<Subscriber>(kind),
  {
    label: "Delete",
    title: () => "Delete the subscriber?",
    ends: () =>
      "Nothing is sent to it any more, and the log of its deliveries is deleted. Its owner can " +
      "register it again.",
    typed: (row) => row.name,
    danger: true,
    run: (row) => call("DELETE", api + path`/${row.id}`),
    done: "Subscriber deleted.",
    after: () => go("/subscribers", true),
  },
];

export const Subscribers = () => <ListPage resource={subscribers} />;

/** SubscriberPage is the page of one subscriber. */
export function SubscriberPage({ id }: { id: string }) {
  const [loaded, again, set] = useLoad(() => readSubscriber(id), id);
  return (
    <Ready from={loaded} again={again} what="the subscriber">
      {(row) => (
        <Detail
          up={{ path: "/subscribers", title: "Webhook subscribers" }}
          title={row.name}
          badge={<State row={row} />}
          one="Subscriber"
          row={row}
          set={set}
          again={again}
          actions={actions}
          facts={[
            ["Id", <CopyText text={row.id} what="Subscriber id" />],
            ["API", vendorOf(row)],
            [row.subject_kind === "user" ? "Login" : "Application User", <Owner row={row} />],
            ["Organization", organizationOf(row)],
            ["Receiver", row.host],
            ["Events", row.events.join(", ")],
            ["Integration", row.integration_id && <code>{row.integration_id}</code>],
            ["Objects", row.object_ids.length > 0 ? row.object_ids.join(", ") : "all"],
            ["Filter", row.filter && <code>{row.filter}</code>],
            ["Parts that are lists", row.includes_parts ? "are sent" : "are left out"],
            ["Created", <Time at={row.created_at} />],
          ]}
        >
          <Trouble row={row} />
          <section class="section" aria-labelledby="deliveries">
            <h2 id="deliveries">Deliveries</h2>
            <ResourceList
              resource={deliveriesTo(row.id, "They begin with the next event of its objects.")}
            />
          </section>
        </Detail>
      )}
    </Ready>
  );
}
