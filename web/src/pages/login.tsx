import { useState } from "preact/hooks";
import { call, path } from "../api";
import { Badge } from "../ui/badge";
import { CopyText } from "../ui/copy";
import { Confirm } from "../ui/dialog";
import { FormDialog } from "../ui/form";
import { Failed, Loading } from "../ui/states";
import { Time } from "../ui/time";
import { say } from "../ui/toast";
import { problemFrom, useLoad } from "../use_load";
import { ApiToken } from "./login_token";

/** LoginRow is the answer of GET /v1/users/{id}. */
interface LoginRow {
  id: string;
  number: number;
  username: string | null;
  email: string | null;
  first_name: string | null;
  last_name: string | null;
  active: boolean;
  failed_sign_ins: number;
  locked_until: string | null;
  created_at: string;
}

const nameOf = (row: LoginRow) =>
  [row.first_name, row.last_name].filter(Boolean).join(" ") || row.email || row.username || row.id;

type Asked = "deactivate" | "password" | null;

function State({ row }: { row: LoginRow }) {
  if (!row.active) return <Badge tone="bad" text="Inactive" />;
  if (row.locked_until) return <Badge tone="bad" text="Locked" />;
  return <Badge tone="good" text="Active" />;
}

function Facts({ row }: { row: LoginRow }) {
  const none = <span class="soft">none</span>;
  return (
    <dl class="facts">
      <div>
        <dt>State</dt>
        <dd>
          <State row={row} />
        </dd>
      </div>
      <div>
        <dt>Username</dt>
        <dd>{row.username || none}</dd>
      </div>
      <div>
        <dt>Email</dt>
        <dd>{row.email || none}</dd>
      </div>
      <div>
        <dt>Number</dt>
        <dd>{row.number}</dd>
      </div>
      <div>
        <dt>Id</dt>
        <dd>
          <CopyText text={row.id} what="User id" />
        </dd>
      </div>
      <div>
        <dt>Created</dt>
        <dd>
          <Time at={row.created_at} />
        </dd>
      </div>
    </dl>
  );
}

/** Login is the page of one login: its state, its password, and its API token. */
export function Login({ id }: { id: string }) {
  const [loaded, again] = useLoad(() => call<LoginRow>("GET", path`/v1/users/${id}`), id);
  const [asked, setAsked] = useState<Asked>(null);
  if (loaded.state === "loading") return <Loading what="the login" />;
  if (loaded.state === "failed") return <Failed problem={loaded.problem} again={again} />;
  const row = loaded.value;
  const close = () => setAsked(null);
  const change = async (verb: string, done: string) => {
    close();
    try {
      await call("POST", path`/v1/users/${row.id}/` + verb, {});
      say(done);
      again();
    } catch (thrown) {
      say(problemFrom(thrown).message, true);
    }
  };
  return (
    <>
      <header class="page-head with-actions">
        <div>
          <p class="crumbs">
            <a href="/console/logins">Logins</a>
          </p>
          <h1>{nameOf(row)}</h1>
        </div>
        <div class="buttons">
          {row.locked_until && (
            <button type="button" class="button" onClick={() => change("unlock", "Unlocked.")}>
              Unlock
            </button>
          )}
          <button type="button" class="button" onClick={() => setAsked("password")}>
            Set password
          </button>
          {row.active ? (
            <button type="button" class="button danger" onClick={() => setAsked("deactivate")}>
              Deactivate
            </button>
          ) : (
            <button
              type="button"
              class="button primary"
              onClick={() => change("activate", "Login activated.")}
            >
              Activate
            </button>
          )}
        </div>
      </header>
      <Facts row={row} />
      <ApiToken user={row.id} />
      {asked === "deactivate" && (
        <Confirm
          title={`Deactivate ${nameOf(row)}?`}
          action="Deactivate"
          danger
          confirm={() => change("deactivate", "Login deactivated.")}
          close={close}
        >
          <p>Every session of this login ends and its API token is refused, at once.</p>
        </Confirm>
      )}
      {asked === "password" && (
        <FormDialog
          title="Set password"
          action="Set password"
          fields={[
            {
              name: "password",
              label: "New password",
              type: "password",
              required: true,
              hint: "Every session of this login ends.",
            },
          ]}
          close={close}
          send={async (values) => {
            await call("PUT", path`/v1/users/${row.id}/password`, values);
            say("Password set.");
            close();
          }}
        />
      )}
    </>
  );
}
