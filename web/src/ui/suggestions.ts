// Suggestions: the choices that the server finds for what was typed.
import { useEffect, useState } from "preact/hooks";
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
