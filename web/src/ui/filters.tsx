// Filters: the filters of a list. Their values are in the address.
import { useEffect, useId, useState } from "preact/hooks";
import { setQuery, usePlace } from "../router";
import type { Option } from "./field";
import { type Suggest, useSuggestions, valueOf } from "./suggestions";

export interface Filter {
  name: string;
  label: string;
  /** options is a fixed choice. */
  options?: Option[];
  /** suggest reads values to choose from; any other text is allowed too. */
  suggest?: Suggest;
  type?: "date";
  /** usual is the value without a choice, for a list that is never unfiltered. */
  usual?: string;
  /** encode makes the parameter of the API from the value in the address. */
  encode?: (value: string) => string;
}

/** bySearch is the filter of a list that the server searches. */
export const bySearch: Filter = { name: "search", label: "Search" };

interface FilterProps {
  filter: Filter;
  first: boolean;
  value: string;
  set: (value: string) => void;
}

function Search({ filter, first, value, set }: FilterProps) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const { suggest } = filter;
  // A value that was chosen is often an id, by which nothing is suggested.
  const options = useSuggestions(suggest, typed === value ? "" : typed);
  // A person may be faster than the suggestions, so this asks the server again.
  const choose = async (typedText: string) => {
    const text = typedText.trim();
    const found = suggest && text !== "" ? await suggest(text).catch(() => []) : [];
    set(valueOf(text, found));
  };
  return (
    <>
      <input
        type={filter.type ?? "search"}
        data-search={first ? "" : undefined}
        list={suggest ? id : undefined}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => void choose(event.currentTarget.value)}
      />
      {suggest && (
        <datalist id={id}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}

function Choice({ filter, value, set }: FilterProps) {
  return (
    <select value={value} onChange={(event) => set(event.currentTarget.value)}>
      {filter.usual === undefined && <option value="">All</option>}
      {(filter.options ?? []).map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

export function Filters({ filters }: { filters: Filter[] }) {
  const { query } = usePlace();
  if (filters.length === 0) return <span />;
  const set = (name: string, value: string) => setQuery({ [name]: value, after: "", before: "" });
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      {filters.map((filter, at) => {
        const props = {
          filter,
          first: at === 0,
          value: query.get(filter.name) ?? filter.usual ?? "",
          set: (value: string) => set(filter.name, value),
        };
        return (
          <label key={filter.name}>
            <span>{filter.label}</span>
            {filter.options ? <Choice {...props} /> : <Search {...props} />}
          </label>
        );
      })}
    </form>
  );
}
