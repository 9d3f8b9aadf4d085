// Copy: copies a text and says so.
import { say } from "./toast";

/** copyText works without the clipboard API too, which browsers offer in secure contexts only. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "offscreen";
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

interface CopyProps {
  text: string;
  /** what is copied, for the spoken confirmation: "Client id" */
  what: string;
  onCopied?: () => void;
  label?: string;
  autofocus?: boolean;
}

/** CopyButton is an icon, or a button with a label. */
export function CopyButton({ text, what, onCopied, label, autofocus }: CopyProps) {
  const copy = async () => {
    if (await copyText(text)) {
      say(`${what} copied.`);
      onCopied?.();
    } else {
      say(`${what} could not be copied. Select it and copy it with the keyboard.`, true);
    }
  };
  return (
    <button
      type="button"
      class={label ? "button" : "icon-button"}
      onClick={copy}
      autofocus={autofocus}
      aria-label={label ? undefined : `Copy ${what}`}
      title={label ? undefined : `Copy ${what}`}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none">
        <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" stroke="currentColor" />
        <path d="M10.5 5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5" stroke="currentColor" />
      </svg>
      {label}
    </button>
  );
}

/** CopyText shows an id or address in monospace beside its copy button. */
export function CopyText({ text, what }: { text: string; what: string }) {
  return (
    <span class="copy-text">
      <code>{text}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}
