import { ago, exact } from "../format";

interface TimeProps {
  at: string | null | undefined;
  never?: string;
}

/** Time shows a relative time, and the exact one on hover and focus. */
export function Time({ at, never = "never" }: TimeProps) {
  if (!at) return <span class="soft">{never}</span>;
  return (
    <time dateTime={at} title={exact(at)} tabIndex={0}>
      {ago(at)}
    </time>
  );
}
