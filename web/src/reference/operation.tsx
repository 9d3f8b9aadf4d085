// OperationView: one operation of the API: its parameters, bodies, samples, and a way to try it.
import { useState } from "preact/hooks";
import { Field } from "../ui/field";
import { bodyExample, type Document, type Known, type Operation } from "./openapi";
import { startValue, target } from "./openapi";
import { Samples } from "./sample_tabs";
import type { Request } from "./samples";
import { SchemaView } from "./schema_view";
import { TryIt } from "./try_it";

/** authorization returns the header that an operation takes its credential from. */
function authorization(operation: Operation, key: string): [string, string][] {
  const schemes = (operation.security ?? []).flatMap((one) => Object.keys(one));
  if (schemes.includes("bearer")) return [["Authorization", `Bearer ${key}`]];
  if (schemes.includes("api_key")) return [["X-Api-Key", key]];
  return [];
}

function Responses({ api, operation }: { api: Document; operation: Operation }) {
  return (
    <section class="section" aria-labelledby="responses">
      <h2 id="responses">Responses</h2>
      {Object.entries(operation.responses).map(([status, response]) => {
        const [type, content] = Object.entries(response.content ?? {})[0] ?? [];
        const good = status.startsWith("2");
        return (
          <details key={status} class="response" open={good}>
            <summary>
              <span class={good ? "badge good" : "badge plain"}>{status}</span>{" "}
              {response.description} {type && <span class="soft small">{type}</span>}
            </summary>
            {content?.schema && <SchemaView api={api} schema={content.schema} />}
          </details>
        );
      })}
    </section>
  );
}

interface OperationProps {
  api: Document;
  operation: Operation;
  known: Known;
  apiKey: string;
}

export function OperationView({ api, operation, known, apiKey }: OperationProps) {
  const parameters = operation.parameters ?? [];
  const [type = "", content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(parameters.map((one) => [one.name, startValue(operation, one, known)])),
  );
  const [body, setBody] = useState(() =>
    type ? bodyExample(api, type, content?.schema, known) : "",
  );
  const path = target(operation, values);
  const request: Request = {
    method: operation.method,
    url: location.origin + path,
    headers: [
      ...authorization(operation, apiKey || "YOUR_KEY"),
      ...(type ? ([["Content-Type", type]] as [string, string][]) : []),
    ],
    body,
  };
  return (
    <article class="operation">
      <header class="page-head">
        <h2>{operation.summary}</h2>
        <p>
          <span class={`method ${operation.method.toLowerCase()}`}>{operation.method}</span>{" "}
          <code class="operation-path">{operation.path}</code>
        </p>
        {operation.description !== `${operation.summary}.` && (
          <p class="soft">{operation.description}</p>
        )}
      </header>
      <div class="operation-parts">
        <div>
          {parameters.length > 0 && (
            <section aria-labelledby="parameters">
              <h3 id="parameters">Parameters</h3>
              <div class="stack">
                {parameters.map((one) => (
                  <Field
                    key={one.name}
                    field={{
                      name: one.name,
                      label: `${one.name} (${one.in})`,
                      hint: one.description,
                      required: one.required,
                      ...(one.schema.enum
                        ? {
                            options: one.schema.enum.map((value) => ({
                              value: value ?? "",
                              label: value ?? "",
                            })),
                          }
                        : {}),
                    }}
                    value={values[one.name] ?? ""}
                    fault=""
                    change={(value) => setValues((old) => ({ ...old, [one.name]: value }))}
                  />
                ))}
              </div>
            </section>
          )}
          {type && (
            <section aria-labelledby="body">
              <h3 id="body">Body</h3>
              <Field
                field={{ name: "body", label: type, type: "code", required: true }}
                value={body}
                fault=""
                change={setBody}
              />
              {content?.schema && (
                <details>
                  <summary>Members of the body</summary>
                  <SchemaView api={api} schema={content.schema} />
                </details>
              )}
            </section>
          )}
          {parameters.length === 0 && !type && <p class="soft">No parameters and no body.</p>}
        </div>
        <div class="stack">
          <Samples request={request} />
          <TryIt sent={{ method: operation.method, path, type, body }} />
        </div>
      </div>
      <Responses api={api} operation={operation} />
    </article>
  );
}
