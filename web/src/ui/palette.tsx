// Palette: goes to a page by typing a part of its name.
import { useState } from "preact/hooks";
import { go } from "../router";
import { Dialog } from "./dialog";

/** NavItem is a page of the navigation. */
export interface NavItem {
  path: string;
  title: string;
  /** also: other words for the page */
  also: string;
}

interface PaletteProps {
  nav: NavItem[];
  close: () => void;
}

export function Palette({ nav, close }: PaletteProps) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const wanted = text.toLowerCase().trim();
  const fits = (item: NavItem) => `${item.title} ${item.also}`.toLowerCase().includes(wanted);
  const named = (item: NavItem) => item.title.toLowerCase().includes(wanted);
  // Pages that have the text in their title come first.
  const found = nav.filter(fits).sort((a, b) => Number(named(b)) - Number(named(a)));
  const open = (item: NavItem | undefined) => {
    if (!item) return;
    close();
    go(item.path === "/" ? "" : item.path);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((at + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      open(found[at]);
    }
  };
  return (
    <Dialog title="Go to" close={close}>
      <input
        role="combobox"
        list={undefined}
        aria-expanded="true"
        aria-controls="palette-pages"
        aria-activedescendant={found[at] ? `palette-${at}` : undefined}
        aria-label="Page"
        autofocus
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <ul id="palette-pages" role="listbox" aria-label="Pages" class="palette">
        {found.map((item, number) => (
          <li
            key={item.path}
            id={`palette-${number}`}
            role="option"
            aria-selected={number === at}
            onClick={() => open(item)}
          >
            {item.title}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
