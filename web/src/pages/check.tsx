// Check: would a request with this credential be allowed, and if not, what refuses it.
import { useState } from "preact/hooks";
import { call } from "../api";
import { permissionOptions } from "../options";
import type { Caller } from "../session";
import { Badge } from "../ui/badge";
import { Facts } from "../ui/detail";
import { chosen, Fields, type FormField, useForm } from "../ui/form";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { CallerOf, organizationField } from "./owners";

/** Verification is the answer of POST /v1/verify. */
interface Verification {
  allowed: boolean;
  reason: string | null;
  retry_after: number | null;
  caller: (Caller & { expires_at: string | null; credential: { kind: string } }) | null;
}

/** What each reason means, and what to do about it. */
const reasons: Record<string, string> = {
  malformed: "No credential of this server has this form. Check that it was copied completely.",
  unknown: "This environment has no such credential.",
  expired: "The credential has expired. Get a new one.",
  not_yet_valid: "The credential is not valid yet. Check the clocks.",
  revoked: "The credential was revoked. Get a new one.",
  wrong_kind: "The credential is of another kind than the one that is asked for.",
  wrong_organization: "The credential belongs to another organization.",
  wrong_audience: "The token is for another resource. Get one for the audience that is asked for.",
  missing_permission: "The caller lacks a permission. Give it a role that has all of them.",
  rate_limited: "The rate limit is exceeded.",
};

async function readFields(): Promise<FormField[]> {
  return [
    {
      name: "token",
      label: "Credential",
      type: "password",
      required: true,
      hint: "A token or an API key. It is sent to this server only, and is not stored.",
    },
    {
      name: "need",
      label: "Permissions",
      type: "checks",
      hint: "All of them are required.",
      ...(await permissionOptions()),
    },
    organizationField({
      name: "organization",
      hint: "Its name or its id. Empty: any.",
      required: false,
    }),
    { name: "audience", label: "Audience", hint: "Empty: this server." },
  ];
}

const verify = (values: Record<string, string>) =>
  call<Verification>("POST", "/v1/verify", {
    token: values["token"],
    need: chosen(values["need"]),
    ...(values["organization"] ? { organization: values["organization"] } : {}),
    ...(values["audience"] ? { audience: values["audience"] } : {}),
  });

function Answer({ answer }: { answer: Verification }) {
  const { allowed, reason, caller } = answer;
  return (
    <section class="section panel stack" aria-labelledby="answer">
      <h2 id="answer">
        <Badge tone={allowed ? "good" : "bad"} text={allowed ? "Allowed" : "Refused"} />
      </h2>
      {reason && (
        <p>
          <code>{reason}</code> {reasons[reason]}
        </p>
      )}
      {caller && (
        <Facts
          facts={[
            ["Caller", <CallerOf kind={caller.subject.kind} id={caller.subject.id} />],
            ["Credential", caller.credential.kind.replaceAll("_", " ")],
            ["Organization", caller.organization?.name],
            ["Roles", caller.roles.join(", ")],
            ["Permissions", caller.permissions.join(", ")],
            ["Expires", <Time at={caller.expires_at} />],
          ]}
        />
      )}
    </section>
  );
}

function CheckForm({ fields }: { fields: FormField[] }) {
  const [answer, setAnswer] = useState<Verification | null>(null);
  const { values, change, problem, busy, submit } = useForm(fields, async (sent) =>
    setAnswer(await verify(sent)),
  );
  return (
    <>
      <form class="panel stack" onSubmit={submit}>
        <Fields fields={fields} values={values} problem={problem} change={change} />
        <div class="buttons start">
          <button class="button primary" disabled={busy}>
            Check
          </button>
        </div>
      </form>
      <div role="status">{answer && <Answer answer={answer} />}</div>
    </>
  );
}

export function Check() {
  const [loaded, again] = useLoad(readFields, "");
  return (
    <>
      <header class="page-head">
        <h1>Check a credential</h1>
        <p class="soft">Would a request with it be allowed? If not, this page says why.</p>
      </header>
      <Ready from={loaded} again={again} what="the permissions">
        {(fields) => <CheckForm fields={fields} />}
      </Ready>
    </>
  );
}
