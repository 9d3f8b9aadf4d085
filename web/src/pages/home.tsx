import { useEffect, useRef } from "preact/hooks";
import { call, list, type Parameters } from "../api";
import { lazy } from "../lazy";
import { administers, may, type Need, useCaller } from "../session";
import type { Traffic } from "../traffic/metrics";
import { CopyText } from "../ui/copy";
import { Badge } from "../ui/badge";
import { useLoad } from "../use_load";

const Samples = lazy(() => import("../reference/sample_tabs").then((found) => found.Samples));

const Live = lazy(() => import("../traffic/traffic").then((found) => found.Live));

interface Metadata {
  issuer: string;
}

/** readIssuer falls back to the address of this page where the oauth dialect is off. */
async function readIssuer(): Promise<string> {
  try {
    return (await call<Metadata>("GET", "/.well-known/oauth-authorization-server")).issuer;
  } catch {
    return location.origin;
  }
}

interface Row {
  client_id?: string;
}

interface Step {
  href: string;
  text: string;
  /** api is a list that has a row once the step is done, or the object that `done` reads. */
  api: string;
  parameters?: Parameters;
  /** needs is what the API asks of a caller for that. */
  needs?: Need;
  /** done reads a row of the step; null while it is not done. */
  done?: () => Promise<Row | null>;
}

const applications = "/v1/applications";

/** readGateway asks whether a gateway has let a request pass, by any policy and on any node. */
async function readGateway(): Promise<Row | null> {
  const { gateway_used } = await call<Traffic>("GET", "/v1/traffic");
  return gateway_used ? {} : null;
}

const allSteps: Step[] = [
  {
    href: "/console/organizations",
    text: "Create an organization for your first customer.",
    api: "/organizations",
  },
  {
    href: "/console/applications",
    text: "Create an Application User, and copy its secret.",
    api: applications,
  },
  {
    href: "/console/policies",
    text: "Create a policy for your gateway.",
    api: "/v1/policies",
  },
  {
    href: "/console/traffic",
    text: "Get a request through your gateway, which asks by the name of the policy.",
    api: "/v1/traffic",
    needs: "installation",
    done: readGateway,
  },
  {
    href: "#token",
    text: "Get a token with the client id and the client secret.",
    api: "/v1/events",
    parameters: { type: "token.issued" },
  },
];

/** Progress is the newest row of each step that is done, by the list that the row is in. */
type Progress = ReadonlyMap<string, Row>;

/** readProgress asks for the steps that were not done before. A list that fails has no row yet. */
async function readProgress(steps: Step[], before: Progress): Promise<Progress> {
  const after = new Map(before);
  const newest = async ({ api, parameters }: Step) =>
    (await list<Row>(api, { ...parameters, limit: "1" })).data[0] ?? null;
  const read = async (step: Step) => {
    const row = await (step.done?.() ?? newest(step)).catch(() => null);
    if (row) after.set(step.api, row);
  };
  await Promise.all(steps.filter((step) => !before.has(step.api)).map(read));
  return after;
}

const askEvery = 5000;

function Steps({ steps, progress }: { steps: Step[]; progress: Progress }) {
  return (
    <ol class="steps">
      {steps.map((step) => (
        <li key={step.href}>
          <a href={step.href}>{step.text}</a>{" "}
          {progress.has(step.api) && <Badge tone="good" text="Done" />}
        </li>
      ))}
    </ol>
  );
}

function Start({ issuer }: { issuer: string }) {
  const caller = useCaller();
  const steps = allSteps.filter((step) => may(caller, step.needs));
  const known = useRef<Progress>(new Map());
  const [loaded, again] = useLoad(() => readProgress(steps, known.current), "");
  if (loaded.state === "ready") known.current = loaded.value;
  const progress = known.current;
  const waiting = loaded.state === "ready" && progress.size < steps.length;
  useEffect(() => {
    if (!waiting) return;
    // The first requests are sent elsewhere: only another read can show them.
    const timer = setInterval(() => !document.hidden && again(), askEvery);
    return () => clearInterval(timer);
  }, [waiting, again]);
  const clientId = progress.get(applications)?.client_id ?? "CLIENT_ID";
  const secret = { client_id: clientId, client_secret: "CLIENT_SECRET" };
  return (
    <section class="section" aria-labelledby="start">
      <h2 id="start">Get started</h2>
      <Steps steps={steps} progress={progress} />
      <div id="token">
        <Samples
          request={{
            method: "POST",
            url: `${issuer}/oauth2/token`,
            headers: [["Content-Type", "application/x-www-form-urlencoded"]],
            body: `${new URLSearchParams({ grant_type: "client_credentials", ...secret })}`,
          }}
        />
      </div>
    </section>
  );
}

export function Home() {
  const caller = useCaller();
  const [issuer] = useLoad(readIssuer, "");
  const address = issuer.state === "ready" ? issuer.value : location.origin;
  return (
    <>
      <header class="page-head">
        <h1>{caller.environment.name}</h1>
        <p class="soft">
          {administers(caller)
            ? "You administer this environment."
            : `You are signed in to ${caller.organization?.name ?? "no organization"}.`}
        </p>
      </header>
      <dl class="facts cards">
        <div>
          <dt>Issuer</dt>
          <dd>
            <CopyText text={address} what="Issuer" />
          </dd>
        </div>
        <div>
          <dt>Environment id</dt>
          <dd>
            <CopyText text={caller.environment.id} what="Environment id" />
          </dd>
        </div>
        <div>
          <dt>Client id of the environment</dt>
          <dd>
            <CopyText text={caller.environment.client_id} what="Client id" />
          </dd>
        </div>
      </dl>
      {administers(caller) && <Start issuer={address} />}
      {administers(caller) && <Live />}
    </>
  );
}
