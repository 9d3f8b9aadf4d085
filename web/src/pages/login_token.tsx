// The API token of a login, as WorkMobile's document describes it: Generate, the display box with
// its copy icon, the optional description with Update, regenerate and revoke.
import { useState } from "preact/hooks";
import { call, path, Problem } from "../api";
import { may, useCaller } from "../session";
import { type Action, ActionButtons, useActions } from "../ui/actions";
import { CopyButton } from "../ui/copy";
import { Confirm } from "../ui/dialog";
import { useUncopied } from "../ui/secret";
import { Failed, Loading } from "../ui/states";
import { Time } from "../ui/time";
import { say } from "../ui/toast";
import { problemFrom, useLoad } from "../use_load";
import { KeyUsage } from "./key_usage";
import { setRateLimit } from "./rate_limit";

interface KeyRow {
  id: string;
  description: string;
  obfuscated_value: string;
  created_at: string;
  last_used_at: string | null;
  rate_limit: string | null;
  value?: string;
}

/** readKey returns null while the login has no token. */
async function readKey(user: string): Promise<KeyRow | null> {
  try {
    return await call<KeyRow>("GET", path`/v1/users/${user}/api_key`);
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.code === "key_not_found") return null;
    throw thrown;
  }
}

type Asked = "generate" | "regenerate" | "revoke" | null;

const questions = {
  generate: {
    title: "Generate an API token?",
    text: "The token has the rights of this login. It is shown once.",
    action: "Generate",
  },
  regenerate: {
    title: "Regenerate the API token?",
    text: "The present token stops working at once. The new one is shown once.",
    action: "Regenerate",
  },
  revoke: {
    title: "Revoke the API token?",
    text: "The token stops working at once.",
    action: "Revoke",
  },
};

interface ValueProps {
  row: KeyRow;
  /** unsaved: the value is shown for the only time and is not copied yet. */
  unsaved: boolean;
  onCopied: () => void;
}

function Value({ row, unsaved, onCopied }: ValueProps) {
  return (
    <div class="field">
      <label for="token-value">API token</label>
      <div class="box">
        <input
          id="token-value"
          class="mono"
          readonly
          value={row.value ?? row.obfuscated_value}
        />
        {row.value && <CopyButton text={row.value} what="API token" onCopied={onCopied} />}
      </div>
      {unsaved && (
        <p class="fault" role="alert">
          Copy the token now: it is shown once and cannot be read again.
        </p>
      )}
    </div>
  );
}

interface DescriptionProps {
  row: KeyRow;
  changed: (row: KeyRow) => void;
}

function Description({ row, changed }: DescriptionProps) {
  const [text, setText] = useState(row.description);
  const update = async (event: Event) => {
    event.preventDefault();
    try {
      const updated = await call<KeyRow>("PATCH", path`/v1/api_keys/${row.id}`, {
        description: text,
      });
      changed({ ...updated, value: row.value });
      say("Description updated. The token is unchanged.");
    } catch (thrown) {
      say(problemFrom(thrown).message, true);
    }
  };
  return (
    <form class="field" onSubmit={update}>
      <label for="token-description">
        Description<span class="soft"> (optional)</span>
      </label>
      <div class="box">
        <input
          id="token-description"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button class="button">Update</button>
      </div>
    </form>
  );
}

const limit: Action<KeyRow> = {
  ...setRateLimit<KeyRow>({
    nameOf: () => "the API token",
    send: (row, body) => call("PATCH", path`/v1/api_keys/${row.id}`, body),
  }),
  // A new read would remove a value that is shown for the only time.
  after: () => undefined,
};

/** ApiToken is the section of the Logins page. */
export function ApiToken({ user }: { user: string }) {
  const caller = useCaller();
  const inPerson = may(caller, "person");
  const [loaded, again, set] = useLoad(() => readKey(user), user);
  const { act, dialogs } = useActions<KeyRow>({ one: "API token", set, again });
  const [asked, setAsked] = useState<Asked>(null);
  // The id of the key whose value was copied: a regenerated key has another one.
  const [copied, setCopied] = useState("");
  const key = loaded.state === "ready" ? loaded.value : null;
  const unsaved = key?.value !== undefined && key.id !== copied;
  useUncopied(unsaved);
  if (loaded.state === "loading") return <Loading what="the API token" />;
  if (loaded.state === "failed") return <Failed problem={loaded.problem} again={again} />;
  const row = key;
  const perform = async () => {
    const what = asked;
    setAsked(null);
    try {
      if (what === "revoke" && row) {
        await call("POST", path`/v1/api_keys/${row.id}/revoke`, {});
        say("API token revoked.");
        again();
      } else {
        const description = row?.description ?? "";
        set(await call<KeyRow>("POST", path`/v1/users/${user}/api_key`, { description }));
        say("API token generated. Copy it now.");
      }
    } catch (thrown) {
      say(problemFrom(thrown).message, true);
    }
  };
  return (
    <section class="section panel" aria-labelledby="token">
      <h2 id="token">API Token</h2>
      {row ? (
        <div class="stack">
          <Value row={row} unsaved={unsaved} onCopied={() => setCopied(row.id)} />
          <Description key={row.id} row={row} changed={set} />
          <p class="soft">
            Made <Time at={row.created_at} />, last used <Time at={row.last_used_at} />. Rate limit:
            {` ${row.rate_limit ?? "none"}.`}
          </p>
          <h3>Usage</h3>
          <KeyUsage id={row.id} />
          <div class="buttons start">
            {inPerson && (
              <button type="button" class="button" onClick={() => setAsked("regenerate")}>
                Regenerate
              </button>
            )}
            {may(caller, "keys:manage") && (
              <ActionButtons actions={[limit]} row={row} act={act} kind="button" />
            )}
            <button type="button" class="button danger" onClick={() => setAsked("revoke")}>
              Revoke
            </button>
          </div>
        </div>
      ) : (
        <div class="stack">
          <p class="soft">This login has no API token.</p>
          {inPerson && (
            <div class="buttons start">
              <button type="button" class="button primary" onClick={() => setAsked("generate")}>
                Generate
              </button>
            </div>
          )}
        </div>
      )}
      {asked && (
        <Confirm
          title={questions[asked].title}
          action={questions[asked].action}
          danger={asked !== "generate"}
          confirm={perform}
          close={() => setAsked(null)}
        >
          <p>{questions[asked].text}</p>
        </Confirm>
      )}
      {dialogs}
    </section>
  );
}
