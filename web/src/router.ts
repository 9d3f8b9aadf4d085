// The router: the path and the query of the address bar are the state of the page, so that reload,
// the back button and a copied address show the same page.
import { useEffect, useLayoutEffect, useState } from "preact/hooks";

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

// The address that is shown, and the place of its entry in the history: the state of each entry
// has its number, so that a change of the browser's own can be undone.
const address = () => location.pathname + location.search;
let shown = address();
let position = 0;
// agreed: the person has agreed to the next change of the browser's own.
let agreed = false;

const numberOf = (state: unknown) =>
  state instanceof Object && "position" in state ? Number(state.position) : null;

function arrive(at: number): void {
  shown = address();
  position = at;
  agreed = false;
  changed.dispatchEvent(new Event("change"));
}

/** Leaving is an attempt to leave a page with a guard. */
export interface Leaving {
  /** lost says what would be lost. */
  lost: string;
  leave: () => void;
}

const guards = new Set<{ lost: string }>();
const leaving = "leaving";

/** unlessGuarded leaves the page; where a guard is, a person is asked first. */
function unlessGuarded(leave: () => void): void {
  const [guard] = guards;
  if (!guard) return leave();
  const detail: Leaving = { lost: guard.lost, leave };
  changed.dispatchEvent(new CustomEvent(leaving, { detail }));
}

/**
 * useGuard asks before the page is left as long as `lost`, what would be lost with it, is not "".
 * The console asks for ways within it (useLeaving), the browser for a reload, another site and the
 * end of the tab.
 */
export function useGuard(lost: string): void {
  // Before the next key or click: what is shown is guarded from the first moment.
  useLayoutEffect(() => {
    if (lost === "") return;
    const guard = { lost };
    const keep = (event: BeforeUnloadEvent) => event.preventDefault();
    guards.add(guard);
    addEventListener("beforeunload", keep);
    return () => {
      guards.delete(guard);
      removeEventListener("beforeunload", keep);
    };
  }, [lost]);
}

/** useLeaving calls `ask` when a page with a guard would be left, which only `leave` does then. */
export function useLeaving(ask: (leaving: Leaving) => void): void {
  useEffect(() => {
    const listen = (event: Event) => ask((event as CustomEvent<Leaving>).detail);
    changed.addEventListener(leaving, listen);
    return () => changed.removeEventListener(leaving, listen);
  }, [ask]);
}

function show(to: string, replace: boolean): void {
  const at = replace ? position : position + 1;
  history[replace ? "replaceState" : "pushState"]({ position: at }, "", base + to);
  arrive(at);
}

/** go shows another page; `replace` does not add it to the history. */
export function go(to: string, replace = false): void {
  unlessGuarded(() => show(to, replace));
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
    return () => changed.removeEventListener("change", update);
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
    unlessGuarded(() => {
      show(href.slice(base.length), false);
      if (!link.hasAttribute("data-keep-scroll")) scrollTo(0, 0);
    });
  });
}

/** followHistory shows the pages to which the buttons Back and Forward of the browser lead. */
export function followHistory(): void {
  position = numberOf(history.state) ?? 0;
  history.replaceState({ position }, "");
  addEventListener("popstate", ({ state }) => {
    const known = numberOf(state);
    // A link to a part of the page makes an entry without a number.
    const at = known ?? position + 1;
    if (known === null) history.replaceState({ position: at }, "");
    if (agreed || guards.size === 0 || address() === shown) return arrive(at);
    // The browser has left already, and no event can prevent that: return, then ask.
    const steps = at - position;
    history.go(-steps);
    unlessGuarded(() => {
      agreed = true;
      history.go(steps);
    });
  });
}
