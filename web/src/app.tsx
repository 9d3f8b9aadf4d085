// App: the table of pages.
import type { ComponentChild } from "preact";
import { useEffect } from "preact/hooks";
import { Applications } from "./pages/applications";
import { Check } from "./pages/check";
import { Denial } from "./pages/denial";
import { Events } from "./pages/events";
import { Flag, Flags } from "./pages/flags";
import { Group } from "./pages/groups";
import { Home } from "./pages/home";
import { Login } from "./pages/login";
import { Logins } from "./pages/logins";
import { Organization } from "./pages/organization";
import { Organizations } from "./pages/organizations";
import { Policies } from "./pages/policies";
import { Policy } from "./pages/policy";
import { Profiles } from "./pages/profiles";
import { Permissions, Roles } from "./pages/roles";
import { Settings } from "./pages/settings";
import { SigningKeys } from "./pages/signing_keys";
import { lazy } from "./lazy";
import { match, usePlace } from "./router";
import { CallerContext, readCaller } from "./session";
import { Shell } from "./ui/shell";
import { Failed, Loading } from "./ui/states";
import { useLoad } from "./use_load";

const Reference = lazy(() => import("./reference/reference").then((found) => found.Reference));

const Graphql = lazy(() => import("./reference/graphql").then((found) => found.Graphql));

const Traffic = lazy(() => import("./traffic/traffic").then((found) => found.Traffic));

const Webhooks = lazy(() => import("./pages/webhooks").then((found) => found.Webhooks));
const Webhook = lazy(() => import("./pages/webhooks").then((found) => found.Webhook));
const Delivery = lazy(() => import("./pages/webhook_deliveries").then((found) => found.Delivery));
const AuditActions = lazy(() =>
  import("./pages/audit_actions").then((found) => found.AuditActions),
);
const AuditAction = lazy(() => import("./pages/audit_actions").then((found) => found.AuditAction));
const Reports = lazy(() => import("./pages/reports").then((found) => found.Reports));
const Report = lazy(() => import("./pages/reports").then((found) => found.Report));
const Integrations = lazy(() => import("./pages/integrations").then((found) => found.Integrations));
const Integration = lazy(() => import("./pages/integrations").then((found) => found.Integration));
const Load = lazy(() => import("./pages/integrations").then((found) => found.Load));
const Emails = lazy(() => import("./pages/emails").then((found) => found.Emails));
const Email = lazy(() => import("./pages/emails").then((found) => found.Email));
const Subscribers = lazy(() => import("./pages/subscribers").then((found) => found.Subscribers));
const SubscriberPage = lazy(() =>
  import("./pages/subscribers").then((found) => found.SubscriberPage),
);
const LogStreams = lazy(() => import("./pages/log_streams").then((found) => found.LogStreams));
const LogStream = lazy(() => import("./pages/log_streams").then((found) => found.LogStream));

interface Route {
  pattern: string;
  title: string;
  /** part: the page is in the navigation, under this heading. */
  part?: Part;
  /** also: other words that the palette finds the page by. */
  also?: string;
  page: (values: Record<string, string>) => ComponentChild;
}

const parts = ["", "Customers", "Access", "Gateways", "Data", "Environment"] as const;
type Part = (typeof parts)[number];

