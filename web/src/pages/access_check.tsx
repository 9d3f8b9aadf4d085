// Access check: would a user be allowed something in an organization, by which of its roles, and
// what is missing. The server answers by the code that verifies the requests of the user.
import { useState } from "preact/hooks";
import { call } from "../api";
import { emailOptions, permissionOptions } from "../options";
import { Badge } from "../ui/badge";
import { chosen, Fields, type FormField, useForm } from "../ui/form";
import { Empty, Ready } from "../ui/states";
import { PlainTable } from "../ui/table";
import { useLoad } from "../use_load";
import { ownOrganizationField, userWithEmail } from "./memberships";
import { organizationField } from "./owners";

/** AccessCheck is the answer of POST /v1/access_checks. */
interface AccessCheckAnswer {
  allowed: boolean;
  reason: string | null;
  roles: string[];
  permissions: { permission: string; allowed: boolean; roles: string[] }[];
  missing: string[];
}

/** What each reason means, and what to do about it. */
const reasons: Record<string, string> = {
  missing_permission: "The roles of the login do not have all of these permissions.",
  membership_missing: "The login is not an active member of the organization.",
  user_inactive: "The login is deactivated.",
  organization_disabled: "The organization is disabled.",
  environment_disabled: "The environment is disabled.",
};

/** Who asks: a page about one user asks for the organization among its own. */
export interface Asked {
  user?: string;
}

const permissionsField = async (): Promise<FormField> => ({
  name: "permissions",
  label: "Permissions",
  type: "checks",
  hint: "All of them are required.",
  required: true,
  ...(await permissionOptions()),
});

async function readFields({ user }: Asked): Promise<FormField[]> {
  const [organization, permissions] = await Promise.all([
    user ? ownOrganizationField(user) : organizationField(),
    permissionsField(),
  ]);
  if (user) return [organization, permissions];
  const email: FormField = {
    name: "email",
    label: "Login",
    type: "email",
    hint: "Its email address.",
    required: true,
    suggest: emailOptions,
  };
  return [email, organization, permissions];
}

async function ask(values: Record<string, string>, { user }: Asked): Promise<AccessCheckAnswer> {
  return call<AccessCheckAnswer>("POST", "/v1/access_checks", {
    user_id: user ?? (await userWithEmail(values["email"] ?? "")),
    organization_id: (values["organization_id"] ?? "").trim(),
    permissions: chosen(values["permissions"]),
  });
}

const Verdict = ({ allowed }: { allowed: boolean }) => (
  <Badge tone={allowed ? "good" : "bad"} text={allowed ? "Allowed" : "Refused"} />
);

const none = <span class="soft">none</span>;

function Answer({ answer }: { answer: AccessCheckAnswer }) {
  return (
    <section class="section panel stack" aria-labelledby="access-answer">
      <h2 id="access-answer">
        <Verdict allowed={answer.allowed} />
      </h2>
      {answer.reason && (
        <p>
          <code>{answer.reason}</code> {reasons[answer.reason]}
        </p>
      )}
      {answer.missing.length > 0 && <p>Missing: {answer.missing.join(", ")}</p>}
      <p>Roles in the organization: {answer.roles.join(", ") || none}</p>
      <PlainTable
        label="Permissions that were asked for"
        heads={["Permission", "Answer", "Held by the roles"]}
        rows={answer.permissions.map((one) => [
          <code>{one.permission}</code>,
          <Verdict allowed={one.allowed} />,
          one.roles.join(", ") || none,
        ])}
      />
    </section>
  );
}

function CheckForm({ fields, asked }: { fields: FormField[]; asked: Asked }) {
  const [answer, setAnswer] = useState<AccessCheckAnswer | null>(null);
  const { values, change, problem, busy, submit } = useForm(fields, async (sent) =>
    setAnswer(await ask(sent, asked)),
  );
  // An answer is about what was asked: it goes when the question changes.
  const edit = (next: Record<string, string>) => {
    setAnswer(null);
    change(next);
  };
  return (
    <>
      <form class="panel stack" onSubmit={submit}>
        <Fields fields={fields} values={values} problem={problem} change={edit} />
        <div class="buttons start">
          <button class="button primary" disabled={busy}>
            Would this be allowed?
          </button>
        </div>
      </form>
      <div role="status">{answer && <Answer answer={answer} />}</div>
    </>
  );
}

/** AccessCheck asks about any user, or about the one of a page. */
export function AccessCheck(asked: Asked) {
  const [loaded, again] = useLoad(() => readFields(asked), asked.user ?? "");
  return (
    <Ready from={loaded} again={again} what="the permissions">
      {(fields) => {
        // A list of suggestions may be empty: any text is allowed.
        const isEmpty = (name: string, type: FormField["type"]) =>
          fields.some((one) => one.name === name && one.type === type && !one.options?.length);
        if (isEmpty("organization_id", "select")) {
          return <Empty title="This login is in no organization, so it has no permissions." />;
        }
        if (isEmpty("permissions", "checks")) {
          return (
            <Empty title="No permissions yet.">
              <a href="/console/permissions">Create a permission</a>
            </Empty>
          );
        }
        return <CheckForm fields={fields} asked={asked} />;
      }}
    </Ready>
  );
}
