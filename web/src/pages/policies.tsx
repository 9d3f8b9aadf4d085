import { call, path } from "../api";
import { ListPage, type Resource } from "../ui/list_page";
import { Time } from "../ui/time";

interface PolicyRow {
  name: string;
  credentials: string[];
  permissions: string[];
  organization_id: string | null;
  methods: string[];
  path_prefixes: string[];
  updated_at: string;
}

const texts = (values: string[], none: string) =>
  values.length > 0 ? values.join(", ") : <span class="soft">{none}</span>;

/** words splits what was typed with commas or spaces. */
const words = (text: string | undefined) => (text ?? "").split(/[\s,]+/).filter(Boolean);

const policies: Resource<PolicyRow> = {
  title: "Policies",
  one: "Policy",
  about: "What a gateway requires of a request before it passes it on to your API.",
  api: "/v1/policies",
  keyOf: (row) => row.name,
  columns: [
    { head: "Name", cell: (row) => <code>{row.name}</code> },
    { head: "Credentials", cell: (row) => texts(row.credentials, "any") },
    { head: "Permissions", cell: (row) => texts(row.permissions, "none") },
    { head: "Methods", cell: (row) => texts(row.methods, "any") },
    { head: "Paths", cell: (row) => texts(row.path_prefixes, "any") },
    { head: "Changed", cell: (row) => <Time at={row.updated_at} /> },
  ],
  actions: [
    {
      label: "Delete",
      title: (row) => `Delete the policy ${row.name}?`,
      ends: () => "Gateways that ask by its name refuse every request from then on.",
      danger: true,
      run: (row) => call("DELETE", path`/v1/policies/${row.name}`),
      done: "Policy deleted.",
    },
  ],
  create: {
    label: "Create policy",
    fields: () => [
      { name: "name", label: "Name", hint: "1 to 64 of a-z, 0-9 and -.", required: true },
      {
        name: "permissions",
        label: "Permissions",
        hint: "All of them are required, such as forms:read. Empty: any live credential passes.",
      },
      { name: "methods", label: "Methods", hint: "Such as GET, POST. Empty: any." },
      { name: "path_prefixes", label: "Path prefixes", hint: "Such as /api/. Empty: any." },
    ],
    send: async (values) => {
      await call("POST", "/v1/policies", {
        name: values["name"],
        permissions: words(values["permissions"]),
        methods: words(values["methods"]),
        path_prefixes: words(values["path_prefixes"]),
      });
    },
  },
};

export const Policies = () => <ListPage resource={policies} />;
