// Emails: the log of those that wait, were sent or were given up, and the page of one. Their codes
// and links are not shown anywhere.
import { call, path } from "../api";
import { counted, words } from "../format";
import { reasonText } from "../reasons";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { Detail, type Fact } from "../ui/detail";
import { ListPage, type Resource } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad, useRepeat } from "../use_load";
import { LoginOwner, Owner } from "./owners";

/** EmailRow is a row of GET /v1/emails. */
interface EmailRow {
  id: string;
  kind: string;
  recipient: string;
  user_id: string | null;
  organization_id: string | null;
  state: "waiting" | "sent" | "failed";
  attempts: number;
  last_error: string | null;
  next_attempt_at: string | null;
  expires_at: string;
  finished_at: string | null;
  created_at: string;
}

const api = "/v1/emails";

const State = ({ row }: { row: EmailRow }) => {
  if (row.state === "sent") return <Badge tone="good" text="Sent" />;
  if (row.state === "failed") return <Badge tone="bad" text="Given up" />;
  return row.attempts === 0 ? (
    <Badge tone="plain" text="Waiting" />
  ) : (
    <Badge tone="bad" text={`Failed ${counted(row.attempts, "time")}`} />
  );
};

/** When is what comes next for an email that waits, and otherwise when it ended. */
const When = ({ row }: { row: EmailRow }) =>
  row.state === "waiting" ? (
    <>
      next attempt <Time at={row.next_attempt_at} />
    </>
  ) : (
    <Time at={row.finished_at} />
  );

const emails: Resource<EmailRow> = {
  title: "Emails",
  one: "Email",
  about:
    "Every email of the environment, the newest first: those that wait for the mail server, and " +
    "for the time of the setting retention.delivery_days those that were sent or given up.",
  api,
  keyOf: (row) => row.id,
  pathOf: (row) => `/emails/${encodeURIComponent(row.id)}`,
  filters: [
    { name: "recipient", label: "Recipient, the whole address" },
    {
      name: "state",
      label: "State",
      options: [
        { value: "waiting", label: "Waiting" },
        { value: "sent", label: "Sent" },
        { value: "failed", label: "Given up" },
      ],
    },
  ],
  columns: [
    { head: "Recipient", cell: (row) => row.recipient },
    { head: "Email", cell: (row) => words(row.kind) },
    { head: "State", cell: (row) => <State row={row} /> },
    { head: "When", cell: (row) => <When row={row} /> },
    { head: "Created", orders: "time", cell: (row) => <Time at={row.created_at} /> },
  ],
};

export const Emails = () => <ListPage resource={emails} />;

const readEmail = (id: string) => call<EmailRow>("GET", api + path`/${id}`);

/** Fault says why the last attempt failed, if it did. */
function Fault({ row }: { row: EmailRow }) {
  if (row.last_error === null) return null;
  const begin =
    row.state === "failed" ? "The email was given up." : "The last attempt has failed.";
  return (
    <p class="fault">
      {begin} {reasonText(row.last_error)}
    </p>
  );
}

/** Email is the page of one email. While it waits, the page follows the attempts. */
export function Email({ id }: { id: string }) {
  const [loaded, again, set] = useLoad(() => readEmail(id), id);
  const waits = loaded.state === "ready" && loaded.value.state === "waiting";
  useRepeat(() => waits && readEmail(id).then(set, () => {}));
  return (
    <Ready from={loaded} again={again} what="the email">
      {(row) => (
        <Detail
          up={{ path: "/emails", title: emails.title }}
          title={row.recipient}
          badge={<State row={row} />}
          one={emails.one}
          row={row}
          set={set}
          again={again}
          facts={[
            ["Id", <CopyText text={row.id} what="Email id" />],
            ["Email", words(row.kind)],
            ["Login", row.user_id && <LoginOwner id={row.user_id} />],
            ["Organization", row.organization_id && <Owner id={row.organization_id} />],
            ["Attempts", row.attempts],
            ...(row.state === "waiting"
              ? ([
                  ["Next attempt", <Time at={row.next_attempt_at} />],
                  ["Expires", <Time at={row.expires_at} />],
                ] satisfies Fact[])
              : ([
                  [row.state === "sent" ? "Sent" : "Given up", <Time at={row.finished_at} />],
                ] satisfies Fact[])),
            ["Created", <Time at={row.created_at} />],
          ]}
        >
          <Fault row={row} />
        </Detail>
      )}
    </Ready>
  );
}
