import { useEffect } from "preact/hooks";
import { call, list } from "../api";
import { lazy } from "../lazy";
import { administers, useCaller } from "../session";
import { CopyText } from "../ui/copy";
import { Badge } from "../ui/badge";
import { useLoad } from "../use_load";

const Samples = lazy(() => import("../reference/sample_tabs").then((found) => found.Samples));

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

interface Step {
  href: string;
  text: string;
  /** api is a list that has a row once the step is done. */
  api: string;
}

const steps: Step[] = [
  {
    href: "/console/organizations",
    text: "Create an organization for your first customer.",
    api: "/organizations",
  },
  {
    href: "/console/applications",
    text: "Create an Application User, and copy its secret.",
    api: "/v1/applications",
  },
  {
    href: "/console/policies",
    text: "Create a policy, and let your gateway ask by its name.",
    api: "/v1/policies",
  },
  {
    href: "#token",
    text: "Get a token with the client id and the client secret.",
    api: "/v1/events?type=token.issued",
  },
];

interface Progress {
  done: boolean[];
  clientId: string;
}

/** isDone is false too where the caller may not read the list. */
async function isDone({ api }: Step): Promise<boolean> {
  const [path = "", query = ""] = api.split("?");
  const parameters = { ...Object.fromEntries(new URLSearchParams(query)), limit: "1" };
  return list(path, parameters).then(
    (page) => page.data.length > 0,
    () => false,
  );
}

async function readProgress(): Promise<Progress> {
  const newest = list<{ client_id: string }>("/v1/applications", { limit: "1" }).catch(() => null);
  const [page, ...done] = await Promise.all([newest, ...steps.map(isDone)]);
  return { done, clientId: page?.data[0]?.client_id ?? "CLIENT_ID" };
}

const askEvery = 5000;

function Steps({ done }: { done: boolean[] }) {
  return (
    <ol class="steps">
      {steps.map((step, at) => (
        <li key={step.href}>
          <a href={step.href}>{step.text}</a> {done[at] && <Badge tone="good" text="Done" />}
        </li>
      ))}
    </ol>
  );
}

function Start({ issuer }: { issuer: string }) {
  const [loaded, again] = useLoad(readProgress, "");
  const { done, clientId } =
    loaded.state === "ready" ? loaded.value : { done: [], clientId: "CLIENT_ID" };
  const waiting = loaded.state === "ready" && done.includes(false);
  useEffect(() => {
    if (!waiting) return;
    // The first request comes from elsewhere: only asking again can show it.
    const timer = setInterval(() => !document.hidden && again(), askEvery);
    return () => clearInterval(timer);
  }, [waiting, again]);
  const secret = { client_id: clientId, client_secret: "CLIENT_SECRET" };
  return (
    <section class="section" aria-labelledby="start">
      <h2 id="start">Get started</h2>
      <Steps done={done} />
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
      <Start issuer={address} />
    </>
  );
}
