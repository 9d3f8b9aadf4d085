// EnvironmentMenu: the environment of the page. An operator acts for another one from here. A new
// `key` closes it.
import { useState } from "preact/hooks";
import { list } from "../api";
import { actFor, type Caller, type EnvironmentRow, may } from "../session";
import { problemFrom } from "../use_load";
import { Menu } from "./menu";
import { say } from "./toast";

const fail = (thrown: unknown) => say(problemFrom(thrown).message, true);

function Items({ caller, rows }: { caller: Caller; rows: EnvironmentRow[] | null }) {
  if (rows === null) {
    return (
      <li>
        <p>Loading the environments…</p>
      </li>
    );
  }
  const others = rows.filter((row) => row.id !== caller.environment.id && row.enabled);
  return (
    <>
      {others.map((row) => (
        <li key={row.id}>
          <button
            type="button"
            title={`Administer ${row.name}, for an hour at most`}
            onClick={() => void actFor(row).catch(fail)}
          >
            {row.name}
          </button>
        </li>
      ))}
      {others.length === 0 && (
        <li>
          <p>No other one is enabled.</p>
        </li>
      )}
    </>
  );
}

export function EnvironmentMenu({ caller }: { caller: Caller }) {
  const [rows, setRows] = useState<EnvironmentRow[] | null>(null);
  const { id, name } = caller.environment;
  if (!may(caller, "installation")) {
    return (
      <span class="environment" title={id}>
        {name}
      </span>
    );
  }
  const read = () =>
    list<EnvironmentRow>("/v1/environments").then((page) => setRows(page.data), fail);
  const face = (
    <>
      <span class="hidden">Change environment: </span>
      {name}
      <span aria-hidden="true"> ▾</span>
    </>
  );
  return (
    <Menu look="environment" hint={id} face={face} onOpen={() => void read()}>
      <Items caller={caller} rows={rows} />
      <li>
        <a href="/console/environments">All environments</a>
      </li>
    </Menu>
  );
}
