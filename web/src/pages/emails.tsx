// Emails: those that are not sent yet. Their codes and links are not shown anywhere.
import { counted, words } from "../format";
import { Badge } from "../ui/badge";
import { ListPage, type Resource } from "../ui/list_page";
import { Time } from "../ui/time";

/** EmailRow is a row of GET /v1/emails. */
interface EmailRow {
  id: string;
  kind: string;
  recipient: string;
  attempts: number;
  next_attempt_at: string;
  expires_at: string;
  created_at: string;
}

const emails: Resource<EmailRow> = {
  title: "Unsent emails",
  one: "Email",
  about:
    "Emails that wait for the mail server, the newest first. An email leaves this list when it " +
    "is sent or has expired.",
  api: "/v1/emails",
  keyOf: (row) => row.id,
  columns: [
    { head: "Recipient", cell: (row) => row.recipient },
    { head: "Email", cell: (row) => words(row.kind) },
    {
      head: "State",
      cell: (row) =>
        row.attempts === 0 ? (
          <Badge tone="plain" text="Waiting" />
        ) : (
          <Badge tone="bad" text={`Failed ${counted(row.attempts, "time")}`} />
        ),
    },
    { head: "Next attempt", cell: (row) => <Time at={row.next_attempt_at} /> },
    { head: "Expires", cell: (row) => <Time at={row.expires_at} /> },
    { head: "Created", cell: (row) => <Time at={row.created_at} /> },
  ],
};

export const Emails = () => <ListPage resource={emails} />;
