// ListPage: the page of a resource, from its description: columns, filters, actions, and a form
// that creates a row. Paging and filters are in the address.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { list, type Page } from "../api";
import { go, setQuery, usePlace } from "../router";
import { problemFrom, useLoad } from "../use_load";
import { Confirm } from "./dialog";
import { FormDialog, type FormField, type Values } from "./form";
import { SecretDialog, type Shown } from "./secret";
import { Empty, Failed, Loading } from "./states";
import { say } from "./toast";

export interface Column<T> {
  head: string;
  cell: (row: T) => ComponentChildren;
}

export interface Filter {
  name: string;
  label: string;
  options?: { value: string; label: string }[];
}

/**
 * Action changes one row. `ends` says what it ends; then the action asks first. `reveal` instead of
 * `run` returns values to show once, such as a new secret.
 */
export type Action<T> = ActionTexts<T> &
  ({ run: (row: T) => Promise<unknown> } | { reveal: (row: T) => Promise<Shown[]> });

interface ActionTexts<T> {
  label: string;
  when?: (row: T) => boolean;
  title: (row: T) => string;
  ends?: (row: T) => string;
  danger?: boolean;
  done: string;
}

/** Resource describes the page of one resource of the API. */
export interface Resource<T> {
  title: string;
  one: string;
  about: string;
  api: string;
  /** fixed parameters of the list, such as the organization of a detail page */
  fixed?: Record<string, string>;
  keyOf: (row: T) => string;
  pathOf?: (row: T) => string;
  columns: Column<T>[];
  filters?: Filter[];
  actions?: Action<T>[];
  create?: {
    label: string;
    fields: () => Promise<FormField[]> | FormField[];
    send: (values: Values) => Promise<{ shown?: Shown[]; path?: string } | void>;
  };
}

const pageSize = "25";

function Filters({ filters }: { filters: Filter[] }) {
  const { query } = usePlace();
  const set = (name: string, value: string) => setQuery({ [name]: value, after: "", before: "" });
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      {filters.map((filter, at) => (
        <label key={filter.name}>
          <span>{filter.label}</span>
          {filter.options ? (
            <select
              value={query.get(filter.name) ?? ""}
              onChange={(event) => set(filter.name, event.currentTarget.value)}
            >
              <option value="">All</option>
              {filter.options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </select>
          ) : (
            <input
              type="search"
              data-search={at === 0 ? "" : undefined}
              value={query.get(filter.name) ?? ""}
              onChange={(event) => set(filter.name, event.currentTarget.value.trim())}
            />
          )}
        </label>
      ))}
    </form>
  );
}

function Pager<T>({ page }: { page: Page<T> }) {
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

interface Asked<T> {
  action: Action<T>;
  row: T;
}

interface RowsProps<T> {
  resource: Resource<T>;
  page: Page<T>;
  act: (asked: Asked<T>) => void;
}

function Rows<T>({ resource, page, act }: RowsProps<T>) {
  const actions = resource.actions ?? [];
  return (
    <div
      class="table-frame"
      tabIndex={0}
      role="region"
      aria-label={`Table of ${resource.title.toLowerCase()}`}
    >
      <table>
        <thead>
          <tr>
            {resource.columns.map((column) => (
              <th key={column.head} scope="col">
                {column.head}
              </th>
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
                <td key={column.head} data-head={column.head}>
                  {at === 0 && resource.pathOf ? (
                    <a href={`/console${resource.pathOf(row)}`}>{column.cell(row)}</a>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
              {actions.length > 0 && (
                <td class="actions">
                  {actions
                    .filter((action) => action.when?.(row) ?? true)
                    .map((action) => (
                      <button
                        key={action.label}
                        type="button"
                        class={action.danger ? "link danger" : "link"}
                        onClick={() => act({ action, row })}
                      >
                        {action.label}
                      </button>
                    ))}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** ResourceList is the table of a resource with its dialogs, also as a part of another page. */
export function ResourceList<T>({ resource }: { resource: Resource<T> }) {
  const { query } = usePlace();
  const [asked, setAsked] = useState<Asked<T> | null>(null);
  const [shown, setShown] = useState<Shown[] | null>(null);
  const [fields, setFields] = useState<FormField[] | null>(null);
  const [busy, setBusy] = useState(false);
  const parameters: Record<string, string> = { limit: pageSize, ...resource.fixed };
  for (const name of ["after", "before", ...(resource.filters ?? []).map((one) => one.name)]) {
    parameters[name] = query.get(name) ?? "";
  }
  const [loaded, again] = useLoad(
    () => list<T>(resource.api, parameters),
    resource.api + JSON.stringify(parameters),
  );

  const perform = async ({ action, row }: Asked<T>) => {
    setBusy(true);
    try {
      if ("reveal" in action) setShown(await action.reveal(row));
      else await action.run(row);
      say(action.done);
      again();
    } catch (thrown) {
      say(problemFrom(thrown).message, true);
    } finally {
      setBusy(false);
      setAsked(null);
    }
  };
  const act = (next: Asked<T>) => (next.action.ends ? setAsked(next) : void perform(next));
  const open = async () => {
    try {
      setFields((await resource.create?.fields()) ?? null);
    } catch (thrown) {
      say(problemFrom(thrown).message, true);
    }
  };
  const send = async (values: Values) => {
    const made = await resource.create?.send(values);
    setFields(null);
    say(`${resource.one} created.`);
    if (made?.shown) setShown(made.shown);
    if (made?.path) go(made.path);
    again();
  };
  const create = resource.create && (
    <button type="button" class="button primary" onClick={open}>
      {resource.create.label}
    </button>
  );
  const filtered = (resource.filters ?? []).some((filter) => query.get(filter.name));

  return (
    <>
      <div class="bar">
        {resource.filters ? <Filters filters={resource.filters} /> : <span />}
        {create}
      </div>
      {loaded.state === "loading" && <Loading what={resource.title.toLowerCase()} />}
      {loaded.state === "failed" && <Failed problem={loaded.problem} again={again} />}
      {loaded.state === "ready" && loaded.value.data.length === 0 && (
        <Empty
          title={
            filtered ? "Nothing matches the filter." : `No ${resource.title.toLowerCase()} yet.`
          }
        >
          {!filtered && <p class="soft">{resource.about}</p>}
        </Empty>
      )}
      {loaded.state === "ready" && loaded.value.data.length > 0 && (
        <>
          <Rows resource={resource} page={loaded.value} act={act} />
          <Pager page={loaded.value} />
        </>
      )}
      {asked && (
        <Confirm
          title={asked.action.title(asked.row)}
          action={asked.action.label}
          danger={asked.action.danger ?? false}
          busy={busy}
          confirm={() => void perform(asked)}
          close={() => setAsked(null)}
        >
          <p>{asked.action.ends?.(asked.row)}</p>
        </Confirm>
      )}
      {fields && resource.create && (
        <FormDialog
          title={resource.create.label}
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
