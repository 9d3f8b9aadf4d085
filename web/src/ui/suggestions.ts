// Suggestions: the choices that the server finds for what was typed.
import { useEffect, useRef, useState } from "preact/hooks";
import { problemFrom } from "../use_load";
import type { Option } from "./field";

/** Suggest returns choices for a text, the first ones for "". */
export type Suggest = (text: string) => Promise<Option[]>;

/** mostSuggested is the number of choices that are read: with so many, there may be more. */
export const mostSuggested = 20;

/**
 * valueOf returns the value of the only choice that has a text as its label, or else the text: it
 * may be a value, and of several choices with one name none is meant more than the others.
 */
export function valueOf(text: string, options: Option[]): string {
  const [first, ...others] = options.filter((one) => one.label === text);
  return first && others.length === 0 ? first.value : text;
}

/** pause is the time in milliseconds without a key after which suggestions are read. */
const pause = 200;

/** useSuggestions follows the text. Without suggestions an input still takes any text. */
export function useSuggestions(suggest: Suggest | undefined, text: string): Option[] {
  const [options, setOptions] = useState<Option[]>([]);
  useEffect(() => {
    if (!suggest) return;
    let latest = true;
    const keep = (found: Option[]) => latest && setOptions(found);
    const read = () => void suggest(text).then(keep, () => keep([]));
    const timer = setTimeout(read, text === "" ? 0 : pause);
    return () => {
      latest = false;
      clearTimeout(timer);
    };
  }, [suggest, text]);
  return options;
}

/** OptionPage is a page of the choices that a text finds, and the cursor of the next page or "". */
export interface OptionPage {
  options: Option[];
  after: string;
}

/** More reads further choices of a list whose first page has been read up to the cursor `after`. */
export interface More {
  after: string;
  read: (search: string, after: string) => Promise<OptionPage>;
}

/**
 * useMore reads what the text finds, in addition to the choices that are known. `next` reads the
 * next page; without one it is null.
 */
export function useMore(more: More | undefined, text: string) {
  const [found, setFound] = useState<Option[]>([]);
  const [after, setAfter] = useState(more?.after ?? "");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState("");
  const asked = useRef(0);
  const read = async (from: string) => {
    const number = ++asked.current;
    setBusy(true);
    setFault("");
    try {
      const page = await more?.read(text, from);
      // Choices stay true when the text has changed; the cursor does not.
      setFound((now) => [...now, ...(page?.options ?? [])]);
      if (number === asked.current) setAfter(page?.after ?? "");
    } catch (thrown) {
      if (number === asked.current) setFault(problemFrom(thrown).message);
    } finally {
      if (number === asked.current) setBusy(false);
    }
  };
  useEffect(() => {
    if (!more) return;
    asked.current++;
    setAfter(text === "" ? more.after : "");
    setBusy(text !== "");
    setFault("");
    if (text === "") return;
    const timer = setTimeout(() => void read(""), pause);
    return () => clearTimeout(timer);
  }, [text]);
  return { found, busy, fault, next: after === "" ? null : () => read(after) };
}
