// Dialog: a modal dialog. The browser keeps the focus inside and returns it afterwards.
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

interface DialogProps {
  title: string;
  /** close is asked for by Escape and by the buttons; the owner may refuse. */
  close: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, close, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Before the next key: what is typed at once after the shortcut belongs to the dialog.
  useLayoutEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      // An open modal dialog keeps the focus from everything behind it.
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const cancel = (event: Event) => {
    event.preventDefault();
    close();
  };
  // Chromium closes a dialog at the second Escape even when the first one was refused.
  const keepOpen = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  };
  return (
    <dialog ref={element} aria-labelledby={id} onCancel={cancel} onKeyDown={keepOpen}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}

interface ConfirmProps {
  title: string;
  /** action is the label of the button: the verb, such as "Revoke". */
  action: string;
  children: ComponentChildren;
  danger?: boolean;
  busy?: boolean;
  /** typed is the name that must be typed before the button works. */
  typed?: string;
  confirm: () => void;
  close: () => void;
}

/** Confirm says what an action ends, and asks before it happens. */
export function Confirm(props: ConfirmProps) {
  const { title, action, children, danger, busy, typed, confirm, close } = props;
  const [text, setText] = useState("");
  const id = useId();
  const matches = typed === undefined || text.trim() === typed.trim();
  const submit = (event: Event) => {
    event.preventDefault();
    if (matches && !busy) confirm();
  };
  return (
    <Dialog title={title} close={close}>
      <form onSubmit={submit}>
        <div class="stack">{children}</div>
        {typed !== undefined && (
          <div class="field">
            <label for={id}>Type {typed} to confirm</label>
            <input
              id={id}
              value={text}
              autocomplete="off"
              spellcheck={false}
              autofocus
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </div>
        )}
        <div class="buttons">
          <button
            type="button"
            class="button"
            onClick={close}
            autofocus={typed === undefined}
          >
            Cancel
          </button>
          <button
            class={danger ? "button danger" : "button primary"}
            disabled={busy || !matches}
          >
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
