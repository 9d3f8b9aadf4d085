// IndexList: the searchable list of links beside what is chosen in it. The search is in the
// address.
import type { ComponentChildren } from "preact";
import { setQuery, usePlace } from "../router";

export interface IndexItem {
  id: string;
  address: string;
  tip?: string;
  shown: ComponentChildren;
}

export interface IndexGroup {
  title: string;
  items: IndexItem[];
}

export function SearchField({ label }: { label: string }) {
  const { query } = usePlace();
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="search"
        data-search=""
        value={query.get("q") ?? ""}
        onInput={(event) => setQuery({ q: event.currentTarget.value }, true)}
      />
    </label>
  );
}

interface IndexProps {
  label: string;
  /** none is what is shown without any group. */
  none: string;
  groups: IndexGroup[];
  current: string;
  /** skipTo is the id of what follows: on a keyboard the list has hundreds of stops. */
  skipTo: string;
}

export function IndexList({ label, none, groups, current, skipTo }: IndexProps) {
  return (
    <>
      <a class="skip" href={`#${skipTo}`}>
        Skip the list
      </a>
      <nav aria-label={label} tabIndex={0}>
        {groups.length === 0 && <p class="soft">{none}</p>}
        {groups.map(({ title, items }) => (
          <div key={title}>
            <p class="side-title">{title}</p>
            <ul aria-label={title}>
              {items.map((one) => (
                <li key={one.id}>
                  <a
                    href={one.address}
                    aria-current={one.id === current ? "page" : undefined}
                    title={one.tip}
                    data-keep-scroll=""
                  >
                    {one.shown}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
    </>
  );
}
