// Settings: what the environment keeps for the sign-in of applications.
import { call, path, Problem } from "../api";
import { Badge } from "../ui/badge";
import { Tabs } from "../ui/detail";
import { Fields, useForm } from "../ui/form";
import { type Resource, ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { say } from "../ui/toast";
import { useLoad } from "../use_load";
import { lazy } from "../lazy";
import { administrators } from "./administrators";
import { Branding } from "./branding";

const ServerSettings = lazy(() =>
  import("./server_settings").then((found) => found.ServerSettings),
);

interface RedirectRow {
  id: string;
  uri: string;
  default: boolean;
  created_at: string;
}

const redirects: Resource<RedirectRow> = {
  title: "Redirect URIs",
  one: "Redirect URI",
  about: "Where a sign-in may return to. The first one is the default.",
  api: "/user_management/redirect_uris",
  keyOf: (row) => row.id,
  columns: [
    {
      head: "URI",
      cell: (row) => (
        <>
          <code>{row.uri}</code> {row.default && <Badge tone="plain" text="default" />}
        </>
      ),
    },
    { head: "Added", orders: "time", cell: (row) => <Time at={row.created_at} /> },
  ],
  actions: [
    {
      label: "Delete",
      title: (row) => `Delete ${row.uri}?`,
      ends: () => "A sign-in that names it is refused from then on.",
      danger: true,
      run: (row) => call("DELETE", path`/user_management/redirect_uris/${row.id}`),
      done: "Redirect URI deleted.",
    },
  ],
  create: {
    label: "Add redirect URI",
    fields: () => [
      {
        name: "uri",
        label: "URI",
        hint: "https, or http to 127.0.0.1 or [::1]. A host may have one * in its first label.",
        required: true,
      },
    ],
    send: (values) => call<void>("POST", "/user_management/redirect_uris", values),
    done: "Redirect URI added.",
  },
};

interface OriginRow {
  id: string;
  origin: string;
  created_at: string;
}

const origins: Resource<OriginRow> = {
  title: "CORS origins",
  one: "CORS origin",
  about: "The origins of your web applications, besides those of the setting cors.origins.",
  api: "/user_management/cors_origins",
  keyOf: (row) => row.id,
  columns: [
    { head: "Origin", cell: (row) => <code>{row.origin}</code> },
    { head: "Added", orders: "time", cell: (row) => <Time at={row.created_at} /> },
  ],
  create: {
    label: "Add CORS origin",
    fields: () => [
      { name: "origin", label: "Origin", hint: "A scheme and a host.", required: true },
    ],
    send: (values) => call<void>("POST", "/user_management/cors_origins", values),
    done: "CORS origin added.",
  },
};

const templateApi = "/user_management/jwt_template";

/** readTemplate returns "" while the environment has none. */
async function readTemplate(): Promise<string> {
  try {
    return (await call<{ content: string }>("GET", templateApi)).content;
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.status === 404) return "";
    throw thrown;
  }
}

const exampleTemplate = `{
  "email": {{ user.email }},
  "company": {{ organization.name || 'none' }}
}`;

function TemplateForm({ content }: { content: string }) {
  const fields = [
    {
      name: "content",
      label: "JWT template",
      type: "code" as const,
      required: true,
      hint: "A JSON object. A path begins with user, organization or organization_membership.",
      value: content || exampleTemplate,
    },
  ];
  const { values, change, problem, busy, submit } = useForm(fields, async (sent) => {
    await call("PUT", templateApi, sent);
    say("JWT template saved.");
  });
  return (
    <form class="stack panel" onSubmit={submit}>
      <Fields fields={fields} values={values} problem={problem} change={change} />
      <div class="buttons start">
        <button class="button primary" disabled={busy}>
          Save
        </button>
      </div>
    </form>
  );
}

function Template() {
  const [loaded, again] = useLoad(readTemplate, "");
  return (
    <Ready from={loaded} again={again} what="the JWT template">
      {(content) => <TemplateForm content={content} />}
    </Ready>
  );
}

export function Settings() {
  return (
    <>
      <header class="page-head">
        <h1>Settings</h1>
        <p class="soft">
          What this environment keeps for the sign-in of your applications, and the settings of the
          server.
        </p>
      </header>
      <Tabs
        label="Settings"
        tabs={[
          {
            id: "redirects",
            title: "Redirect URIs",
            content: () => <ResourceList resource={redirects} />,
          },
          {
            id: "origins",
            title: "CORS origins",
            content: () => <ResourceList resource={origins} />,
          },
          { id: "template", title: "JWT template", content: () => <Template /> },
          { id: "look", title: "Sign-in pages", content: () => <Branding /> },
          {
            id: "administrators",
            title: "Administrators",
            content: () => <ResourceList resource={administrators} />,
          },
          { id: "server", title: "Server", content: () => <ServerSettings /> },
        ]}
      />
    </>
  );
}
