// Application: the page of one Application User, with its secrets.
import { useState } from "preact/hooks";
import { call, path } from "../api";
import { go } from "../router";
import { administers, useCaller } from "../session";
import { CopyText } from "../ui/copy";
import { Detail } from "../ui/detail";
import { type Resource, ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { Expiry } from "./api_keys";
import { applicationActions, type ApplicationRow, State } from "./applications";
import { Owner } from "./owners";
import { setRateLimit } from "./rate_limit";

/** SecretRow is a secret of an application, without its value. */
interface SecretRow {
  id: string;
  obfuscated_value: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

const hour = 3600;
const overlaps = [
  { value: "0", label: "at once" },
  { value: String(hour), label: "in an hour" },
  { value: String(24 * hour), label: "in a day" },
  { value: String(7 * 24 * hour), label: "in a week" },
];

function secretsOf(id: string): Resource<SecretRow> {
  const api = path`/v1/applications/${id}/secrets`;
  return {
    title: "Secrets",
    one: "Client secret",
    about: "Without a secret this Application User gets no token.",
    api,
    keyOf: (row) => row.id,
    columns: [
      { head: "Secret", cell: (row) => <code>{row.obfuscated_value}</code> },
      { head: "Created", cell: (row) => <Time at={row.created_at} /> },
      { head: "Expires", cell: (row) => <Expiry row={row} /> },
      { head: "Last used", cell: (row) => <Time at={row.last_used_at} /> },
    ],
    actions: [
      {
        label: "Remove",
        title: (row) => `Remove the secret ${row.obfuscated_value}?`,
        ends: () => "The secret is refused at once. Tokens that it got stay valid.",
        danger: true,
        run: (row) => call("DELETE", api + path`/${row.id}`),
        done: "Secret removed.",
      },
    ],
    create: {
      label: "Add secret",
      needs: "person",
      fields: () => [
        {
          name: "overlap_seconds",
          label: "The other secrets expire",
          type: "select",
          required: true,
          options: overlaps,
          value: String(24 * hour),
        },
      ],
      send: async ({ overlap_seconds }) => {
        const body = { overlap_seconds: Number(overlap_seconds) };
        const { value } = await call<{ value: string }>("POST", api, body);
        return { shown: [{ label: "Client secret", value, secret: true }] };
      },
      done: "Secret added.",
    },
  };
}

/** actions are those of the list and the limit; after a deletion this page leads to the list. */
const actions = [
  ...applicationActions.map((action) =>
    action.label === "Delete" ? { ...action, after: () => go("/applications", true) } : action,
  ),
  setRateLimit<ApplicationRow>({
    nameOf: (row) => row.name,
    send: (row, body) => call("PUT", path`/v1/applications/${row.id}/rate_limit`, body),
  }),
];

export function Application({ id }: { id: string }) {
  const caller = useCaller();
  const [loaded, readAgain, set] = useLoad(
    () => call<ApplicationRow>("GET", path`/v1/applications/${id}`),
    id,
  );
  // A reset replaces the secrets too, so their list is read again as well.
  const [reads, setReads] = useState(0);
  const again = () => {
    readAgain();
    setReads(reads + 1);
  };
  return (
    <Ready from={loaded} again={again} what="the Application User">
      {(row) => (
        <Detail
          up={{ path: "/applications", title: "Application Users" }}
          title={row.name}
          badge={<State row={row} />}
          one="Application User"
          row={row}
          set={set}
          again={again}
          actions={actions}
          facts={[
            [
              "Application User ID",
              <CopyText text={row.client_id} what="Application User ID" />,
            ],
            ["Id", <CopyText text={row.id} what="Application id" />],
            [
              "Organization",
              administers(caller) ? (
                <Owner id={row.organization_id} />
              ) : (
                caller.organization?.name
              ),
            ],
            ["Security Profile", row.access_profile],
            ["Permissions", row.permissions.join(", ")],
            ["Audiences", row.audiences.join(", ")],
            ["Tokens", row.token_format === "jwt" ? "JWT" : "reference"],
            ["Refresh tokens", row.refresh_tokens ? "Yes" : "No"],
            ["Rate limit", row.rate_limit],
            ["Created", <Time at={row.created_at} />],
          ]}
        >
          <section class="section" aria-labelledby="secrets">
            <h2 id="secrets">Secrets</h2>
            <ResourceList key={reads} resource={secretsOf(row.id)} />
          </section>
        </Detail>
      )}
    </Ready>
  );
}
