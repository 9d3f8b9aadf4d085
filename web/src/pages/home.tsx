import { useState } from "preact/hooks";
import { call } from "../api";
import { administers, useCaller } from "../session";
import { CopyButton, CopyText } from "../ui/copy";
import { useLoad } from "../use_load";

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

interface Sample {
  language: string;
  text: (issuer: string) => string;
}

const samples: Sample[] = [
  {
    language: "curl",
    text: (issuer) => `# a token for an Application User
curl -s ${issuer}/oauth2/token \\
  -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials

# what the token may do
curl -s ${issuer}/v1/whoami -H "Authorization: Bearer $TOKEN"`,
  },
  {
    language: "TypeScript",
    text: (issuer) => `const credentials = btoa(\`\${clientId}:\${clientSecret}\`);
const response = await fetch("${issuer}/oauth2/token", {
  method: "POST",
  headers: { Authorization: \`Basic \${credentials}\` },
  body: new URLSearchParams({ grant_type: "client_credentials" }),
});
const { access_token: token } = await response.json();`,
  },
  {
    language: "Python",
    text: (issuer) => `import requests

response = requests.post(
    "${issuer}/oauth2/token",
    auth=(client_id, client_secret),
    data={"grant_type": "client_credentials"},
)
token = response.json()["access_token"]`,
  },
];

function Samples({ issuer }: { issuer: string }) {
  const [at, setAt] = useState(0);
  const sample = samples[at];
  const text = sample?.text(issuer) ?? "";
  return (
    <div class="code">
      <div class="code-head">
        <div class="tabs" role="tablist" aria-label="Language">
          {samples.map((one, number) => (
            <button
              key={one.language}
              type="button"
              role="tab"
              aria-selected={number === at}
              onClick={() => setAt(number)}
            >
              {one.language}
            </button>
          ))}
        </div>
        <CopyButton text={text} what={`${sample?.language} code`} />
      </div>
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </div>
  );
}

const steps = [
  { href: "/console/organizations", text: "Create an organization for your first customer." },
  { href: "/console/applications", text: "Create an Application User, and copy its secret." },
  { href: "/console/policies", text: "Create a policy, and let your gateway ask by its name." },
];

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
      <section class="section" aria-labelledby="start">
        <h2 id="start">Get started</h2>
        <ol class="steps">
          {steps.map((step) => (
            <li key={step.href}>
              <a href={step.href}>{step.text}</a>
            </li>
          ))}
          <li>Get a token with the client id and the client secret:</li>
        </ol>
        <Samples issuer={address} />
      </section>
    </>
  );
}
