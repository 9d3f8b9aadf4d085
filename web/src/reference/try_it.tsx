// TryIt: sends the request of the page to the server, with the session of the signed-in person.
import { useState } from "preact/hooks";
import { csrfToken } from "../api";
import { Code } from "../ui/code";
import { Confirm } from "../ui/dialog";

export interface Sent {
  method: string;
  path: string;
  type: string;
  body: string;
}

interface Answer {
  status: string;
  ok: boolean;
  took: number;
  requestId: string;
  text: string;
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send({ method, path, type, body }: Sent): Promise<Answer> {
  const began = performance.now();
  try {
    const response = await fetch(path, {
      method,
      headers: { "X-CSRF-Token": csrfToken(), ...(body ? { "Content-Type": type } : {}) },
      body: body || null,
      credentials: "same-origin",
      redirect: "manual",
      cache: "no-store",
    });
    const text = await response.text();
    return {
      status: `${response.status} ${response.statusText}`,
      ok: response.ok,
      took: performance.now() - began,
      requestId: response.headers.get("X-Request-Id") ?? "",
      text: pretty(text),
    };
  } catch (thrown) {
    return { status: "No answer", ok: false, took: 0, requestId: "", text: String(thrown) };
  }
}

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
            <p>
              <span class={answer.ok ? "badge good" : "badge bad"}>{answer.status}</span>{" "}
              <span class="soft small">
                {Math.round(answer.took)} ms
                {answer.requestId && `, request id ${answer.requestId}`}
              </span>
            </p>
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
