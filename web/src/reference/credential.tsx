// Credential: a token or key that requests of the reference send in place of the session. It is in
// the memory of the page only: neither in its address nor in a storage of the browser.
import { Field, type FormField } from "../ui/field";
import type { Operation } from "./openapi";

/** Credential is what was entered. `scheme` is the chosen one, "" before a choice. */
export interface Credential {
  value: string;
  scheme: string;
}

export const noCredential: Credential = { value: "", scheme: "" };

type Header = [name: string, value: string];

interface Scheme {
  label: string;
  header: (value: string) => Header;
}

const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** The schemes of the API description that are headers, by their names there. */
const schemes: Record<string, Scheme> = {
  bearer: {
    label: "Authorization: Bearer",
    header: (value) => ["Authorization", `Bearer ${value}`],
  },
  api_key: { label: "X-Api-Key", header: (value) => ["X-Api-Key", value] },
  authentication: {
    label: "Authentication: Bearer",
    header: (value) => ["Authentication", `Bearer ${value}`],
  },
  basic: {
    label: "Authorization: Basic, entered as username:password",
    header: (value) => ["Authorization", `Basic ${base64(value)}`],
  },
  integrator: {
    label: "Authorization: Integrator, entered as username:password",
    header: (value) => ["Authorization", `Integrator ${base64(value)}`],
  },
};

const namesOf = ({ security = [] }: Operation) => security.flatMap((one) => Object.keys(one));

/** headerSchemes returns the names of the schemes by which an operation takes a credential. */
const headerSchemes = (operation: Operation) => {
  const names = namesOf(operation);
  return Object.keys(schemes).filter((name) => names.includes(name));
};

/** isGuarded says whether an operation takes a credential in a header. */
export const isGuarded = (operation: Operation) => headerSchemes(operation).length > 0;

/** takesSession says whether an operation takes the session of the console. */
export const takesSession = (operation: Operation) =>
  namesOf(operation).includes("session_cookie");

/** schemeOf returns the scheme by which an operation gets the credential. */
function schemeOf(operation: Operation, { scheme }: Credential): string {
  const accepted = headerSchemes(operation);
  return accepted.includes(scheme) ? scheme : (accepted[0] ?? "");
}

/** credentialHeader returns the header of the credential; null if the operation takes none. */
export function credentialHeader(operation: Operation, credential: Credential): Header | null {
  return schemes[schemeOf(operation, credential)]?.header(credential.value) ?? null;
}

/** sampleHeader is that of a sample, in which YOUR_KEY stands for a missing credential. */
export const sampleHeader = (operation: Operation, { value, scheme }: Credential) =>
  credentialHeader(operation, { value: value || "YOUR_KEY", scheme });

/** masked hides a header's credential, except for the end by which a person recognizes it. */
export function masked([name, value]: Header): Header {
  const [last = "", ...before] = value.split(" ").reverse();
  const end = last.length >= 20 ? last.slice(-4) : "";
  return [name, [...before.reverse(), `••••••••${end}`].join(" ")];
}

const tokenForm = /^(eyJ[\w-]+\.[\w-]+\.[\w-]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** tokenIn returns the access token that an answer brings, "" for any other answer. */
export function tokenIn(answer: string): string {
  let found: unknown = answer.trim();
  try {
    const json: unknown = JSON.parse(answer);
    const members = json as { access_token?: unknown; token?: unknown } | null;
    found = typeof json === "string" ? json : (members?.access_token ?? members?.token);
  } catch {
    // WorkMobile's token is the whole text.
  }
  return typeof found === "string" && tokenForm.test(found) ? found : "";
}

/** The operations of the dialects whose answer is a token, for operations without the session. */
const issuers: Record<string, string> = {
  workmobile: "workmobile.authenticate",
  workspan: "workspan.create_token",
  teletracker: "teletracker.login",
};

function Source({ operation }: { operation: Operation }) {
  const issuer = issuers[operation.tags[0] ?? ""];
  if (takesSession(operation)) return null;
  return (
    <p class="small">
      This operation does not take your session.{" "}
      {issuer ? (
        <>
          <a href={`/console/reference?operation=${issuer}`}>Get a token</a> as a client does, and
          use it here.
        </>
      ) : (
        "Enter a key of the environment."
      )}
    </p>
  );
}

interface CredentialFieldsProps {
  operation: Operation;
  credential: Credential;
  change: (next: Credential) => void;
}

/** CredentialFields asks for the credential, and for its header where there are several. */
export function CredentialFields({ operation, credential, change }: CredentialFieldsProps) {
  const accepted = headerSchemes(operation);
  if (accepted.length === 0) return null;
  const value: FormField = {
    name: "credential",
    label: "Token or key",
    type: "password",
    required: !takesSession(operation),
    hint: "Sent in place of your session. In the memory of this page only; samples hide it.",
  };
  const scheme: FormField = {
    name: "scheme",
    label: "Sent as",
    type: "select",
    required: true,
    options: accepted.map((name) => ({ value: name, label: schemes[name]?.label ?? name })),
  };
  return (
    <section aria-labelledby="credential">
      <h3 id="credential">Credential</h3>
      <div class="stack">
        <Source operation={operation} />
        <Field
          field={value}
          value={credential.value}
          fault=""
          change={(next) => change({ ...credential, value: next.trim() })}
        />
        {credential.value && accepted.length > 1 && (
          <Field
            field={scheme}
            value={schemeOf(operation, credential)}
            fault=""
            change={(next) => change({ ...credential, scheme: next })}
          />
        )}
        {credential.value && (
          <div class="buttons start">
            <button type="button" class="button" onClick={() => change(noCredential)}>
              Forget
            </button>
          </div>
        )}
      </div>
    </section>
  );
}
