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
import { Me } from "./pages/me";
import { Company, Organization } from "./pages/organization";
import { Organizations } from "./pages/organizations";
import { Policies } from "./pages/policies";
import { Policy } from "./pages/policy";
import { Profiles } from "./pages/profiles";
import { Permissions, Roles } from "./pages/roles";
import { Settings } from "./pages/settings";
import { SigningKeys } from "./pages/signing_keys";
import { lazy } from "./lazy";
import { match, usePlace } from "./router";
import {
  type Caller,
  CallerContext,
  may,
  type Need,
  OpensContext,
  readCaller,
  useCaller,
} from "./session";
import { Shell } from "./ui/shell";
import { Failed, Loading } from "./ui/states";
import { useLoad } from "./use_load";

const Application = lazy(() => import("./pages/application").then((found) => found.Application));

const EnvironmentKeys = lazy(() =>
  import("./pages/environment_keys").then((found) => found.EnvironmentKeys),
);

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
const Objects = lazy(() => import("./pages/objects").then((found) => found.Objects));
const ObjectPage = lazy(() => import("./pages/objects").then((found) => found.ObjectPage));
const Reports = lazy(() => import("./pages/reports").then((found) => found.Reports));
const Report = lazy(() => import("./pages/reports").then((found) => found.Report));
const Integrations = lazy(() => import("./pages/integrations").then((found) => found.Integrations));
const Integration = lazy(() => import("./pages/integrations").then((found) => found.Integration));
const Load = lazy(() => import("./pages/integrations").then((found) => found.Load));
const Environments = lazy(() => import("./pages/environments").then((found) => found.Environments));
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
  /** needs is what the API asks of a caller for the requests of the page. */
  needs?: Need;
  page: (values: Record<string, string>) => ComponentChild;
}

const parts = ["", "Customers", "Access", "Gateways", "Data", "Environment"] as const;
type Part = (typeof parts)[number];

