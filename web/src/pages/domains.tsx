import { call, path } from "../api";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import type { Resource } from "../ui/list_page";
import { Time } from "../ui/time";
import type { DomainRow } from "./organizations";

/** Proof is the DNS record that proves the ownership of a domain. */
function Proof({ row }: { row: DomainRow }) {
  if (row.state === "verified" || !row.verification_token) {
    return <span class="soft">not needed</span>;
  }
  return (
    <CopyText
      text={`${row.verification_prefix}.${row.domain} TXT ${row.verification_token}`}
      what="DNS record"
    />
  );
}

/** domainsOf is the list of the domains of an organization. */
export function domainsOf(organization: string): Resource<DomainRow> {
  return {
    title: "Domains",
    one: "Domain",
    about: "A verified domain proves which email addresses belong to this organization.",
    api: path`/v1/organizations/${organization}/domains`,
    writes: "organizations:manage",
    keyOf: (row) => row.id,
    columns: [
      { head: "Domain", cell: (row) => row.domain },
      {
        head: "State",
        cell: (row) => (
          <Badge tone={row.state === "verified" ? "good" : "plain"} text={row.state} />
        ),
      },
      { head: "DNS record", cell: (row) => <Proof row={row} /> },
      { head: "Added", orders: "time", cell: (row) => <Time at={row.created_at} /> },
    ],
    actions: [
      {
        label: "Verify",
        when: (row) => row.state !== "verified",
        title: (row) => `Verify ${row.domain}?`,
        run: (row) => call("POST", path`/organization_domains/${row.id}/verify`, {}),
        done: "The DNS record was looked up. The list shows the result.",
      },
      {
        label: "Delete",
        title: (row) => `Delete ${row.domain}?`,
        ends: () => "The organization no longer owns this domain.",
        danger: true,
        run: (row) => call("DELETE", path`/organization_domains/${row.id}`),
        done: "Domain deleted.",
      },
    ],
    create: {
      label: "Add domain",
      fields: () => [
        { name: "domain", label: "Domain", hint: "Such as acme.example.", required: true },
      ],
      send: (values) =>
        call<void>("POST", "/organization_domains", {
          organization_id: organization,
          domain: values["domain"],
        }),
      done: "Domain added.",
    },
  };
}
