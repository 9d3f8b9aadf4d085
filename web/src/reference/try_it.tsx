// TryIt: sends the request of the page to the server, with the credential that was entered, or else
// with the session of the signed-in person.
import { useState } from "preact/hooks";
import { csrfToken } from "../api";
import { Code } from "../ui/code";
import { Confirm } from "../ui/dialog";
import { say } from "../ui/toast";
import { tokenIn } from "./credential";
import { type Answer, exchange, Outcome } from "./exchange";

/** By says what authenticates a request: "missing" is a credential that must be entered first. */
export type By = { header: [name: string, value: string] } | "session" | "nothing" | "missing";

export interface Sent {
  method: string;
  path: string;
  headers: [name: string, value: string][];
  body: string;
  by: By;
}

/** send leaves the session out where another credential is sent: a request has one of them. */
function send({ method, path, headers, body, by }: Sent): Promise<Answer> {
  const own = typeof by === "object";
  const proof: [string, string] = own ? by.header : ["X-CSRF-Token", csrfToken()];
  return exchange(path, {
    method,
    headers: [proof, ...headers],
    body: body || null,
    credentials: own ? "omit" : "same-origin",
  });
}

function hintOf(sent: Sent): string {
  const missing = /\{\w+\}/.exec(sent.path)?.[0];
  if (missing) return `Fill in ${missing} to send the request.`;
  if (sent.by === "missing") return "Enter a token or key to send the request.";
  if (sent.by === "nothing") return "This operation needs no credential.";
  return sent.by === "session"
    ? "With your session."
    : "With the token or key, and without your session.";
}

interface TryItProps {
  sent: Sent;
  /** take is called with an access token of an answer that the person wants to use. */
  take: (token: string) => void;
}

export function TryIt({ sent, take }: TryItProps) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const blocked = /\{\w+\}/.test(sent.path) || sent.by === "missing";
  const token = answer?.ok ? tokenIn(answer.text) : "";
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
          disabled={busy || blocked}
          onClick={() => (sent.method === "DELETE" ? setAsked(true) : void perform())}
        >
          Send
        </button>
        <p class="soft small">{hintOf(sent)}</p>
      </div>
      <div role="status">
        {answer && (
          <div class="stack">
            <Outcome answer={answer} />
            {answer.text && <Code name="Answer" text={answer.text} tall />}
          </div>
        )}
      </div>
      {token && (
        <div class="buttons start">
          <button
            type="button"
            class="button"
            onClick={() => {
              take(token);
              say("The next requests send this token.");
            }}
          >
            Use this token
          </button>
          <p class="soft small">In place of your session, until you leave this page.</p>
        </div>
      )}
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
