// ListPage: the page of a resource, from its description: columns, filters, actions, and a form
// that creates a row. Paging and filters are in the address.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { list, type Page, type Parameters, Problem } from "../api";
import { inSentence } from "../format";
import { go, setQuery, usePlace } from "../router";
import { may, type Need, useCaller, useOpens } from "../session";
import { problemFrom, useLoad } from "../use_load";
import { type Action, ActionButtons, permitted, useActions } from "./actions";
import { Filters, type Filter } from "./filters";
import { FormDialog, type FormField, type Values } from "./form";
import { SecretDialog, type Shown } from "./secret";
import { Empty, Ready } from "./states";
import { TableFrame } from "./table";
import { say } from "./toast";

export type { Action } from "./actions";

export interface Column<T> {
  head: string;
  /**
   * orders: the list is by this column, a time with the newest first or a name from A to Z, and its
   * head changes the direction.
   */
  orders?: "time" | "name";
  cell: (row: T) => ComponentChildren;
}

/** Resource describes the page of one resource of the API. */
export interface Resource<T> {
  title: string;
  one: string;
  about: string;
  /** none stands in place of an empty list, where the usual filter already selects rows. */
  none?: string;
  api: string;
  /** fixed parameters of the list, such as the organization of a detail page */
  fixed?: Parameters;
  /** rows reads the page where it is not simply the list at `api`. */
  rows?: (parameters: Parameters) => Promise<Page<T>>;
  keyOf: (row: T) => string;
  pathOf?: (row: T) => string;
  columns: Column<T>[];
  filters?: Filter[];
  /** writes is what the caller needs to create and to change rows. */
  writes?: Need;
  actions?: Action<T>[];
  create?: {
    label: string;
    /** needs replaces `writes`. */
    needs?: Need;
    fields: () => Promise<FormField[]> | FormField[];
    send: (values: Values) => Promise<{ shown?: Shown[]; path?: string } | void>;
    done?: string;
  };
}

const pageSize = "25";

/**
 * pageOf returns the page that the parameters ask for of a list that the server returns whole, and
 * the page of any other list as it is. The cursors are keys of rows.
 */
export function pageOf<T>(
  whole: Page<T>,
  { limit, after, before }: Parameters,
  keyOf: (row: T) => string,
): Page<T> {
  const { data: all, list_metadata: ends } = whole;
  const size = Number(limit);
  if (ends.after !== null || ends.before !== null || all.length <= size) return whole;
  const at = (key: string | string[]) => all.findIndex((row) => keyOf(row) === key);
  // A row that is gone meanwhile leads to the first page.
  const start = after ? at(after) + 1 : before ? Math.max(at(before) - size, 0) : 0;
  const data = all.slice(start, start + size);
  const [first, last] = [data[0], data.at(-1)];
  return {
    data,
    list_metadata: {
      before: first && start > 0 ? keyOf(first) : null,
      after: last && start + size < all.length ? keyOf(last) : null,
    },
  };
}

type Read<T> = (parameters: Parameters) => Promise<Page<T>>;

/** isCursorGone says whether a list was refused because the row of its cursor is gone. */
const isCursorGone = (thrown: unknown) =>
  thrown instanceof Problem && thrown.fields.some((one) => one === "after" || one === "before");

/**
 * readPage reads the page that the parameters ask for. One that has no rows any more leads to the
 * first page: after its last row was deleted, the list would seem to be empty.
 */
async function readPage<T>(read: Read<T>, parameters: Parameters): Promise<Page<T>> {
  const { after, before, ...first } = parameters;
  if (!after && !before) return read(parameters);
  try {
    const page = await read(parameters);
    if (page.data.length > 0) return page;
  } catch (thrown) {
    if (!isCursorGone(thrown)) throw thrown;
  }
  return read(first);
}

/** Pager leads to the page before and after a page of a list. */
export function Pager<T>({ page }: { page: Page<T> }) {
  const { before, after } = page.list_metadata;
  if (!before && !after) return null;
  return (
    <nav class="pager" aria-label="Pages">
      <button
        type="button"
        class="button"
        disabled={!before}
        onClick={() => setQuery({ before: before ?? "", after: "" })}
      >
        Previous
      </button>
      <button
        type="button"
        class="button"
        disabled={!after}
        onClick={() => setQuery({ after: after ?? "", before: "" })}
      >
        Next
      </button>
    </nav>
  );
}

const directions = ["asc", "desc"] as const;
type Direction = (typeof directions)[number];

/** orders has the direction that the API uses without a choice, and what a click shows. */
const orders: Record<"time" | "name", { usual: Direction; titles: Record<Direction, string> }> = {
  time: { usual: "desc", titles: { asc: "Show the oldest first", desc: "Show the newest first" } },
  name: { usual: "asc", titles: { asc: "Show from A to Z", desc: "Show from Z to A" } },
};

/** Head names a column. The head of the column that orders the list changes the direction. */
function Head<T>({ column }: { column: Column<T> }) {
  const { query } = usePlace();
  if (!column.orders) return <th scope="col">{column.head}</th>;
  const { usual, titles } = orders[column.orders];
  const now = directions.find((one) => one === query.get("order")) ?? usual;
  const next = now === "asc" ? "desc" : "asc";
  const turn = () =>
    setQuery({ order: next === usual ? "" : next, after: "", before: "" });
  return (
    <th scope="col" aria-sort={now === "asc" ? "ascending" : "descending"}>
      <button type="button" class="link" title={titles[next]} onClick={turn}>
        {column.head} <span aria-hidden="true">{now === "asc" ? "↑" : "↓"}</span>
      </button>
    </th>
  );
}

