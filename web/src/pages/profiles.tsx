import { call, path } from "../api";
import { type FormField, listOf } from "../ui/form";
import { ListPage, type Resource } from "../ui/list_page";
import { Time } from "../ui/time";

interface ProfileRow {
  name: string;
  allows: string[];
  created_at: string;
}

const allowsField = (row?: ProfileRow): FormField => ({
  name: "allows",
  label: "Allows",
  hint: "kind:operation, such as *:read, *:write, *:link or ws-offer:write.",
  required: true,
  value: row?.allows.join(", "),
});

const profiles: Resource<ProfileRow> = {
  title: "Access profiles",
  one: "Access profile",
  about: "The Security Profile of an Application User: what it may do with objects.",
  api: "/v1/access_profiles",
  keyOf: (row) => row.name,
  columns: [
    { head: "Name", orders: "name", cell: (row) => row.name },
    { head: "Allows", cell: (row) => <code>{row.allows.join(", ")}</code> },
    { head: "Created", cell: (row) => <Time at={row.created_at} /> },
  ],
  actions: [
    {
      label: "Edit",
      title: (row) => `Edit the access profile ${row.name}`,
      form: {
        fields: (row) => [allowsField(row)],
        apply: (row, values) => ({ ...row, allows: listOf(values["allows"]) }),
        send: (row, values) =>
          call("PUT", path`/v1/access_profiles/${row.name}`, { allows: listOf(values["allows"]) }),
      },
      done: "Access profile saved.",
    },
    {
      label: "Delete",
      title: (row) => `Delete the access profile ${row.name}?`,
      ends: () =>
        "It can no longer be chosen. The server refuses this while an Application User has it.",
      danger: true,
      run: (row) => call("DELETE", path`/v1/access_profiles/${row.name}`),
      done: "Access profile deleted.",
    },
  ],
  create: {
    label: "Create access profile",
    fields: () => [{ name: "name", label: "Name", required: true }, allowsField()],
    send: (values) =>
      call<void>("POST", "/v1/access_profiles", {
        name: values["name"],
        allows: listOf(values["allows"]),
      }),
  },
};

export const Profiles = () => <ListPage resource={profiles} />;
