// GraphqlEditor: the operation and its variables, the request, and the answer with its errors.
import { useId, useRef, useState } from "preact/hooks";
import { counted } from "../format";
import { Code } from "../ui/code";
import { CopyButton } from "../ui/copy";
import { Confirm } from "../ui/dialog";
import { Field } from "../ui/field";
import { type Answer, exchange, Outcome } from "./exchange";
import { type Draft, objectIn, type Written, writtenIn } from "./graphql_operation";
import { curl, type Request } from "./samples";

const endpoint = "/client/graphql";

interface Place {
  line: number;
  column: number;
}

interface GraphqlError {
  message: string;
  locations?: Place[];
  path?: (string | number)[];
  extensions?: { code?: string };
}

/** errorsOf returns the errors of an answer; none for a text that is no answer of GraphQL. */
function errorsOf(text: string): GraphqlError[] {
  try {
    return (JSON.parse(text) as { errors?: GraphqlError[] }).errors ?? [];
  } catch {
    return [];
  }
}

function requestOf(draft: Draft, name: string, token: string): Request {
  const variables = objectIn(draft.variables) ?? {};
  const body = {
    query: draft.query,
    ...(Object.keys(variables).length > 0 ? { variables } : {}),
    ...(name ? { operationName: name } : {}),
  };
  return {
    method: "POST",
    url: location.origin + endpoint,
    headers: [
      ["Authorization", `Bearer ${token}`],
      ["Content-Type", "application/json"],
    ],
    body: JSON.stringify(body),
  };
}

const send = ({ method, headers, body }: Request): Promise<Answer> =>
  exchange(endpoint, { method, headers, body, credentials: "omit" });

interface ErrorsProps {
  errors: GraphqlError[];
  /** show selects the place in the operation. */
  show: (place: Place) => void;
}

function Errors({ errors, show }: ErrorsProps) {
  return (
    <ul class="fault graphql-errors" aria-label="Errors">
      {errors.map((one, number) => (
        <li key={number}>
          <strong>{one.extensions?.code ?? "ERROR"}</strong> {one.message}{" "}
          {one.path && (
            <>
              At <code>{one.path.join(".")}</code>{" "}
            </>
          )}
          {one.locations?.map((place) => (
            <button
              key={`${place.line}:${place.column}`}
              type="button"
              class="link danger"
              onClick={() => show(place)}
            >
              Line {place.line}, column {place.column}
            </button>
          ))}
        </li>
      ))}
    </ul>
  );
}

interface AnswerProps extends Pick<ErrorsProps, "show"> {
  answer: Answer;
}

function AnswerView({ answer, show }: AnswerProps) {
  const errors = errorsOf(answer.text);
  const good = answer.ok && errors.length === 0;
  const failed = counted(errors.length, "error");
  const status = errors.length > 0 ? `${answer.status}, ${failed}` : answer.status;
  return (
    <div class="stack">
      <Outcome answer={{ ...answer, ok: good, status }} />
      {errors.length > 0 && <Errors errors={errors} show={show} />}
      {answer.text && <Code name="Answer" text={answer.text} tall />}
    </div>
  );
}

/** offsetOf returns where a place of an error is in the text. Both count from 1. */
function offsetOf(text: string, { line, column }: Place): number {
  const before = text.split("\n").slice(0, line - 1);
  return before.reduce((sum, one) => sum + one.length + 1, column - 1);
}

interface ChoiceProps {
  written: Written[];
  chosen: string;
  choose: (name: string) => void;
}

/** Choice says which operation of a text with several is run. */
function Choice({ written, chosen, choose }: ChoiceProps) {
  const options = written.map(({ name }) => ({ value: name, label: name || "without a name" }));
  return (
    <Field
      field={{ name: "name", label: "Run", type: "select", options, required: true }}
      value={chosen}
      fault=""
      change={choose}
    />
  );
}

interface EditorProps {
  draft: Draft;
  change: (draft: Draft) => void;
  token: string;
}

export function GraphqlEditor({ draft, change, token }: EditorProps) {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [name, setName] = useState("");
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const written = writtenIn(draft.query);
  const chosen = written.find((one) => one.name === name) ?? written[0];
  const fault = objectIn(draft.variables) === null ? "The variables are no object of JSON." : "";
  const operationName = written.length > 1 ? (chosen?.name ?? "") : "";
  const request = requestOf(draft, operationName, token);
  const blocked = busy || fault !== "" || draft.query.trim() === "";
  const perform = async () => {
    setAsked(false);
    setBusy(true);
    setAnswer(await send(request));
    setBusy(false);
  };
  const run = () => {
    if (blocked) return;
    if (chosen?.kind === "mutation") setAsked(true);
    else void perform();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  };
  const show = (place: Place) => {
    const offset = offsetOf(draft.query, place);
    area.current?.focus();
    area.current?.setSelectionRange(offset, offset + 1);
  };
  return (
    <div class="stack">
      <div class="stack" onKeyDown={press}>
        <div class="field">
          <label for={id}>Operation</label>
          <textarea
            id={id}
            ref={area}
            class="mono"
            rows={14}
            spellcheck={false}
            autocapitalize="off"
            value={draft.query}
            onInput={(event) => change({ ...draft, query: event.currentTarget.value })}
          />
        </div>
        <Field
          field={{ name: "variables", label: "Variables", type: "code" }}
          value={draft.variables}
          fault={fault}
          change={(variables) => change({ ...draft, variables })}
        />
        {written.length > 1 && (
          <Choice written={written} chosen={chosen?.name ?? ""} choose={setName} />
        )}
      </div>
      <div class="buttons start">
        <button type="button" class="button primary" disabled={blocked} onClick={run}>
          Run
        </button>
        <CopyButton text={curl(request)} what="curl command" label="Copy as curl" />
        <p class="soft small">
          <kbd>Ctrl Enter</kbd> runs too. The curl command has the token.
        </p>
      </div>
      <div role="status">{answer && <AnswerView answer={answer} show={show} />}</div>
      {asked && (
        <Confirm
          title={`Run the mutation${chosen?.name ? ` ${chosen.name}` : ""}?`}
          action="Run mutation"
          confirm={() => void perform()}
          close={() => setAsked(false)}
        >
          <p>The server performs it on the data of this environment, as the user of the token.</p>
        </Confirm>
      )}
    </div>
  );
}