interface RowsProps<T> {
  resource: Resource<T>;
  page: Page<T>;
  act: (action: Action<T>, row: T) => void;
}

function Rows<T>({ resource, page, act }: RowsProps<T>) {
  const actions = permitted(useCaller(), resource.actions, resource.writes);
  const opens = useOpens();
  const linkOf = (row: T) => {
    const to = resource.pathOf?.(row);
    return to !== undefined && opens(to) ? `/console${to}` : null;
  };
  return (
    <TableFrame label={`Table of ${inSentence(resource.title)}`}>
      <table>
        <thead>
          <tr>
            {resource.columns.map((column) => (
              <Head key={column.head} column={column} />
            ))}
            {actions.length > 0 && (
              <th scope="col">
                <span class="hidden">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {page.data.map((row) => (
            <tr key={resource.keyOf(row)}>
              {resource.columns.map((column, at) => (
                <td
                  key={column.head}
                  id={at === 0 ? `row-${resource.keyOf(row)}` : undefined}
                  data-head={column.head}
                >
                  {at === 0 && linkOf(row) !== null ? (
                    <a href={linkOf(row) ?? ""}>{column.cell(row)}</a>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
              {actions.length > 0 && (
                <td class="actions">
                  <ActionButtons
                    actions={actions}
                    row={row}
                    act={act}
                    kind="link"
                    of={`row-${resource.keyOf(row)}`}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** Create is the button that creates a row, and its dialogs. */
function Create<T>({ resource, again }: { resource: Resource<T>; again: () => void }) {
  const [shown, setShown] = useState<Shown[] | null>(null);
  const [fields, setFields] = useState<FormField[] | null>(null);
  const { create } = resource;
  if (!create) return null;
  const open = async () => {
    try {
      setFields(await create.fields());
    } catch (thrown) {
      say(problemFrom(thrown).message, true);
    }
  };
  const send = async (values: Values) => {
    const made = await create.send(values);
    setFields(null);
    say(create.done ?? `${resource.one} created.`);
    if (made?.shown) setShown(made.shown);
    if (made?.path) go(made.path);
    again();
  };
  return (
    <>
      <button type="button" class="button primary" onClick={open}>
        {create.label}
      </button>
      {fields && (
        <FormDialog
          title={create.label}
          action="Save"
          fields={fields}
          close={() => setFields(null)}
          send={send}
        />
      )}
      {shown && (
        <SecretDialog title={resource.one} values={shown} close={() => setShown(null)} />
      )}
    </>
  );
}

/** ResourceList is the table of a resource with its dialogs, also as a part of another page. */
export function ResourceList<T>({ resource }: { resource: Resource<T> }) {
  const { query } = usePlace();
  const caller = useCaller();
  const creates =
    resource.create !== undefined && may(caller, resource.create.needs ?? resource.writes);
  const filters = resource.filters ?? [];
  const parameters: Parameters = { limit: pageSize, ...resource.fixed };
  const ordered = resource.columns.some((column) => column.orders) ? ["order"] : [];
  for (const name of ["after", "before", ...ordered, ...filters.map((one) => one.name)]) {
    const filter = filters.find((one) => one.name === name);
    const value = query.get(name) ?? filter?.usual ?? "";
    // Without a choice the fixed parameter of the same name stays.
    if (value === "" && name in parameters) continue;
    parameters[name] = filter?.encode?.(value) ?? value;
  }
  const rows = resource.rows ?? ((asked) => list<T>(resource.api, asked));
  const read: Read<T> = async (asked) => pageOf(await rows(asked), asked, resource.keyOf);
  const [loaded, again, set] = useLoad(
    () => readPage(read, parameters),
    resource.api + JSON.stringify(parameters),
  );
  const { act, dialogs } = useActions<T>({
    one: resource.one,
    set: (row) => {
      if (loaded.state !== "ready") return;
      const same = (old: T) => resource.keyOf(old) === resource.keyOf(row);
      const data = loaded.value.data.map((old) => (same(old) ? row : old));
      set({ ...loaded.value, data });
    },
    again,
  });
  const filtered = filters.some((filter) => query.get(filter.name));
  const none = filtered
    ? "Nothing matches the filter."
    : (resource.none ?? `No ${inSentence(resource.title)} yet.`);
  return (
    <>
      {(filters.length > 0 || creates) && (
        <div class="bar">
          <Filters filters={filters} />
          {creates && <Create resource={resource} again={again} />}
        </div>
      )}
      <div role="group" aria-label={resource.title} tabIndex={-1}>
        <Ready from={loaded} again={again} what={inSentence(resource.title)}>
          {(page) =>
            page.data.length === 0 ? (
              <Empty title={none}>{!filtered && <p class="soft">{resource.about}</p>}</Empty>
            ) : (
              <>
                <Rows resource={resource} page={page} act={act} />
                <Pager page={page} />
              </>
            )
          }
        </Ready>
      </div>
      {dialogs}
    </>
  );
}

/** ListPage is the whole page of a resource. */
export function ListPage<T>({ resource }: { resource: Resource<T> }) {
  return (
    <>
      <header class="page-head">
        <h1>{resource.title}</h1>
        <p class="soft">{resource.about}</p>
      </header>
      <ResourceList resource={resource} />
    </>
  );
}
