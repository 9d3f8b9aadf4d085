// OperationView: one operation of the API: its parameters, bodies, samples, and a way to try it.
import { useState } from "preact/hooks";
import { Field } from "../ui/field";
import {
  type Credential,
  credentialHeader,
  CredentialFields,
  isGuarded,
  masked,
  sampleHeader,
  takesSession,
} from "./credential";
import { bodyExample, type Document, type Known, type Operation } from "./openapi";
import { headersOf, startValue, target } from "./openapi";
import { Samples } from "./sample_tabs";
import type { Request } from "./samples";
import { SchemaView } from "./schema_view";
import { type By, TryIt } from "./try_it";

/** byOf returns what authenticates the request of an operation. */
function byOf(operation: Operation, credential: Credential): By {
  if (!isGuarded(operation)) return takesSession(operation) ? "session" : "nothing";
  const header = credential.value ? credentialHeader(operation, credential) : null;
  if (header) return { header };
  return takesSession(operation) ? "session" : "missing";
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
  credential: Credential;
  use: (credential: Credential) => void;
}

export function OperationView({ api, operation, known, credential, use }: OperationProps) {
  const parameters = operation.parameters ?? [];
  const [type = "", content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(parameters.map((one) => [one.name, startValue(operation, one, known)])),
  );
  const [body, setBody] = useState(() =>
    type ? bodyExample(api, type, content?.schema, known) : "",
  );
  const path = target(operation, values);
  const headers = headersOf(operation, values);
  if (type) headers.push(["Content-Type", type]);
  const authorization = sampleHeader(operation, credential);
  const requestWith = (first: [string, string] | null): Request => ({
    method: operation.method,
    url: location.origin + path,
    headers: first ? [first, ...headers] : headers,
    body,
  });
  const hidden = authorization && credential.value ? masked(authorization) : authorization;
  return (
    <article class="operation" id="operation" tabIndex={-1}>
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
          <CredentialFields operation={operation} credential={credential} change={use} />
          <Samples request={requestWith(authorization)} shown={requestWith(hidden)} />
          <TryIt
            sent={{
              method: operation.method,
              path,
              headers,
              body,
              by: byOf(operation, credential),
            }}
            take={(value) => use({ value, scheme: "bearer" })}
          />
        </div>
      </div>
      <Responses api={api} operation={operation} />
    </article>
  );
}
