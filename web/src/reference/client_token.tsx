// ClientToken: gets a client token for a user in an organization. Key and token are in the memory
// of the page only: neither in its address nor in a storage of the browser.
import { useEffect, useState } from "preact/hooks";
import { callWith, Problem } from "../api";
import { organizationOptions, userOptions } from "../options";
import type { Caller } from "../session";
import { Badge } from "../ui/badge";
import { Fields, type FormField, useForm, type Values } from "../ui/form";
import type { Known } from "./openapi";

export interface ClientToken {
  text: string;
  /** known are the ids that the token is for. */
  known: Known;
  /** lifetime in milliseconds */
  lifetime: number;
}

/** lifetimeOf reads the lifetime from the claims: the clock of the browser may be another one. */
function lifetimeOf(token: string): number {
  const part = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  const { iat, exp } = JSON.parse(atob(part)) as { iat: number; exp: number };
  return (exp - iat) * 1000;
}

async function makeToken({ key = "", ...known }: Values): Promise<ClientToken> {
  try {
    const made = await callWith<{ token: string }>(key.trim(), "/client/token", known);
    return { text: made.token, known, lifetime: lifetimeOf(made.token) };
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.status !== 401) throw thrown;
    const reason = "The server does not accept this key. Use a key of this environment.";
    throw new Problem(401, thrown.code, reason, ["key"], thrown.requestId);
  }
}

/** tokenFields describes the form. A caller that may not list users can type an id. */
export function tokenFields(caller: Caller): FormField[] {
  const own = caller.organization;
  return [
    {
      name: "key",
      label: "Key of the environment",
      type: "password",
      required: true,
      hint: "With client_tokens:create. Sent to this server only, not stored.",
    },
    {
      name: "user_id",
      label: "User id",
      required: true,
      suggest: userOptions,
      value: own ? caller.subject.id : "",
      hint: "The API acts as this user.",
    },
    {
      name: "organization_id",
      label: "Organization id",
      required: true,
      suggest: organizationOptions,
      value: own?.id ?? "",
      hint: "One that the user is a member of.",
    },
  ];
}

function TokenState({ token }: { token: ClientToken }) {
  const [expired, setExpired] = useState(false);
  useEffect(() => {
    setExpired(false);
    const timer = setTimeout(() => setExpired(true), token.lifetime);
    return () => clearTimeout(timer);
  }, [token]);
  return expired ? (
    <Badge tone="bad" text="Expired: make a new token" />
  ) : (
    <>
      <Badge tone="good" text="Token ready" />{" "}
      <span class="soft small">
        valid for {Math.round(token.lifetime / 60_000)} minutes, in the memory of this page only
      </span>
    </>
  );
}

interface TokenFormProps {
  fields: FormField[];
  token: ClientToken | null;
  /** made is called with each new token; what it throws is shown in the form. */
  made: (token: ClientToken) => Promise<void>;
}

export function TokenForm({ fields, token, made }: TokenFormProps) {
  const { values, change, problem, busy, submit } = useForm(fields, async (sent) =>
    made(await makeToken(sent)),
  );
  return (
    <form class="panel stack token-form" onSubmit={submit}>
      <div class="token-fields">
        <Fields fields={fields} values={values} problem={problem} change={change} />
      </div>
      <div class="buttons start">
        <button class={token ? "button" : "button primary"} disabled={busy}>
          Make a token
        </button>
        <p role="status">{token && <TokenState token={token} />}</p>
      </div>
    </form>
  );
}
