// Notices: what concerns the session of the whole page: a masquerade as another user or for another
// environment, and another sign-in.
import { useEffect, useState } from "preact/hooks";
import { masqueradeName, replaced } from "../api";
import { type Caller, endMasquerade } from "../session";
import { problemFrom } from "../use_load";
import { Time } from "./time";
import { say } from "./toast";

/** MasqueradeNotice says on every page as whom or for what the person acts, and ends it. */
export function MasqueradeNotice({ caller }: { caller: Caller }) {
  const by = caller.impersonator;
  if (!by) return null;
  const end = () =>
    endMasquerade(caller).catch((thrown) => say(problemFrom(thrown).message, true));
  const elsewhere = by.environment_id !== undefined;
  return (
    <section
      class="notice masquerade"
      aria-label={elsewhere ? "Another environment" : "Masquerade"}
    >
      {elsewhere ? (
        <p>
          {by.name}, you act for the environment <strong>{caller.environment.name}</strong>. It
          ends <Time at={caller.expires_at} />.
        </p>
      ) : (
        <p>
          {by.name}, you act as{" "}
          <strong>{masqueradeName(caller.session_id) ?? caller.subject.id}</strong>. It ends{" "}
          <Time at={caller.expires_at} />. Reason: {by.reason}
        </p>
      )}
      <button type="button" class="button" onClick={end}>
        {elsewhere ? "Return to your environment" : "End masquerade"}
      </button>
    </section>
  );
}

/** ReplacedNotice asks for a reload once another session has replaced that of the page. */
export function ReplacedNotice() {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const show = () => setShown(true);
    addEventListener(replaced, show);
    return () => removeEventListener(replaced, show);
  }, []);
  if (!shown) return null;
  return (
    <section class="notice" role="alert" aria-label="Another sign-in">
      <p>Another sign-in in this browser: reload. This page changed nothing since then.</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        Reload
      </button>
    </section>
  );
}
