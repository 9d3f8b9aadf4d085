// The administrators of the environment.
import { call, path } from "../api";
import { emailOptions } from "../options";
import { Badge } from "../ui/badge";
import { type Resource } from "../ui/list_page";
import { Time } from "../ui/time";

interface AdministratorRow {
  user_id: string;
  username: string | null;
  email: string | null;
  active: boolean;
  created_at: string;
}

const nameOf = (row: AdministratorRow) => row.email || row.username || row.user_id;

export const administrators: Resource<AdministratorRow> = {
  title: "Administrators",
  one: "Administrator",
  about: "Logins with every permission in this environment, in the console only.",
  api: "/v1/administrators",
  keyOf: (row) => row.user_id,
  pathOf: (row) => `/logins/${row.user_id}`,
  columns: [
    { head: "Login", cell: nameOf },
    {
      head: "State",
      cell: (row) =>
        row.active ? <Badge tone="good" text="Active" /> : <Badge tone="bad" text="Inactive" />,
    },
    { head: "Since", cell: (row) => <Time at={row.created_at} /> },
  ],
  actions: [
    {
      label: "Remove",
      needs: "person",
      title: (row) => `Remove ${nameOf(row)} from the administrators?`,
      ends: () =>
        "Its sessions of this environment in the console end at once. The login stays, with its " +
        "roles in organizations.",
      typed: nameOf,
      danger: true,
      run: (row) => call("DELETE", path`/v1/administrators/${row.user_id}`),
      done: "Administrator removed.",
    },
  ],
  create: {
    label: "Add administrator",
    fields: () => [
      {
        name: "user_id",
        label: "Login",
        hint: "The email address, username or id of a login of this environment.",
        required: true,
        suggest: emailOptions,
      },
    ],
    send: (values) => call<void>("POST", "/v1/administrators", values),
    done: "Administrator added. It administers from its next sign-in on.",
  },
};
