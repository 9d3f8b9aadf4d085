// Toasts: short messages that screen readers speak. They never hold the only copy of anything.
import { useEffect, useState } from "preact/hooks";

interface Toast {
  id: number;
  text: string;
  bad: boolean;
}

type Listener = (toast: Toast) => void;
const listeners = new Set<Listener>();
let last = 0;

/** say shows a message; `bad` marks a failure. */
export function say(text: string, bad = false): void {
  const toast = { id: ++last, text, bad };
  for (const listener of listeners) listener(toast);
}

const shownFor = 6000;

/** Toasts is the place of the messages; the shell has one. */
export function Toasts() {
  const [toasts, setToasts] = useState<Toast[]>([]);
  useEffect(() => {
    const show: Listener = (toast) => {
      setToasts((old) => [...old.slice(-2), toast]);
      setTimeout(() => setToasts((old) => old.filter((one) => one.id !== toast.id)), shownFor);
    };
    listeners.add(show);
    return () => {
      listeners.delete(show);
    };
  }, []);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <p key={toast.id} class={toast.bad ? "toast bad" : "toast"}>
          {toast.text}
        </p>
      ))}
    </div>
  );
}
