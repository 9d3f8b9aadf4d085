// useLoad: reads something from the server for a page, with its states.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Problem } from "./api";

export type Loaded<T> =
  | { state: "loading" }
  | { state: "failed"; problem: Problem }
  | { state: "ready"; value: T };

/** useRepeat calls `act` at intervals, in milliseconds, while the page is visible. */
export function useRepeat(act: () => unknown, every = 3000): void {
  const now = useRef(act);
  now.current = act;
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && void now.current(), every);
    return () => clearInterval(timer);
  }, [every]);
}

/** problemFrom returns what was thrown as a Problem. */
export function problemFrom(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem(0, "defect", String(thrown), [], "");
}

/**
 * useLoad calls `read` again whenever a part of `key` changes or `again` is called. An answer that
 * arrives after a later question is ignored.
 */
export function useLoad<T>(
  read: () => Promise<T>,
  key: string,
): [Loaded<T>, again: () => void, set: (value: T) => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: "loading" });
  const asked = useRef(0);
  const ask = useRef(read);
  ask.current = read;
  const load = useCallback(() => {
    const number = ++asked.current;
    const keep = (next: Loaded<T>) => number === asked.current && setLoaded(next);
    ask.current().then(
      (value) => keep({ state: "ready", value }),
      (thrown) => keep({ state: "failed", problem: problemFrom(thrown) }),
    );
  }, []);
  useEffect(() => {
    setLoaded({ state: "loading" });
    load();
  }, [key, load]);
  const set = useCallback((value: T) => setLoaded({ state: "ready", value }), []);
  return [loaded, load, set];
}
