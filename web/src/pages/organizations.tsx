import { call } from "../api";
import { CopyText } from "../ui/copy";
import { ListPage, type Resource } from "../ui/list_page";
import { Time } from "../ui/time";

/** Organization is WorkOS' organization. */
export interface OrganizationRow {
  id: string;
  name: string;
  external_id: string | null;
  created_at: string;
  updated_at: string;
  domains: { id: string; domain: string; state: string }[];
}

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
    { head: "Created", cell: (row) => <Time at={row.created_at} /> },
  ],
  create: {
    label: "Create organization",
    fields: () => [
      { name: "name", label: "Name", required: true },
      {
        name: "external_id",
        label: "External id",
        hint: "The id of this customer in your own system.",
      },
    ],
    send: async (values) => {
      const row = await call<OrganizationRow>("POST", "/organizations", {
        name: values["name"],
        ...(values["external_id"] ? { external_id: values["external_id"] } : {}),
      });
      return { path: `/organizations/${row.id}` };
    },
  },
};

export const Organizations = () => <ListPage resource={organizations} />;
