// Menu: a button of the top bar that opens a list. Escape closes it, and a new `key` does.
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

interface MenuProps {
  /** look is the class of the button. */
  look: string;
  /** hint is the title of the button. */
  hint: string;
  /** face is what the button shows. */
  face: ComponentChildren;
  onOpen?: () => void;
  /** children are the items of the list. */
  children: ComponentChildren;
}

export function Menu({ look, hint, face, onOpen, children }: MenuProps) {
  const frame = useRef<HTMLDetailsElement>(null);
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !frame.current?.open) return;
    frame.current.open = false;
    frame.current.querySelector("summary")?.focus();
  };
  return (
    <details
      class="menu"
      ref={frame}
      onKeyDown={press}
      onToggle={() => frame.current?.open && onOpen?.()}
    >
      <summary class={look} title={hint}>
        {face}
      </summary>
      <ul>{children}</ul>
    </details>
  );
}
