// Suggestions: the choices that the server finds for what was typed.
import { useEffect, useState } from "preact/hooks";
import type { Option } from "./field";

/** Suggest returns choices for a text, the first ones for "". */
export type Suggest = (text: string) => Promise<Option[]>;

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
