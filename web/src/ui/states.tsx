// States: what a page shows while it loads, when it has nothing, and when it failed.
import type { ComponentChildren } from "preact";
import type { Problem } from "../api";
import type { Loaded } from "../use_load";

export function Loading({ what }: { what: string }) {
  return (
    <div class="state" role="status">
      <span class="spinner" aria-hidden="true" />
      Loading {what}
    </div>
  );
}

interface EmptyProps {
  title: string;
  children?: ComponentChildren;
}

/** Empty says what would be here, and offers the first step as children. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div class="state empty">
      <p class="state-title">{title}</p>
      {children}
    </div>
  );
}

interface FailedProps {
  problem: Problem;
  again?: () => void;
}

/** Failed shows the server's words and the request id to quote to support. */
export function Failed({ problem, again }: FailedProps) {
  return (
    <div class="state failed" role="alert">
      <p class="state-title">{problem.message}</p>
      {problem.requestId && (
        <p class="soft">
          Request id <code>{problem.requestId}</code>
        </p>
      )}
      {again && (
        <button type="button" class="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}

interface ReadyProps<T> {
  from: Loaded<T>;
  again: () => void;
  /** what is loaded, for the text meanwhile: "the organization" */
  what: string;
  children: (value: T) => ComponentChildren;
}

/** Ready shows its children once the value is there, and the state until then. */
export function Ready<T>({ from, again, what, children }: ReadyProps<T>) {
  if (from.state === "loading") return <Loading what={what} />;
  if (from.state === "failed") return <Failed problem={from.problem} again={again} />;
  return <>{children(from.value)}</>;
}
