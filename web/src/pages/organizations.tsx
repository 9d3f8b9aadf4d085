import { call } from "../api";
import { CopyText } from "../ui/copy";
import { bySearch } from "../ui/filters";
import { type FormField, withoutEmpty } from "../ui/form";
import { ListPage, type Resource } from "../ui/list_page";
import { Time } from "../ui/time";

/** DomainRow is WorkOS' organization domain. */
export interface DomainRow {
  id: string;
  domain: string;
  state: string;
  verification_prefix?: string;
  verification_token?: string;
  created_at: string;
}

/** OrganizationRow is WorkOS' organization. */
export interface OrganizationRow {
  id: string;
  name: string;
  external_id: string | null;
  created_at: string;
  updated_at: string;
  domains: DomainRow[];
}

/** organizationFields are those of the form that creates and of the form that edits. */
export const organizationFields = (
  row?: Pick<OrganizationRow, "name"> & { external_id?: string | null },
): FormField[] => [
  { name: "name", label: "Name", required: true, value: row?.name ?? "" },
  {
    name: "external_id",
    label: "External id",
    hint: "The id of this customer in your own system.",
    value: row?.external_id ?? "",
  },
];

const organizations: Resource<OrganizationRow> = {
  title: "Organizations",
  one: "Organization",
  about: "The customers of your API: each one has its own logins, Application Users and limits.",
  api: "/organizations",
  keyOf: (row) => row.id,
  pathOf: (row) => `/organizations/${row.id}`,
  columns: [
    { head: "Name", cell: (row) => row.name },
    { head: "Id", cell: (row) => <CopyText text={row.id} what="Organization id" /> },
    {
      head: "Domains",
      cell: (row) =>
        row.domains.map((one) => one.domain).join(", ") || <span class="soft">none</span>,
    },
    { head: "Created", orders: "time", cell: (row) => <Time at={row.created_at} /> },
  ],
  filters: [
    bySearch,
    { name: "external_id", label: "External id" },
  ],
  create: {
    label: "Create organization",
    fields: () => organizationFields(),
    send: async (values) => {
      const row = await call<OrganizationRow>("POST", "/organizations", withoutEmpty(values));
      return { path: `/organizations/${row.id}` };
    },
  },
};

export const Organizations = () => <ListPage resource={organizations} />;
