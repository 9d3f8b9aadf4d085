// The router: the path and the query of the address bar are the state of the page, so that reload,
// the back button and a copied address show the same page.
import { useEffect, useState } from "preact/hooks";

export const base = "/console";
const changed = new EventTarget();

/** Place is the current address: the path below /console, and the query. */
export interface Place {
  path: string;
  query: URLSearchParams;
}

function here(): Place {
  const path = location.pathname.slice(base.length).replace(/\/$/, "");
  return { path: path === "" ? "/" : path, query: new URLSearchParams(location.search) };
}

/** go shows another page; `replace` does not add it to the history. */
export function go(to: string, replace = false): void {
  history[replace ? "replaceState" : "pushState"](null, "", base + to);
  changed.dispatchEvent(new Event("change"));
}

/** setQuery changes parameters of the current page; "" removes one. */
export function setQuery(values: Record<string, string>, replace = false): void {
  const place = here();
  for (const [name, value] of Object.entries(values)) {
    if (value) place.query.set(name, value);
    else place.query.delete(name);
  }
  const query = place.query.size > 0 ? `?${place.query}` : "";
  go((place.path === "/" ? "" : place.path) + query, replace);
}

/** usePlace returns the current place and renders again when it changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const update = () => setPlace(here());
    changed.addEventListener("change", update);
    addEventListener("popstate", update);
    return () => {
      changed.removeEventListener("change", update);
      removeEventListener("popstate", update);
    };
  }, []);
  return place;
}

/** match returns the values of the pattern's `:name` segments; null if the path is another one. */
export function match(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [at, segment] of wanted.entries()) {
    const value = given[at] ?? "";
    const isValue = segment.startsWith(":") && value !== "";
    if (isValue) values[segment.slice(1)] = decodeURIComponent(value);
    else if (segment !== value) return null;
  }
  return values;
}

/** followLinks lets clicks on links within the console change the page without a load. */
export function followLinks(): void {
  addEventListener("click", (event) => {
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey);
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const href = link?.getAttribute("href") ?? "";
    if (!plain || event.defaultPrevented || !link || link.hasAttribute("download")) return;
    if (href !== base && !href.startsWith(base + "/") && !href.startsWith(base + "?")) return;
    event.preventDefault();
    go(href.slice(base.length));
    if (!link.hasAttribute("data-keep-scroll")) scrollTo(0, 0);
  });
}
