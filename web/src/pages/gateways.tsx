// Gateways: the ready-to-paste configuration of a gateway for one policy.
import { filledIn, gateways } from "../gateway_files";
import { setQuery, usePlace } from "../router";
import { useCaller } from "../session";
import { Code } from "../ui/code";
import { Field } from "../ui/field";
import type { PolicyRow } from "./policies";

/** ownAddress is where this page came from. Gateways ask by plain http, on the port of that. */
function ownAddress(): string {
  if (location.protocol === "http:") return location.host;
  return `${location.hostname}:8080`;
}

const endpoint = /^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):\d{1,5}$/;
const wrong = (text: string) =>
  endpoint.test(text) ? "" : "Write a host and a port, such as 127.0.0.1:9000.";

/** encoded is the name of an environment as a policy's name has it: docs/gateways.md. */
const encoded = (name: string) =>
  encodeURIComponent(name).replaceAll(
    /[!~*'()]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const fields = [
  {
    name: "server",
    label: "Bearward",
    hint: "As the gateway reaches it, by plain http.",
    required: true,
  },
  { name: "api", label: "Your API", hint: "What the gateway guards.", required: true },
] as const;

export function Gateways({ policy }: { policy: PolicyRow }) {
  const caller = useCaller();
  const { query } = usePlace();
  const chosen = gateways.find((one) => one.name === query.get("gateway")) ?? gateways[0];
  const usual = { server: ownAddress(), api: "127.0.0.1:9000" };
  const given = {
    server: query.get("server") ?? usual.server,
    api: query.get("api") ?? usual.api,
  };
  const installation = {
    server: wrong(given.server) ? usual.server : given.server,
    api: wrong(given.api) ? usual.api : given.api,
    policy: `${encoded(caller.environment.name)}~${policy.name}`,
    identity: policy.identity,
  };
  const address = (gateway: string) =>
    `/console/policies/${policy.name}?${new URLSearchParams({ gateway, ...given })}`;
  return (
    <section class="section" aria-labelledby="gateway">
      <h2 id="gateway">Gateway configuration</h2>
      <div class="two-fields">
        {fields.map((field) => (
          <Field
            key={field.name}
            field={field}
            value={given[field.name]}
            fault={wrong(given[field.name])}
            change={(value) => setQuery({ [field.name]: value }, true)}
          />
        ))}
      </div>
      <nav class="sections" aria-label="Gateways">
        {gateways.map((one) => (
          <a
            key={one.name}
            href={address(one.name)}
            aria-current={one === chosen ? "page" : undefined}
            data-keep-scroll=""
          >
            {one.name}
          </a>
        ))}
      </nav>
      <div class="stack">
        {(chosen?.files ?? []).map((file) => (
          <Code key={file.place} name={file.place} text={filledIn(file.text, installation)} tall />
        ))}
      </div>
    </section>
  );
}
