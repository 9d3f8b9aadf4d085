// Detail: the page of one row: where it belongs, its name, actions, facts, and sections.
import type { ComponentChildren } from "preact";
import { usePlace } from "../router";
import { type Action, ActionButtons, useActions } from "./actions";

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
  content: () => ComponentChildren;
}

/** Tabs shows one section at a time; the address says which one. The first one is the default. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  const { path, query } = usePlace();
  const shown = tabs.find((tab) => tab.id === query.get("tab")) ?? tabs[0];
  const address = (tab: Tab) =>
    `/console${path}` + (tab === tabs[0] ? "" : `?tab=${encodeURIComponent(tab.id)}`);
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

interface DetailProps<T> {
  /** up is the page of the list that the row belongs to. */
  up: { path: string; title: string };
  title: string;
  badge?: ComponentChildren;
  row: T;
  one: string;
  actions?: Action<T>[];
  set: (row: T) => void;
  again: () => void;
  facts: Fact[];
  children?: ComponentChildren;
}

export function Detail<T>(props: DetailProps<T>) {
  const { act, dialogs } = useActions<T>(props);
  return (
    <>
      <header class="page-head with-actions">
        <div>
          <p class="crumbs">
            <a href={`/console${props.up.path}`}>{props.up.title}</a>
          </p>
          <h1>
            {props.title} {props.badge}
          </h1>
        </div>
        <div class="buttons">
          <ActionButtons actions={props.actions ?? []} row={props.row} act={act} kind="button" />
        </div>
      </header>
      <Facts facts={props.facts} />
      {props.children}
      {dialogs}
    </>
  );
}
