// TryIt: sends the request of the page to the server, with the session of the signed-in person.
import { useState } from "preact/hooks";
import { csrfToken } from "../api";
import { Code } from "../ui/code";
import { Confirm } from "../ui/dialog";
import { type Answer, exchange, Outcome } from "./exchange";

export interface Sent {
  method: string;
  path: string;
  type: string;
  body: string;
}

const send = ({ method, path, type, body }: Sent): Promise<Answer> =>
  exchange(path, {
    method,
    headers: { "X-CSRF-Token": csrfToken(), ...(body ? { "Content-Type": type } : {}) },
    body: body || null,
    credentials: "same-origin",
  });

export function TryIt({ sent }: { sent: Sent }) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const missing = /\{\w+\}/.exec(sent.path)?.[0];
  const perform = async () => {
    setAsked(false);
    setBusy(true);
    setAnswer(await send(sent));
    setBusy(false);
  };
  return (
    <div class="stack">
      <div class="buttons start">
        <button
          type="button"
          class="button primary"
          disabled={busy || missing !== undefined}
          onClick={() => (sent.method === "DELETE" ? setAsked(true) : void perform())}
        >
          Send
        </button>
        <p class="soft small">
          {missing
            ? `Fill in ${missing} to send the request.`
            : "With your session. An operation that takes only tokens of a vendor answers 401."}
        </p>
      </div>
      <div role="status">
        {answer && (
          <div class="stack">
            <Outcome answer={answer} />
            {answer.text && <Code name="Answer" text={answer.text} tall />}
          </div>
        )}
      </div>
      {asked && (
        <Confirm
          title={`Send DELETE ${sent.path}?`}
          action="Delete"
          danger
          confirm={() => void perform()}
          close={() => setAsked(false)}
        >
          <p>The server performs the request on the data of this environment.</p>
        </Confirm>
      )}
    </div>
  );
}
