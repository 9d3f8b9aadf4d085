import { call } from "../api";
import { emailOptions } from "../options";
import type { FormField } from "../ui/field";
import { bySearch } from "../ui/filters";
import { type Values, withoutEmpty } from "../ui/form";
import { ListPage, type Resource } from "../ui/list_page";
import { Time } from "../ui/time";
import { byOwner } from "./owners";

/** UserRow is WorkOS' user. */
export interface UserRow {
  id: string;
  email: string;
  first_name: string | null;
  last_name: string | null;
  external_id: string | null;
  last_sign_in_at: string | null;
  created_at: string;
}

/** nameOf returns the best name that a user has. */
export const nameOf = (row: Pick<UserRow, "id" | "email" | "first_name" | "last_name">) =>
  [row.first_name, row.last_name].filter(Boolean).join(" ") || row.email || row.id;

/** changeRequired asks whether a login must replace the password that an administrator sets. */
export const changeRequired: FormField = {
  name: "password_change_required",
  label: "Require a new password at the next sign-in",
  type: "switch",
};

/** withChangeRequired returns what the switch sets. */
export const withChangeRequired = (values: Values) => ({
  password_change_required: values["password_change_required"] === "true",
});

const logins: Resource<UserRow> = {
  title: "Logins",
  one: "Login",
  about: "The users who sign in. A login has an API token once it is saved.",
  api: "/user_management/users",
  keyOf: (row) => row.id,
  pathOf: (row) => `/logins/${row.id}`,
  columns: [
    { head: "Email", cell: (row) => row.email || row.id },
    {
      head: "Name",
      cell: (row) =>
        [row.first_name, row.last_name].filter(Boolean).join(" ") || (
          <span class="soft">none</span>
        ),
    },
    { head: "Last sign-in", cell: (row) => <Time at={row.last_sign_in_at} /> },
    { head: "Created", orders: "time", cell: (row) => <Time at={row.created_at} /> },
  ],
  filters: [
    bySearch,
    { name: "email", label: "Email", suggest: emailOptions },
    byOwner,
  ],
  create: {
    label: "Add login",
    fields: () => [
      { name: "email", label: "Email", type: "email", required: true },
      { name: "first_name", label: "First name" },
      { name: "last_name", label: "Last name" },
      {
        name: "password",
        label: "Password",
        type: "password",
        hint: "Without a password this login cannot sign in, but it can have an API token.",
      },
      changeRequired,
    ],
    send: async (values) => {
      const body = { ...withoutEmpty(values), ...withChangeRequired(values) };
      const row = await call<UserRow>("POST", "/user_management/users", body);
      return { path: `/logins/${row.id}` };
    },
  },
};

export const Logins = () => <ListPage resource={logins} />;
