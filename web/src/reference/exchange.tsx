// Exchange: a request that a page of the reference sends, and the outcome as it is shown.
import { pretty } from "../format";

export interface Answer {
  status: string;
  ok: boolean;
  took: number;
  requestId: string;
  text: string;
}

/** exchange sends a request. Without an answer the text is the reason. */
export async function exchange(path: string, request: RequestInit): Promise<Answer> {
  const began = performance.now();
  try {
    const response = await fetch(path, { ...request, redirect: "manual", cache: "no-store" });
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

/** Outcome is the status of an answer, its time and its id. */
export function Outcome({ answer }: { answer: Answer }) {
  return (
    <p>
      <span class={answer.ok ? "badge good" : "badge bad"}>{answer.status}</span>{" "}
      <span class="soft small">
        {Math.round(answer.took)} ms
        {answer.requestId && `, request id ${answer.requestId}`}
      </span>
    </p>
  );
}
