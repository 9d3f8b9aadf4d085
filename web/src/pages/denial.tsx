// Denial: why a request was refused, by its id.
import { call, path, Problem } from "../api";
import { setQuery, usePlace } from "../router";
import { Badge } from "../ui/badge";
import { Facts } from "../ui/detail";
import { Fields, useForm } from "../ui/form";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { administers, useCaller } from "../session";
import { useLoad } from "../use_load";
import { CallerOf, Owner } from "./owners";

/** DenialAnswer is the answer of GET /v1/denials/{request_id}. */
interface DenialAnswer {
  request_id: string;
  at: string;
  operation: string;
  step: "credential" | "permission" | "limit";
  code: string;
  explanation: string;
  needs: string[];
  missing: string[];
  actor_kind: string;
  actor_id: string;
  credential_id: string;
  organization_id: string | null;
  address: string;
}

const steps = {
  credential: "No valid credential",
  permission: "A right is missing",
  limit: "A limit was reached",
} as const;

/** What would let such a request pass. */
function remedy({ step, code, missing }: DenialAnswer): string {
  if (code === "not_the_environment") {
    return "Use a key of the environment with every permission, or sign in as an administrator.";
  }
  if (step === "limit") return "Wait, or raise the rate limit.";
  if (step === "credential") return "Send a credential that is live and of this environment.";
  if (missing.length > 0) return `Give the caller a role with ${missing.join(", ")}.`;
  return "Let a caller with these rights do it.";
}

function Answer({ denial }: { denial: DenialAnswer }) {
  const caller = useCaller();
  // A member reads the denials of its own organization only, and has no page of others.
  const organizationOf = (id: string | null) =>
    id && administers(caller) ? <Owner id={id} /> : id;
  return (
    <section class="section panel stack" aria-labelledby="answer">
      <h2 id="answer">
        <Badge tone="bad" text={steps[denial.step]} />
      </h2>
      <p>{denial.explanation}</p>
      <p>
        <strong>What would be needed:</strong> {remedy(denial)}
      </p>
      <Facts
        facts={[
          ["Code", <code>{denial.code}</code>],
          ["Operation", <code>{denial.operation}</code>],
          ["Needs", denial.needs.join(", ")],
          ["Missing", denial.missing.join(", ")],
          ["Caller", denial.actor_id && <CallerOf kind={denial.actor_kind} id={denial.actor_id} />],
          ["Credential", denial.credential_id],
          ["Organization", organizationOf(denial.organization_id)],
          ["Address", denial.address],
          ["At", <Time at={denial.at} />],
        ]}
      />
    </section>
  );
}

/** readDenial returns null for an id that this node does not know. */
async function readDenial(id: string): Promise<DenialAnswer | null> {
  try {
    return await call<DenialAnswer>("GET", path`/v1/denials/${id}`);
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.status === 404) return null;
    throw thrown;
  }
}

function Found({ id }: { id: string }) {
  const [loaded, again] = useLoad(() => readDenial(id), id);
  return (
    <Ready from={loaded} again={again} what="the denial">
      {(denial) =>
        denial ? (
          <Answer denial={denial} />
        ) : (
          <section class="section panel">
            <p>
              This node has refused no request with this id, or not among its newest 10,000
              denials. A restart forgets them.
            </p>
          </section>
        )
      }
    </Ready>
  );
}

export function Denial() {
  const { query } = usePlace();
  const id = query.get("id") ?? "";
  const fields = [
    {
      name: "id",
      label: "Request id",
      required: true,
      hint: "From the header X-Request-Id or the member request_id of the refusal.",
      value: id,
    },
  ];
  const { values, change, problem, submit } = useForm(fields, async (sent) =>
    setQuery({ id: (sent["id"] ?? "").trim() }),
  );
  return (
    <>
      <header class="page-head">
        <h1>Explain a denial</h1>
        <p class="soft">Which step refused a request, and what would be needed.</p>
      </header>
      <form class="panel stack" onSubmit={submit}>
        <Fields fields={fields} values={values} problem={problem} change={change} />
        <div class="buttons start">
          <button class="button primary">Explain</button>
        </div>
      </form>
      <div role="status">{id && <Found key={id} id={id} />}</div>
    </>
  );
}
