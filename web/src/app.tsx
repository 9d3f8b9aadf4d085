// App: the table of pages.
import type { ComponentChild } from "preact";
import { useEffect } from "preact/hooks";
import { Applications } from "./pages/applications";
import { Events } from "./pages/events";
import { Home } from "./pages/home";
import { Login } from "./pages/login";
import { Logins } from "./pages/logins";
import { Organization } from "./pages/organization";
import { Organizations } from "./pages/organizations";
import { Policies } from "./pages/policies";
import { match, usePlace } from "./router";
import { CallerContext, readCaller } from "./session";
import { Shell } from "./ui/shell";
import { Failed, Loading } from "./ui/states";
import { useLoad } from "./use_load";

interface Route {
  pattern: string;
  title: string;
  /** nav: the page is in the navigation. */
  nav?: boolean;
  page: (values: Record<string, string>) => ComponentChild;
}

const routes: Route[] = [
  { pattern: "/", title: "Home", nav: true, page: () => <Home /> },
  {
    pattern: "/organizations",
    title: "Organizations",
    nav: true,
    page: () => <Organizations />,
  },
  {
    pattern: "/organizations/:id",
    title: "Organization",
    page: ({ id = "" }) => <Organization id={id} />,
  },
  { pattern: "/logins", title: "Logins", nav: true, page: () => <Logins /> },
  { pattern: "/logins/:id", title: "Login", page: ({ id = "" }) => <Login id={id} /> },
  { pattern: "/applications", title: "Application Users", nav: true, page: () => <Applications /> },
  { pattern: "/policies", title: "Policies", nav: true, page: () => <Policies /> },
  { pattern: "/events", title: "Events", nav: true, page: () => <Events /> },
];

const nav = routes
  .filter((route) => route.nav)
  .map((route) => ({ path: route.pattern, title: route.title }));

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