const routes: Route[] = [
  { pattern: "/", title: "Home", part: "", page: () => <Home /> },
  { pattern: "/me", title: "My profile", needs: "user", page: () => <Me /> },
  {
    pattern: "/company",
    title: "My company",
    part: "Customers",
    needs: "organization",
    also: "company profile organization members applications application users",
    page: () => <Company />,
  },
  {
    pattern: "/organizations",
    title: "Organizations",
    part: "Customers",
    needs: "environment",
    also: "companies tenants members domains groups",
    page: () => <Organizations />,
  },
  {
    pattern: "/organizations/:id",
    title: "Organization",
    needs: "environment",
    page: ({ id = "" }) => <Organization id={id} />,
  },
  {
    pattern: "/organizations/:organization/groups/:id",
    title: "Group",
    needs: "organizations:read",
    page: ({ organization = "", id = "" }) => <Group organization={organization} id={id} />,
  },
  {
    pattern: "/logins",
    title: "Logins",
    part: "Customers",
    needs: "environment",
    also: "users people sessions tokens",
    page: () => <Logins />,
  },
  {
    pattern: "/logins/:id",
    title: "Login",
    needs: "users:manage",
    page: ({ id = "" }) => <Login id={id} />,
  },
  {
    pattern: "/applications",
    title: "Application Users",
    part: "Customers",
    needs: "applications:manage",
    also: "clients machines secrets",
    page: () => <Applications />,
  },
  {
    pattern: "/applications/:id",
    title: "Application User",
    needs: "applications:manage",
    page: ({ id = "" }) => <Application id={id} />,
  },
  {
    pattern: "/roles",
    title: "Roles",
    part: "Access",
    needs: "environment",
    also: "matrix",
    page: () => <Roles />,
  },
  {
    pattern: "/permissions",
    title: "Permissions",
    part: "Access",
    needs: "environment",
    page: () => <Permissions />,
  },
  {
    pattern: "/profiles",
    title: "Access profiles",
    part: "Access",
    needs: "environment",
    also: "security profile",
    page: () => <Profiles />,
  },
  {
    pattern: "/flags",
    title: "Feature flags",
    part: "Access",
    needs: "environment",
    page: () => <Flags />,
  },
  {
    pattern: "/flags/:slug",
    title: "Feature flag",
    needs: "environment",
    page: ({ slug = "" }) => <Flag slug={slug} />,
  },
  {
    pattern: "/policies",
    title: "Policies",
    part: "Gateways",
    needs: "environment",
    also: "nginx caddy haproxy traefik envoy",
    page: () => <Policies />,
  },
  {
    pattern: "/check",
    title: "Check a credential",
    part: "Gateways",
    needs: "tokens:verify",
    also: "verify token key allowed denied",
    page: () => <Check />,
  },
  {
    pattern: "/policies/:name",
    title: "Policy",
    needs: "environment",
    page: ({ name = "" }) => <Policy name={name} />,
  },
  {
    pattern: "/webhooks",
    title: "Webhooks",
    part: "Data",
    needs: "environment",
    also: "endpoints deliveries attempts resend",
    page: () => <Webhooks />,
  },
  {
    pattern: "/webhooks/:id",
    title: "Webhook",
    needs: "environment",
    page: ({ id = "" }) => <Webhook id={id} />,
  },
  {
    pattern: "/webhooks/:endpoint/deliveries/:id",
    title: "Delivery",
    needs: "environment",
    page: ({ endpoint = "", id = "" }) => <Delivery endpoint={endpoint} id={id} />,
  },
  {
    pattern: "/subscribers",
    title: "Webhook subscribers",
    part: "Data",
    needs: "environment",
    also: "callbacks notifications workspan workmobile deliveries",
    page: () => <Subscribers />,
  },
  {
    pattern: "/subscribers/:id",
    title: "Webhook subscriber",
    needs: "environment",
    page: ({ id = "" }) => <SubscriberPage id={id} />,
  },
  {
    pattern: "/subscribers/:endpoint/deliveries/:id",
    title: "Delivery",
    needs: "environment",
    page: ({ endpoint = "", id = "" }) => <Delivery endpoint={endpoint} id={id} />,
  },
  {
    pattern: "/log-streams",
    title: "Log streams",
    part: "Data",
    needs: "environment",
    also: "siem datadog splunk azure sentinel s3 syslog ndjson file targets",
    page: () => <LogStreams />,
  },
  {
    pattern: "/log-streams/:id",
    title: "Log stream",
    needs: "environment",
    page: ({ id = "" }) => <LogStream id={id} />,
  },
  {
    pattern: "/audit-logs",
    title: "Audit log actions",
    part: "Data",
    needs: "environment",
    also: "schemas customers",
    page: () => <AuditActions />,
  },
  {
    pattern: "/audit-logs/:name",
    title: "Audit log action",
    needs: "environment",
    page: ({ name = "" }) => <AuditAction name={name} />,
  },
  {
    pattern: "/objects",
    title: "Objects",
    part: "Data",
    needs: "environment",
    also: "team members access levels opportunities forms",
    page: () => <Objects />,
  },
  {
    pattern: "/objects/:id",
    title: "Object",
    needs: "environment",
    page: ({ id = "" }) => <ObjectPage id={id} />,
  },
  {
    pattern: "/reports",
    title: "Reports",
    part: "Data",
    needs: "environment",
    also: "views charts workspan",
    page: () => <Reports />,
  },
  {
    pattern: "/reports/:id",
    title: "Report",
    needs: "environment",
    page: ({ id = "" }) => <Report id={id} />,
  },
  {
    pattern: "/integrations",
    title: "Integrations",
    part: "Data",
    needs: "environment",
    also: "bulk loads csv xlsx import workspan",
    page: () => <Integrations />,
  },
  {
    pattern: "/integrations/:id",
    title: "Integration",
    needs: "environment",
    page: ({ id = "" }) => <Integration id={id} />,
  },
  {
    pattern: "/integrations/:integration/loads/:id",
    title: "Load",
    needs: "environment",
    page: ({ integration = "", id = "" }) => <Load integration={integration} id={id} />,
  },
  {
    pattern: "/events",
    title: "Events",
    part: "Environment",
    needs: "events:read",
    also: "audit log changes",
    page: () => <Events />,
  },
  {
    pattern: "/traffic",
    title: "Traffic",
    part: "Environment",
    needs: "environment",
    also: "metrics requests latency refusals chart",
    page: () => <Traffic />,
  },
  {
    pattern: "/denials",
    title: "Explain a denial",
    part: "Environment",
    needs: "events:read",
    also: "refused forbidden 401 403 429 request id why",
    page: () => <Denial />,
  },
  {
    pattern: "/keys",
    title: "API keys",
    part: "Environment",
    needs: "environment",
    also: "sk secret key unused report expiry revoke",
    page: () => <EnvironmentKeys />,
  },
  {
    pattern: "/signing-keys",
    title: "Signing keys",
    part: "Environment",
    needs: "environment",
    also: "jwks rotate kid jwt",
    page: () => <SigningKeys />,
  },
  {
    pattern: "/emails",
    title: "Emails",
    part: "Environment",
    needs: "environment",
    also: "mail log outbox smtp unsent",
    page: () => <Emails />,
  },
  {
    pattern: "/emails/:id",
    title: "Email",
    needs: "environment",
    page: ({ id = "" }) => <Email id={id} />,
  },
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
    needs: "environment",
    also: "workos client token schema query mutation api reference",
    page: () => <Graphql />,
  },
  {
    pattern: "/environments",
    title: "Environments",
    part: "Environment",
    needs: "installation",
    also: "installation operator create sandbox staging switch",
    page: () => <Environments />,
  },
  {
    pattern: "/settings",
    title: "Settings",
    part: "Environment",
    needs: "environment",
    also: "redirect uris cors origins jwt template branding logo colour",
    page: () => <Settings />,
  },
];

