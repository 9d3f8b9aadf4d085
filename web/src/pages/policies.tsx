import { call, path } from "../api";
import { bySearch } from "../ui/filters";
import { type FormField, listOf, type Values } from "../ui/form";
import { type Action, ListPage, type Resource } from "../ui/list_page";
import { Time } from "../ui/time";

/** PolicyRow is the answer of GET /v1/policies/{name}. */
export interface PolicyRow {
  name: string;
  credentials: string[];
  permissions: string[];
  organization_id: string | null;
  audience: string | null;
  methods: string[];
  path_prefixes: string[];
  identity: "remote" | "x-auth-request";
  identity_jwt: boolean;
  hide_credential: boolean;
  path_forms: string[];
  cors_preflight: boolean;
  updated_at: string;
}

export const texts = (values: string[], none: string) =>
  values.length > 0 ? values.join(", ") : <span class="soft">{none}</span>;

const options = (...values: string[]) => values.map((value) => ({ value, label: value }));
const truth = (value: boolean | undefined) => (value ? "true" : "");

/** fields are those of the form that creates a policy and of the form that edits one. */
const fields = (row?: PolicyRow): FormField[] => [
  {
    name: "permissions",
    label: "Permissions",
    hint: "All of them are required, such as forms:read. Empty: any live credential passes.",
    value: row?.permissions.join(", "),
  },
  {
    name: "methods",
    label: "Methods",
    hint: "Such as GET, POST. Empty: any.",
    value: row?.methods.join(", "),
  },
  {
    name: "path_prefixes",
    label: "Path prefixes",
    hint: "Such as /api/. Empty: any.",
    value: row?.path_prefixes.join(", "),
  },
  {
    name: "credentials",
    label: "Credentials",
    type: "checks",
    hint: "None chosen: any.",
    options: [
      { value: "bearer", label: "Tokens (Authorization: Bearer)" },
      { value: "api_key", label: "API keys (X-Api-Key)" },
    ],
    value: row?.credentials.join(" "),
  },
  {
    name: "audience",
    label: "Audience",
    hint: "The resource that tokens must be for. Empty: Bearward itself.",
    value: row?.audience ?? "",
  },
  {
    name: "identity",
    label: "Identity headers",
    type: "select",
    required: true,
    options: [
      { value: "remote", label: "Remote-User, Remote-Groups, …" },
      { value: "x-auth-request", label: "X-Auth-Request-User, X-Auth-Request-Groups, …" },
    ],
    value: row?.identity ?? "remote",
  },
  {
    name: "identity_jwt",
    label: "Signed identity",
    type: "switch",
    hint: "X-Bearward-Identity: a short-lived signed JWT for the API.",
    value: truth(row?.identity_jwt),
  },
  {
    name: "hide_credential",
    label: "Hide the credential",
    type: "switch",
    hint: "Envoy alone: takes the credential off before the API.",
    value: truth(row?.hide_credential),
  },
  {
    name: "cors_preflight",
    label: "CORS preflights",
    type: "switch",
    hint: "OPTIONS of a browser passes without a credential.",
    value: truth(row?.cors_preflight),
  },
  {
    name: "path_forms",
    label: "Ambiguous paths",
    type: "checks",
    hint: "Forms of a path that pass although servers read them in two ways.",
    options: options("encoded_slash", "semicolon", "double_slash"),
    value: row?.path_forms.join(" "),
  },
];

/** bodyOf returns the body of the API; what is empty is left at its default. */
function bodyOf(values: Values) {
  const { audience } = values;
  return {
    permissions: listOf(values["permissions"]),
    methods: listOf(values["methods"]),
    path_prefixes: listOf(values["path_prefixes"]),
    ...(values["credentials"] ? { credentials: listOf(values["credentials"]) } : {}),
    ...(audience ? { audience } : {}),
    identity: values["identity"] as PolicyRow["identity"],
    identity_jwt: values["identity_jwt"] === "true",
    hide_credential: values["hide_credential"] === "true",
    cors_preflight: values["cors_preflight"] === "true",
    path_forms: listOf(values["path_forms"]),
  };
}

export const edit: Action<PolicyRow> = {
  label: "Edit",
  title: (row) => `Edit the policy ${row.name}`,
  form: {
    fields: (row) => fields(row),
    apply: (row, values) => ({ ...row, audience: null, ...bodyOf(values) }),
    // The API replaces the whole policy: an organization that the form does not show is kept.
    send: (row, values) =>
      call("PUT", path`/v1/policies/${row.name}`, {
        ...bodyOf(values),
        ...(row.organization_id ? { organization_id: row.organization_id } : {}),
      }),
  },
  done: "Policy saved. Gateways use it from the next request.",
};

export const remove = (after?: () => void): Action<PolicyRow> => ({
  label: "Delete",
  title: (row) => `Delete the policy ${row.name}?`,
  ends: () => "Gateways that ask by its name refuse every request from then on.",
  danger: true,
  run: (row) => call("DELETE", path`/v1/policies/${row.name}`),
  done: "Policy deleted.",
  ...(after ? { after } : {}),
});

const policies: Resource<PolicyRow> = {
  title: "Policies",
  one: "Policy",
  about: "What a gateway requires of a request before it passes it on to your API.",
  api: "/v1/policies",
  keyOf: (row) => row.name,
  pathOf: (row) => `/policies/${row.name}`,
  columns: [
    { head: "Name", orders: "name", cell: (row) => row.name },
    { head: "Credentials", cell: (row) => texts(row.credentials, "any") },
    { head: "Permissions", cell: (row) => texts(row.permissions, "none") },
    { head: "Methods", cell: (row) => texts(row.methods, "any") },
    { head: "Paths", cell: (row) => texts(row.path_prefixes, "any") },
    { head: "Changed", cell: (row) => <Time at={row.updated_at} /> },
  ],
  filters: [bySearch],
  actions: [edit, remove()],
  create: {
    label: "Create policy",
    fields: () => [
      { name: "name", label: "Name", hint: "1 to 64 of a-z, 0-9 and -.", required: true },
      ...fields(),
    ],
    send: async (values) => {
      await call("POST", "/v1/policies", { name: values["name"], ...bodyOf(values) });
      return { path: `/policies/${values["name"]}` };
    },
  },
};

export const Policies = () => <ListPage resource={policies} />;
