import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { ago, exact } from "../format";

interface TimeProps {
  at: string | null | undefined;
  never?: string;
}

interface Place {
  left: number;
  top: number;
}

/** widest is the width that a tooltip may need, in pixels. */
const widest = 260;

function placeBelow(element: HTMLElement): Place {
  const { left, bottom } = element.getBoundingClientRect();
  return { left: Math.max(0, Math.min(left, innerWidth - widest)), top: bottom };
}

/** Time shows a relative time, and the exact one in a tooltip on hover and on keyboard focus. */
export function Time({ at, never = "never" }: TimeProps) {
  const id = useId();
  const element = useRef<HTMLTimeElement>(null);
  const [place, setPlace] = useState<Place | null>(null);
  const shown = place !== null;
  const show = () => setPlace(element.current && placeBelow(element.current));
  const hide = () => setPlace(null);
  useLayoutEffect(() => {
    if (!shown) return;
    // The focus may scroll the page to the time after the tooltip is shown.
    addEventListener("scroll", show, true);
    return () => removeEventListener("scroll", show, true);
  }, [shown]);
  if (!at) return <span class="soft">{never}</span>;
  return (
    <>
      <time
        ref={element}
        dateTime={at}
        tabIndex={0}
        aria-describedby={shown ? id : undefined}
        onFocus={show}
        onMouseEnter={show}
        onBlur={hide}
        onMouseLeave={hide}
        onKeyDown={(event) => event.key === "Escape" && hide()}
      >
        {ago(at)}
      </time>
      {place && (
        <span
          id={id}
          role="tooltip"
          class="tooltip"
          style={{ left: `${place.left}px`, top: `${place.top}px` }}
        >
          {exact(at)}
        </span>
      )}
    </>
  );
}
