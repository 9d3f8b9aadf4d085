// The settings of the server that answers, read-only: they come from its file and environment.
import { list } from "../api";
import { Badge } from "../ui/badge";
import { Ready } from "../ui/states";
import { PlainTable } from "../ui/table";
import { useLoad } from "../use_load";

interface SettingRow {
  name: string;
  meaning: string;
  values: string[];
  secret: boolean;
  is_set: boolean;
  reloads: boolean;
}

/** plain returns a meaning, which is Markdown, as text. */
const plain = (meaning: string) =>
  meaning.replaceAll("`", "").replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");

function Value({ row }: { row: SettingRow }) {
  if (row.secret) return <span class="soft">{row.is_set ? "set, not shown" : "not set"}</span>;
  if (row.values.length === 0) return <span class="soft">none</span>;
  return <code>{row.values.join(", ")}</code>;
}

const cells = (row: SettingRow) => [
  <>
    <code>{row.name}</code> {row.is_set && <Badge tone="good" text="set" />}
  </>,
  <Value row={row} />,
  plain(row.meaning),
];

export function ServerSettings() {
  const [loaded, again] = useLoad(() => list<SettingRow>("/v1/settings", {}), "");
  return (
    <Ready from={loaded} again={again} what="the settings of the server">
      {(page) => (
        <div class="stack">
          <p class="soft">
            Of the server that answers this page, as it read them at its start. They are changed in
            its file or its environment variables; some also by a reload.
          </p>
          <PlainTable
            label="Table of server settings"
            heads={["Setting", "Value", "Meaning"]}
            rows={page.data.map(cells)}
          />
        </div>
      )}
    </Ready>
  );
}
