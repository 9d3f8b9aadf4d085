// Detail: the page of one row: where it belongs, its name, actions, facts, and sections.
import type { ComponentChildren } from "preact";
import { usePlace } from "../router";
import { may, type Need, useCaller, useOpens } from "../session";
import { type Action, ActionButtons, permitted, useActions } from "./actions";

export type Fact = [name: string, value: ComponentChildren];

/** Facts is a list of names and values; a value that is absent is "none". */
export function Facts({ facts }: { facts: Fact[] }) {
  const absent = (value: ComponentChildren) =>
    value === null || value === "" || value === undefined || value === false;
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{absent(value) ? <span class="soft">none</span> : value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface Tab {
  id: string;
  title: string;
  /** needs is what the caller needs to see this section. */
  needs?: Need;
  content: () => ComponentChildren;
}

interface TabsProps {
  label: string;
  tabs: Tab[];
  /** parameter of the address; tabs within a tab have another one. */
  parameter?: string;
}

/** Tabs shows one section at a time; the address says which one. The first one is the default. */
export function Tabs({ label, tabs: all, parameter = "tab" }: TabsProps) {
  const { path, query } = usePlace();
  const caller = useCaller();
  const tabs = all.filter((tab) => may(caller, tab.needs));
  if (tabs.length === 0) return null;
  const shown = tabs.find((tab) => tab.id === query.get(parameter)) ?? tabs[0];
  const address = (tab: Tab) => {
    const outer = parameter === "tab" ? null : query.get("tab");
    const values = new URLSearchParams(outer ? { tab: outer } : {});
    if (tab !== tabs[0]) values.set(parameter, tab.id);
    return `/console${path}` + (values.size > 0 ? `?${values}` : "");
  };
  return (
    <>
      <nav class="sections" aria-label={label}>
        {tabs.map((tab) => (
          <a
            key={tab.id}
            href={address(tab)}
            aria-current={tab === shown ? "page" : undefined}
            data-keep-scroll=""
          >
            {tab.title}
          </a>
        ))}
      </nav>
      {shown && (
        <section key={shown.id} aria-label={shown.title}>
          {shown.content()}
        </section>
      )}
    </>
  );
}

/** Up leads to the list that a row belongs to, where the caller may open it. */
function Up({ path, title }: { path: string; title: string }) {
  const opens = useOpens();
  return opens(path) ? <a href={`/console${path}`}>{title}</a> : <>{title}</>;
}

interface DetailProps<T> {
  /** up is the page of the list that the row belongs to. */
  up: { path: string; title: string };
  title: string;
  badge?: ComponentChildren;
  row: T;
  one: string;
  /** writes is what the caller needs for the actions. */
  writes?: Need;
  actions?: Action<T>[];
  set: (row: T) => void;
  again: () => void;
  facts: Fact[];
  children?: ComponentChildren;
}

export function Detail<T>(props: DetailProps<T>) {
  const { act, dialogs } = useActions<T>(props);
  const actions = permitted(useCaller(), props.actions, props.writes);
  return (
    <>
      <header class="page-head with-actions">
        <div>
          <p class="crumbs">
            <Up {...props.up} />
          </p>
          <h1>
            {props.title} {props.badge}
          </h1>
        </div>
        <div class="buttons">
          <ActionButtons actions={actions} row={props.row} act={act} kind="button" />
        </div>
      </header>
      <Facts facts={props.facts} />
      {props.children}
      {dialogs}
    </>
  );
}
