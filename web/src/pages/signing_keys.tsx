// Signing keys: which key signs each kind of token, which comes next, and which only verifies.
import { call } from "../api";
import { Badge } from "../ui/badge";
import { ListPage, type Resource } from "../ui/list_page";
import { Time } from "../ui/time";

interface KeyRow {
  id: string;
  profile: string;
  algorithm: string;
  state: "next" | "signs" | "verifies";
  active_from: string;
  retire_at: string;
  forget_at: string;
}

const api = "/v1/signing_keys";

const states = {
  next: { tone: "plain", text: "Next" },
  signs: { tone: "good", text: "Signs" },
  verifies: { tone: "plain", text: "Retired" },
} as const;

/** The profiles of the keys, each once. */
async function profiles(): Promise<string[]> {
  const { data } = await call<{ data: KeyRow[] }>("GET", api);
  return [...new Set(data.map((row) => row.profile))].sort();
}

const keys: Resource<KeyRow> = {
  title: "Signing keys",
  one: "Signing key",
  about:
    "Keys rotate by themselves. A new key is published a week before it signs; a retired one " +
    "verifies until its last token has expired.",
  api,
  keyOf: (row) => row.id,
  columns: [
    { head: "Tokens", cell: (row) => row.profile },
    { head: "State", cell: (row) => <Badge {...states[row.state]} /> },
    { head: "Key id", cell: (row) => <code class="id">{row.id}</code> },
    { head: "Algorithm", cell: (row) => row.algorithm },
    { head: "Signs from", cell: (row) => <Time at={row.active_from} /> },
    { head: "Until", cell: (row) => <Time at={row.retire_at} /> },
    { head: "Verifies until", cell: (row) => <Time at={row.forget_at} /> },
  ],
  create: {
    label: "Rotate keys",
    fields: async () => [
      {
        name: "profile",
        label: "Tokens",
        type: "select",
        required: true,
        options: [
          { value: "", label: "all kinds" },
          ...(await profiles()).map((value) => ({ value, label: value })),
        ],
      },
      {
        name: "at_once",
        label: "Sign with the new keys at once",
        type: "switch",
        hint: "For a key that others know. Verifiers that keep the old keys refuse new tokens.",
      },
    ],
    send: async ({ profile, at_once }) => {
      await call("POST", `${api}/rotate`, {
        ...(profile ? { profile } : {}),
        at_once: at_once === "true",
      });
    },
    done: "New keys are published.",
  },
};

export const SigningKeys = () => <ListPage resource={keys} />;
