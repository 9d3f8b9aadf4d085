// Reports: the reports that partners' applications read, and the page of one with its frozen views.
import { call, path } from "../api";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { Detail } from "../ui/detail";
import { ListPage, type Resource, ResourceList } from "../ui/list_page";
import { Empty, Ready } from "../ui/states";
import { PlainTable } from "../ui/table";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { byOwner, listOwned, type Owned, Owner, ownerOf } from "./owners";

/** ReportRow is a row of GET /v1/reports. Its definition is what the provisioning file has. */
interface ReportRow {
  id: string;
  number: number;
  organization_id: string;
  name: string;
  definition: Record<string, unknown>;
  updated_at: string;
}

interface ViewRow {
  id: number;
  organization_id: string;
  status: string;
  rows: number;
  created_at: string;
  expires_at: string;
}

const isForApi = (row: ReportRow) =>
  ["true", "1"].includes(String(row.definition["enabledForApi"]));

const State = ({ row }: { row: ReportRow }) =>
  isForApi(row) ? <Badge tone="good" text="On" /> : <Badge tone="plain" text="Off" />;

/** objectsOf returns the objects of a list of the definition; what is malformed is left out. */
function objectsOf(row: ReportRow, name: string): Record<string, unknown>[] {
  const value = row.definition[name];
  if (!Array.isArray(value)) return [];
  return value.filter((one) => typeof one === "object" && one !== null);
}

const textOf = (value: unknown) => (value === undefined || value === null ? "" : String(value));

const kindOf = (row: ReportRow) => textOf(row.definition["rows"]) || "opportunity";

const api = "/v1/reports";

const reports: Resource<ReportRow & Owned> = {
  title: "Reports",
  one: "Report",
  about: "What applications of partners read by WorkSpan's API. A provisioning file defines them.",
  api,
  rows: (parameters) => listOwned<ReportRow>(api, parameters),
  keyOf: (row) => row.id,
  pathOf: (row) => `/reports/${encodeURIComponent(row.id)}`,
  columns: [
    { head: "Name", cell: (row) => row.name },
    { head: "Number", cell: (row) => row.number },
    { head: "Enabled for API", cell: (row) => <State row={row} /> },
    { head: "Rows are", cell: kindOf },
    { head: "Columns", cell: (row) => objectsOf(row, "columns").length },
    { head: "Owner", cell: ownerOf },
    { head: "Changed", cell: (row) => <Time at={row.updated_at} /> },
  ],
  filters: [byOwner],
};

export const Reports = () => <ListPage resource={reports} />;

const viewStates: Record<string, { tone: "good" | "bad" | "plain"; text: string }> = {
  SUCCESS: { tone: "good", text: "Readable" },
  FAILED: { tone: "bad", text: "Failed" },
  DELETED: { tone: "plain", text: "Expired" },
};

const viewsOf = (report: string): Resource<ViewRow & Owned> => ({
  title: "Frozen views",
  one: "View",
  about: "A client freezes the rows of a report with prepare_export, to read them page by page.",
  api: `${api}${path`/${report}/views`}`,
  rows: (parameters) => listOwned<ViewRow>(`${api}${path`/${report}/views`}`, parameters),
  keyOf: (row) => String(row.id),
  columns: [
    { head: "View", cell: (row) => <code>{row.id}</code> },
    {
      head: "State",
      cell: (row) => <Badge {...(viewStates[row.status] ?? { tone: "plain", text: row.status })} />,
    },
    { head: "Rows", cell: (row) => row.rows },
    { head: "Prepared by", cell: ownerOf },
    { head: "Prepared", orders: "time", cell: (row) => <Time at={row.created_at} /> },
    { head: "Expires", cell: (row) => <Time at={row.expires_at} /> },
  ],
});

interface PartProps {
  row: ReportRow;
  /** part is the member of the definition, and columns the members of its objects. */
  part: string;
  title: string;
  columns: [head: string, ...members: string[]][];
  /** defaults are the values of members that the definition may leave out. */
  defaults?: Record<string, string>;
}

/** Part is a table of one list of the definition. */
function Part({ row, part, title, columns, defaults = {} }: PartProps) {
  const objects = objectsOf(row, part).map((one) => ({ ...defaults, ...one }));
  return (
    <section class="section" aria-labelledby={part}>
      <h2 id={part}>{title}</h2>
      {objects.length === 0 ? (
        <Empty title={`The report has no ${title.toLowerCase()}.`} />
      ) : (
        <PlainTable
          label={`Table of ${part}`}
          heads={columns.map(([head]) => head)}
          rows={objects.map((one) =>
            columns.map(
              ([, ...members]) =>
                textOf(members.map((name) => one[name]).find((value) => value != null)) || (
                  <span class="soft">none</span>
                ),
            ),
          )}
        />
      )}
    </section>
  );
}

/** Report is the page of one report. */
export function Report({ id }: { id: string }) {
  const [loaded, again, set] = useLoad(
    () => call<ReportRow>("GET", path`/v1/reports/${id}`),
    id,
  );
  return (
    <Ready from={loaded} again={again} what="the report">
      {(row) => (
        <Detail
          up={{ path: "/reports", title: "Reports" }}
          title={row.name}
          badge={
            isForApi(row) ? (
              <Badge tone="good" text="On for the API" />
            ) : (
              <Badge tone="plain" text="Off for the API" />
            )
          }
          one="Report"
          row={row}
          set={set}
          again={again}
          facts={[
            ["Id", <CopyText text={row.id} what="Report id" />],
            ["Number", <CopyText text={String(row.number)} what="Report number" />],
            ["Owner", <Owner id={row.organization_id} />],
            ["Rows are", kindOf(row)],
            ["Description", textOf(row.definition["description"])],
            ["Changed", <Time at={row.updated_at} />],
          ]}
        >
          <section class="section" aria-labelledby="views">
            <h2 id="views">Frozen views</h2>
            <ResourceList resource={viewsOf(row.id)} />
          </section>
          <Part
            row={row}
            part="columns"
            title="Columns"
            columns={[
              ["Export name", "exportName", "colId", "field"],
              ["Field", "field"],
              ["Type", "type"],
            ]}
            defaults={{ type: "TEXT" }}
          />
          <Part
            row={row}
            part="charts"
            title="Charts"
            columns={[
              ["Name", "name"],
              ["Id", "id"],
              ["Groups by", "groupBy"],
              ["Aggregate", "aggregate"],
            ]}
            defaults={{ aggregate: "COUNT" }}
          />
        </Detail>
      )}
    </Ready>
  );
}
