// Emails: those that are not sent yet, and the page of one. Their codes and links are not shown
// anywhere.
import { call, path, Problem } from "../api";
import { counted, words } from "../format";
import { reasonText } from "../reasons";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { Detail } from "../ui/detail";
import { ListPage, type Resource } from "../ui/list_page";
import { Empty, Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad, useRepeat } from "../use_load";

/** EmailRow is a row of GET /v1/emails. */
interface EmailRow {
  id: string;
  kind: string;
  recipient: string;
  attempts: number;
  last_error: string | null;
  next_attempt_at: string;
  expires_at: string;
  created_at: string;
}

const api = "/v1/emails";

const State = ({ row }: { row: EmailRow }) =>
  row.attempts === 0 ? (
    <Badge tone="plain" text="Waiting" />
  ) : (
    <Badge tone="bad" text={`Failed ${counted(row.attempts, "time")}`} />
  );

const emails: Resource<EmailRow> = {
  title: "Unsent emails",
  one: "Email",
  about:
    "Emails that wait for the mail server, the newest first. An email leaves this list when it " +
    "is sent or has expired.",
  api,
  keyOf: (row) => row.id,
  pathOf: (row) => `/emails/${encodeURIComponent(row.id)}`,
  columns: [
    { head: "Recipient", cell: (row) => row.recipient },
    { head: "Email", cell: (row) => words(row.kind) },
    { head: "State", cell: (row) => <State row={row} /> },
    { head: "Next attempt", cell: (row) => <Time at={row.next_attempt_at} /> },
    { head: "Expires", cell: (row) => <Time at={row.expires_at} /> },
    { head: "Created", cell: (row) => <Time at={row.created_at} /> },
  ],
};

export const Emails = () => <ListPage resource={emails} />;

/** readEmail returns null for an email that has left the list: it was sent, refused, or expired. */
async function readEmail(id: string): Promise<EmailRow | null> {
  try {
    return await call<EmailRow>("GET", api + path`/${id}`);
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.status === 404) return null;
    throw thrown;
  }
}

const up = { path: "/emails", title: "Unsent emails" };

function Left() {
  return (
    <>
      <header class="page-head">
        <p class="crumbs">
          <a href={`/console${up.path}`}>{up.title}</a>
        </p>
        <h1>Email</h1>
      </header>
      <Empty title="This email does not wait any more.">
        <p class="soft">It was sent, the mail server refused it, or it has expired.</p>
      </Empty>
    </>
  );
}

/** Email is the page of one email. It follows the attempts. */
export function Email({ id }: { id: string }) {
  const [loaded, again, set] = useLoad(() => readEmail(id), id);
  const left = loaded.state === "ready" && loaded.value === null;
  useRepeat(() => left || readEmail(id).then(set, () => {}));
  return (
    <Ready from={loaded} again={again} what="the email">
      {(row) =>
        row === null ? (
          <Left />
        ) : (
          <Detail
            up={up}
            title={row.recipient}
            badge={<State row={row} />}
            one="Email"
            row={row}
            set={set}
            again={again}
            facts={[
              ["Id", <CopyText text={row.id} what="Email id" />],
              ["Email", words(row.kind)],
              ["Attempts", row.attempts],
              ["Next attempt", <Time at={row.next_attempt_at} />],
              ["Expires", <Time at={row.expires_at} />],
              ["Created", <Time at={row.created_at} />],
            ]}
          >
            {row.last_error !== null && (
              <p class="fault">The last attempt has failed. {reasonText(row.last_error)}</p>
            )}
          </Detail>
        )
      }
    </Ready>
  );
}
