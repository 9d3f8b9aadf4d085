// Integrations: how partners bring data in, with the history of their bulk loads.
import { call, path } from "../api";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { Detail } from "../ui/detail";
import { ListPage, type Resource, ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { byOwner, listOwned, type Owned, Owner, ownerOf } from "./owners";

/** IntegrationRow is a row of GET /v1/integrations. */
interface IntegrationRow {
  id: string;
  organization_id: string;
  name: string;
  definition: Record<string, unknown>;
  updated_at: string;
}

interface Fault {
  id: string;
  message: string;
  row: unknown;
}

interface LoadRow {
  id: string;
  integration_id: string;
  input: number;
  loaded: number;
  skipped: number;
  errors: number;
  status: "running" | "completed";
  started_at: string;
  expires_at: string;
  faults?: Fault[];
}

const texts = (value: unknown) =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string").join(", ") : "";

/** columnsOf names the columns with their types; what is malformed is left out. */
const columnsOf = (value: unknown) =>
  Array.isArray(value)
    ? value
        .filter((one) => typeof one?.name === "string")
        .map((one) => (one.type ? `${one.name} (${one.type})` : one.name))
        .join(", ")
    : "";

const kindOf = (row: IntegrationRow) => String(row.definition["object_kind"] ?? "opportunity");

/** keyOf is the column that identifies a row of a load. */
const keyColumn = (row: IntegrationRow) =>
  String(row.definition["key_field"] ?? `${kindOf(row)}_id`);

const api = "/v1/integrations";

const integrations: Resource<IntegrationRow & Owned> = {
  title: "Integrations",
  one: "Integration",
  about: "How partners load rows by WorkSpan's API. A provisioning file defines them.",
  api,
  rows: (parameters) => listOwned<IntegrationRow>(api, parameters),
  keyOf: (row) => row.id,
  pathOf: (row) => `/integrations/${encodeURIComponent(row.id)}`,
  columns: [
    { head: "Name", cell: (row) => row.name },
    { head: "Id", cell: (row) => <CopyText text={row.id} what="Integration id" /> },
    { head: "Loads", cell: kindOf },
    { head: "Key column", cell: (row) => <code>{keyColumn(row)}</code> },
    { head: "Owner", cell: ownerOf },
    { head: "Changed", cell: (row) => <Time at={row.updated_at} /> },
  ],
  filters: [byOwner],
};

export const Integrations = () => <ListPage resource={integrations} />;

const State = ({ row }: { row: LoadRow }) => {
  if (row.status === "running") return <Badge tone="plain" text="Running" />;
  return row.errors > 0 ? (
    <Badge tone="bad" text={`${row.errors} of ${row.input} refused`} />
  ) : (
    <Badge tone="good" text="Complete" />
  );
};

const loadsOf = (integration: string): Resource<LoadRow> => ({
  title: "Loads",
  one: "Load",
  about: "Partners send rows with POST /bulk/v1/bulkload. Loads are kept for 30 days.",
  api: path`/v1/integrations/${integration}/loads`,
  keyOf: (row) => row.id,
  pathOf: (row) => `/integrations/${encodeURIComponent(integration)}/loads/${row.id}`,
  columns: [
    { head: "Load", cell: (row) => row.id },
    { head: "State", cell: (row) => <State row={row} /> },
    { head: "Rows", cell: (row) => row.input },
    { head: "Loaded", cell: (row) => row.loaded },
    { head: "Skipped", cell: (row) => row.skipped },
    { head: "Started", orders: "time", cell: (row) => <Time at={row.started_at} /> },
  ],
});

/** Integration is the page of one integration with its loads. */
export function Integration({ id }: { id: string }) {
  const [loaded, again, set] = useLoad(
    () => call<IntegrationRow>("GET", path`/v1/integrations/${id}`),
    id,
  );
  return (
    <Ready from={loaded} again={again} what="the integration">
      {(row) => (
        <Detail
          up={{ path: "/integrations", title: "Integrations" }}
          title={row.name}
          one="Integration"
          row={row}
          set={set}
          again={again}
          facts={[
            ["Id", <CopyText text={row.id} what="Integration id" />],
            ["Owner", <Owner id={row.organization_id} />],
            ["Loads", kindOf(row)],
            ["Key column", <code>{keyColumn(row)}</code>],
            ["Columns", columnsOf(row.definition["columns"])],
            ["Required columns", texts(row.definition["required"])],
            ["Unknown keys", row.definition["auto_create"] === false ? "are skipped" : "are added"],
            ["Changed", <Time at={row.updated_at} />],
          ]}
        >
          <section class="section" aria-labelledby="history">
            <h2 id="history">History</h2>
            <ResourceList resource={loadsOf(row.id)} />
          </section>
        </Detail>
      )}
    </Ready>
  );
}

const faultsOf = (load: LoadRow): Resource<Fault & { at: number }> => ({
  title: "Refused rows",
  one: "Row",
  about: "Every row of the load was loaded or skipped.",
  api: load.id,
  rows: () =>
    Promise.resolve({
      data: (load.faults ?? []).map((fault, at) => ({ ...fault, at })),
      list_metadata: { before: null, after: null },
    }),
  keyOf: (row) => String(row.at),
  columns: [
    { head: "Key", cell: (row) => row.id || <span class="soft">none</span> },
    { head: "Why", cell: (row) => row.message },
    {
      head: "Row",
      cell: (row) => (
        <details>
          <summary>Show</summary>
          <pre class="inline">{JSON.stringify(row.row, null, 2)}</pre>
        </details>
      ),
    },
  ],
});

/** Load is the page of one load with the rows that were refused. */
export function Load({ integration, id }: { integration: string; id: string }) {
  const [loaded, again, set] = useLoad(
    () => call<LoadRow>("GET", path`/v1/integrations/${integration}/loads/${id}`),
    integration + id,
  );
  return (
    <Ready from={loaded} again={again} what="the load">
      {(row) => (
        <Detail
          up={{
            path: `/integrations/${encodeURIComponent(integration)}`,
            title: "Loads of the integration",
          }}
          title="Load"
          badge={<State row={row} />}
          one="Load"
          row={row}
          set={set}
          again={again}
          facts={[
            ["Id", <CopyText text={row.id} what="Execution id" />],
            ["Rows", row.input],
            ["Loaded", row.loaded],
            ["Skipped", row.skipped],
            ["Refused", row.errors],
            ["Started", <Time at={row.started_at} />],
            ["Kept until", <Time at={row.expires_at} />],
          ]}
        >
          <section class="section" aria-labelledby="faults">
            <h2 id="faults">Refused rows</h2>
            {row.errors > (row.faults?.length ?? 0) && (
              <p class="soft">The first {row.faults?.length} of {row.errors}.</p>
            )}
            <ResourceList resource={faultsOf(row)} />
          </section>
        </Detail>
      )}
    </Ready>
  );
}
