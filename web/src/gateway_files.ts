// The configurations of the gateways: the files of examples/gateways, which the end-to-end tests of
// the project load into the gateways, with the addresses and the policy of this installation.
import caddy from "../../examples/gateways/caddy/Caddyfile?raw";
import envoy from "../../examples/gateways/envoy/envoy.yaml?raw";
import lua from "../../examples/gateways/haproxy/bearward.lua?raw";
import haproxy from "../../examples/gateways/haproxy/haproxy.cfg?raw";
import nginx from "../../examples/gateways/nginx/bearward.conf?raw";
import dynamic from "../../examples/gateways/traefik/dynamic.yml?raw";
import traefik from "../../examples/gateways/traefik/traefik.yml?raw";

export interface GatewayFile {
  /** place is where the gateway reads the file. */
  place: string;
  text: string;
}

export interface Gateway {
  name: string;
  files: GatewayFile[];
}

export const gateways: Gateway[] = [
  { name: "nginx", files: [{ place: "/etc/nginx/conf.d/bearward.conf", text: nginx }] },
  { name: "Caddy", files: [{ place: "/etc/caddy/Caddyfile", text: caddy }] },
  {
    name: "HAProxy",
    files: [
      { place: "/etc/haproxy/haproxy.cfg", text: haproxy },
      { place: "/etc/haproxy/bearward.lua", text: lua },
    ],
  },
  {
    name: "Traefik",
    files: [
      { place: "/etc/traefik/dynamic.yml", text: dynamic },
      { place: "/etc/traefik/traefik.yml", text: traefik },
    ],
  },
  { name: "Envoy", files: [{ place: "/etc/envoy/envoy.yaml", text: envoy }] },
];

/** Installation is what the files are filled in with. An address is `host:port`. */
export interface Installation {
  /** server is where the gateway reaches Bearward, by plain http. */
  server: string;
  /** api is the API that is guarded. */
  api: string;
  /** policy is the last part of the path of the check, such as `production~forms`. */
  policy: string;
  identity: "remote" | "x-auth-request";
}

/** pairs of names that the two presets of identity headers use. */
const presets = [
  ["Remote-User", "X-Auth-Request-User"],
  ["Remote-Groups", "X-Auth-Request-Groups"],
  ["Remote-Email", "X-Auth-Request-Email"],
  ["Remote-Name", "X-Auth-Request-Preferred-Username"],
] as const;

const snake = (name: string) => name.toLowerCase().replaceAll("-", "_");
const swaps = new Map<string, string>();
for (const [one, other] of presets) {
  const forms = [(name: string) => name, (name: string) => name.toLowerCase(), snake];
  for (const form of forms) {
    swaps.set(form(one), form(other));
    swaps.set(form(other), form(one));
  }
}
const anyHeader = new RegExp([...swaps.keys()].map((name) => `\\b${name}\\b`).join("|"), "g");
// In the name of a variable, such as $upstream_http_remote_user, no word begins at the header.
const variable = /(\$upstream_http_)(\w+)/g;

/** withPreset exchanges the two presets in the code of the file, and leaves its comments. */
function withPreset(text: string): string {
  const swap = (name: string) => swaps.get(name) ?? name;
  const code = (line: string) =>
    line
      .replace(variable, (_, prefix: string, name: string) => prefix + swap(name))
      .replace(anyHeader, swap);
  const line = (whole: string) => {
    const at = whole.search(/(^|\s)#/);
    return at < 0 ? code(whole) : code(whole.slice(0, at)) + whole.slice(at);
  };
  return text.split("\n").map(line).join("\n");
}

function split(address: string): [host: string, port: string] {
  const at = address.lastIndexOf(":");
  return at < 0 ? [address, "80"] : [address.slice(0, at), address.slice(at + 1)];
}

/** socketAddress is an address as Envoy writes it: an IPv6 address has no brackets there. */
function socketAddress(address: string): string {
  const [host, port] = split(address);
  return `{ address: "${host.replace(/^\[(.*)\]$/, "$1")}", port_value: ${port} }`;
}

const anyAddress =
  /\{ address: 127\.0\.0\.1, port_value: (8080|9000) \}|\b127\.0\.0\.1:(8080|9000)\b/g;

/**
 * withAddresses replaces the addresses of the example: 8080 is the port of Bearward there, 9000
 * that of the API. One pass, because the address of one may be the example of the other.
 */
function withAddresses(text: string, { server, api }: Installation): string {
  return text.replace(anyAddress, (_, socketPort?: string, port?: string) => {
    const address = (socketPort ?? port) === "8080" ? server : api;
    return socketPort ? socketAddress(address) : address;
  });
}

/** withNames lets Envoy look up addresses that are names: type STATIC takes numbers only. */
function withNames(text: string, addresses: string[]): string {
  const numbers = addresses.every((one) => /^[\d.]+$|^\[/.test(split(one)[0]));
  return numbers ? text : text.replaceAll("type: STATIC", "type: STRICT_DNS");
}

/**
 * withHead replaces the head of the file, which says what to change in it: here that is done, but
 * for the address where the gateway listens. A file without a place for addresses keeps its head.
 */
function withHead(text: string, policy: string): string {
  if (!text.startsWith("# ") || !text.includes("/gateway/")) return text;
  const rest = text.slice(text.indexOf("\n\n"));
  const head = [`# For the policy ${policy}, from the console of Bearward.`];
  if (rest.includes("8000")) {
    head.push("# Change 127.0.0.1 and 8000, where the gateway listens, and add TLS there.");
  }
  return head.join("\n") + rest;
}

/**
 * filledIn returns the text of a file for an installation. The values of the installation come
 * last, so that no step changes a value that an earlier step inserted.
 */
export function filledIn(example: string, installation: Installation): string {
  const { server, api, policy, identity } = installation;
  const headed = withNames(withHead(example, policy), [api, server]);
  const named = identity === "remote" ? headed : withPreset(headed);
  return withAddresses(named, installation).replaceAll(
    /\/gateway\/(nginx|forward-auth|envoy)\/api\b/g,
    (_, kind: string) => `/gateway/${kind}/${policy}`,
  );
}
