// SecretDialog: shows a secret once, and resists closing before it is copied. useUncopied guards
// the page meanwhile, LeaveQuestion is what it asks.
import { useState } from "preact/hooks";
import { type Leaving, useGuard, useLeaving } from "../router";
import { CopyButton } from "./copy";
import { Confirm, Dialog } from "./dialog";

/** Shown is one value of the dialog; only values marked secret must be copied. */
export interface Shown {
  label: string;
  value: string;
  secret?: boolean;
}

/** useUncopied asks before the page is left while it shows a secret that is not copied yet. */
export const useUncopied = (uncopied: boolean) =>
  useGuard(uncopied ? "The secret is not copied yet." : "");

/** LeaveQuestion asks before a page is left on which something would be lost. */
export function LeaveQuestion() {
  const [asked, setAsked] = useState<Leaving | null>(null);
  useLeaving(setAsked);
  if (!asked) return null;
  const leave = () => {
    setAsked(null);
    asked.leave();
  };
  return (
    <Confirm
      title="Leave this page?"
      action="Leave"
      danger
      confirm={leave}
      close={() => setAsked(null)}
    >
      <p>{asked.lost} After leaving it is lost, and a new one must be made.</p>
    </Confirm>
  );
}

interface SecretDialogProps {
  title: string;
  values: Shown[];
  close: () => void;
}

export function SecretDialog({ title, values, close }: SecretDialogProps) {
  const [copied, setCopied] = useState(false);
  const [warned, setWarned] = useState(false);
  useUncopied(!copied);
  const tryClose = () => {
    if (copied || warned) close();
    else setWarned(true);
  };
  return (
    <Dialog title={title} close={tryClose}>
      <p class="soft">The secret is shown once and cannot be read again. Store it safely.</p>
      <dl class="shown">
        {values.map((shown) => (
          <div key={shown.label}>
            <dt>{shown.label}</dt>
            <dd>
              <input readonly value={shown.value} aria-label={shown.label} class="mono" />
              <CopyButton
                text={shown.value}
                what={shown.label}
                autofocus={shown.secret}
                onCopied={() => shown.secret && setCopied(true)}
              />
            </dd>
          </div>
        ))}
      </dl>
      {warned && !copied && (
        <p class="fault" role="alert">
          The secret is not copied yet. After closing it is lost, and a new one must be made.
        </p>
      )}
      <div class="buttons">
        <button type="button" class={copied ? "button primary" : "button"} onClick={tryClose}>
          {warned && !copied ? "Close without copying" : "Done"}
        </button>
      </div>
    </Dialog>
  );
}