const routes: Route[] = [
  { pattern: "/", title: "Home", part: "", page: () => <Home /> },
  {
    pattern: "/organizations",
    title: "Organizations",
    part: "Customers",
    also: "companies tenants members domains groups",
    page: () => <Organizations />,
  },
  {
    pattern: "/organizations/:id",
    title: "Organization",
    page: ({ id = "" }) => <Organization id={id} />,
  },
  {
    pattern: "/organizations/:organization/groups/:id",
    title: "Group",
    page: ({ organization = "", id = "" }) => <Group organization={organization} id={id} />,
  },
  {
    pattern: "/logins",
    title: "Logins",
    part: "Customers",
    also: "users people sessions tokens",
    page: () => <Logins />,
  },
  { pattern: "/logins/:id", title: "Login", page: ({ id = "" }) => <Login id={id} /> },
  {
    pattern: "/applications",
    title: "Application Users",
    part: "Customers",
    also: "clients machines secrets",
    page: () => <Applications />,
  },
  {
    pattern: "/roles",
    title: "Roles",
    part: "Access",
    also: "matrix",
    page: () => <Roles />,
  },
  { pattern: "/permissions", title: "Permissions", part: "Access", page: () => <Permissions /> },
  {
    pattern: "/profiles",
    title: "Access profiles",
    part: "Access",
    also: "security profile",
    page: () => <Profiles />,
  },
  { pattern: "/flags", title: "Feature flags", part: "Access", page: () => <Flags /> },
  { pattern: "/flags/:slug", title: "Feature flag", page: ({ slug = "" }) => <Flag slug={slug} /> },
  {
    pattern: "/policies",
    title: "Policies",
    part: "Gateways",
    also: "nginx caddy haproxy traefik envoy",
    page: () => <Policies />,
  },
  {
    pattern: "/check",
    title: "Check a credential",
    part: "Gateways",
    also: "verify token key allowed denied",
    page: () => <Check />,
  },
  { pattern: "/policies/:name", title: "Policy", page: ({ name = "" }) => <Policy name={name} /> },
  {
    pattern: "/webhooks",
    title: "Webhooks",
    part: "Data",
    also: "endpoints deliveries attempts resend",
    page: () => <Webhooks />,
  },
  { pattern: "/webhooks/:id", title: "Webhook", page: ({ id = "" }) => <Webhook id={id} /> },
  {
    pattern: "/webhooks/:endpoint/deliveries/:id",
    title: "Delivery",
    page: ({ endpoint = "", id = "" }) => <Delivery endpoint={endpoint} id={id} />,
  },
  {
    pattern: "/subscribers",
    title: "Webhook subscribers",
    part: "Data",
    also: "callbacks notifications workspan workmobile deliveries",
    page: () => <Subscribers />,
  },
  {
    pattern: "/subscribers/:id",
    title: "Webhook subscriber",
    page: ({ id = "" }) => <SubscriberPage id={id} />,
  },
  {
    pattern: "/subscribers/:endpoint/deliveries/:id",
    title: "Delivery",
    page: ({ endpoint = "", id = "" }) => <Delivery endpoint={endpoint} id={id} />,
  },
  {
    pattern: "/log-streams",
    title: "Log streams",
    part: "Data",
    also: "siem datadog splunk azure sentinel s3 syslog ndjson file targets",
    page: () => <LogStreams />,
  },
  {
    pattern: "/log-streams/:id",
    title: "Log stream",
    page: ({ id = "" }) => <LogStream id={id} />,
  },
  {
    pattern: "/audit-logs",
    title: "Audit log actions",
    part: "Data",
    also: "schemas customers",
    page: () => <AuditActions />,
  },
  {
    pattern: "/audit-logs/:name",
    title: "Audit log action",
    page: ({ name = "" }) => <AuditAction name={name} />,
  },
  {
    pattern: "/reports",
    title: "Reports",
    part: "Data",
    also: "views charts workspan",
    page: () => <Reports />,
  },
  { pattern: "/reports/:id", title: "Report", page: ({ id = "" }) => <Report id={id} /> },
  {
    pattern: "/integrations",
    title: "Integrations",
    part: "Data",
    also: "bulk loads csv xlsx import workspan",
    page: () => <Integrations />,
  },
  {
    pattern: "/integrations/:id",
    title: "Integration",
    page: ({ id = "" }) => <Integration id={id} />,
  },
  {
    pattern: "/integrations/:integration/loads/:id",
    title: "Load",
    page: ({ integration = "", id = "" }) => <Load integration={integration} id={id} />,
  },
  {
    pattern: "/events",
    title: "Events",
    part: "Environment",
    also: "audit log changes",
    page: () => <Events />,
  },
  {
    pattern: "/traffic",
    title: "Traffic",
    part: "Environment",
    also: "metrics requests latency refusals chart",
    page: () => <Traffic />,
  },
  {
    pattern: "/denials",
    title: "Explain a denial",
    part: "Environment",
    also: "refused forbidden 401 403 429 request id why",
    page: () => <Denial />,
  },
  {
    pattern: "/signing-keys",
    title: "Signing keys",
    part: "Environment",
    also: "jwks rotate kid jwt",
    page: () => <SigningKeys />,
  },
  {
    pattern: "/emails",
    title: "Unsent emails",
    part: "Environment",
    also: "mail outbox smtp",
    page: () => <Emails />,
  },
  { pattern: "/emails/:id", title: "Unsent email", page: ({ id = "" }) => <Email id={id} /> },
  {
    pattern: "/reference",
    title: "API reference",
    part: "Environment",
    also: "openapi code samples curl docs",
    page: () => <Reference />,
  },
  {
    pattern: "/graphql",
    title: "GraphQL explorer",
    part: "Environment",
    also: "workos client token schema query mutation api reference",
    page: () => <Graphql />,
  },
  {
    pattern: "/settings",
    title: "Settings",
    part: "Environment",
    also: "redirect uris cors origins jwt template branding logo colour",
    page: () => <Settings />,
  },
];

const nav = parts.map((part) => ({
  title: part,
  items: routes
    .filter((route) => route.part === part)
    .map(({ pattern, title, also = "" }) => ({ path: pattern, title, also })),
}));

function find(path: string): { route: Route; values: Record<string, string> } | null {
  for (const route of routes) {
    const values = match(route.pattern, path);
    if (values) return { route, values };
  }
  return null;
}

function Content() {
  const { path } = usePlace();
  const found = find(path);
  useEffect(() => {
    document.title = `${found?.route.title ?? "Not found"} · Bearward`;
  }, [found?.route.title]);
  if (!found) {
    return (
      <>
        <header class="page-head">
          <h1>There is no such page.</h1>
        </header>
        <p>
          <a href="/console">Home</a>
        </p>
      </>
    );
  }
  return <div key={path}>{found.route.page(found.values)}</div>;
}

export function App() {
  const [caller, again] = useLoad(readCaller, "");
  if (caller.state === "loading") return <Loading what="the console" />;
  if (caller.state === "failed") return <Failed problem={caller.problem} again={again} />;
  return (
    <CallerContext.Provider value={caller.value}>
      <Shell nav={nav} caller={caller.value}>
        <Content />
      </Shell>
    </CallerContext.Provider>
  );
}