/** navFor is the navigation with the pages that the caller may open. */
const navFor = (caller: Caller) =>
  parts
    .map((part) => ({
      title: part,
      items: routes
        .filter((route) => route.part === part && may(caller, route.needs))
        .map(({ pattern, title, also = "" }) => ({ path: pattern, title, also })),
    }))
    .filter((part) => part.items.length > 0);

function find(path: string): { route: Route; values: Record<string, string> } | null {
  for (const route of routes) {
    const values = match(route.pattern, path);
    if (values) return { route, values };
  }
  return null;
}

/** opens says whether the caller may open the page at a path, with or without a query. */
const opens = (caller: Caller, path: string) =>
  may(caller, find(path.replace(/[?#].*$/, ""))?.route.needs);

/** Refused says what a page needs, in place of requests that the API would refuse. */
function Refused({ title, needs }: { title: string; needs: Need | undefined }) {
  const missing = [needs ?? []].flat().join(", ");
  return (
    <>
      <header class="page-head">
        <h1>{title}</h1>
      </header>
      <div class="state" role="status">
        <p class="state-title">
          {needs === "environment"
            ? "This page is for administrators of the environment."
            : needs === "organization"
              ? "This page is for members of an organization. You are signed in to none."
              : needs === "installation"
                ? "This page is for administrators of the first environment."
                : needs === "user"
                  ? "This page is about a user. You act for an environment."
                  : `This page needs the permission ${missing}, which no role of yours has.`}
        </p>
        <a href="/console">Home</a>
      </div>
    </>
  );
}

function Content() {
  const { path } = usePlace();
  const caller = useCaller();
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
  const { title, needs } = found.route;
  if (!may(caller, needs)) return <Refused title={title} needs={needs} />;
  return <div key={path}>{found.route.page(found.values)}</div>;
}

export function App() {
  const [caller, again] = useLoad(readCaller, "");
  if (caller.state === "loading") return <Loading what="the console" />;
  if (caller.state === "failed") return <Failed problem={caller.problem} again={again} />;
  return (
    <CallerContext.Provider value={caller.value}>
      <OpensContext.Provider value={(path) => opens(caller.value, path)}>
        <Shell nav={navFor(caller.value)} caller={caller.value}>
          <Content />
        </Shell>
      </OpensContext.Provider>
    </CallerContext.Provider>
  );
}
