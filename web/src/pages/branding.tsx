// Branding: how the sign-in pages and emails of the environment look.
import { useId, useRef, useState } from "preact/hooks";
import { call, Problem } from "../api";
import { useCaller } from "../session";
import { Fields, orNull, useForm } from "../ui/form";
import { Ready } from "../ui/states";
import { say } from "../ui/toast";
import { problemFrom, useLoad } from "../use_load";
import "./branding.css";

interface Look {
  name: string | null;
  color: string | null;
  logo: string | null;
}

const api = "/v1/branding";
const plain: Look = { name: null, color: null, logo: null };

/** readLook returns the look of Bearward while the environment has none of its own. */
async function readLook(): Promise<Look> {
  try {
    return await call<Look>("GET", api);
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.status === 404) return plain;
    throw thrown;
  }
}

/** readFile returns a file as a data URI. */
const readFile = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    const problem = new Problem(0, "unreadable", "The file cannot be read.", ["logo"], "");
    reader.onerror = () => reject(problem);
    reader.readAsDataURL(file);
  });

interface LogoProps {
  value: string;
  fault: string;
  change: (value: string) => void;
}

function Logo({ value, fault, change }: LogoProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="field">
      <label for={id}>
        Logo<span class="soft"> (optional)</span>
      </label>
      <input
        id={id}
        ref={input}
        type="file"
        accept="image/png"
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          const fail = (thrown: unknown) => say(problemFrom(thrown).message, true);
          if (file) void readFile(file).then(change, fail);
        }}
      />
      {value && (
        <div class="buttons start">
          <button
            type="button"
            class="button"
            onClick={() => {
              if (input.current) input.current.value = "";
              change("");
            }}
          >
            Remove logo
          </button>
        </div>
      )}
      <p id={`${id}-hint`} class={fault ? "fault-text" : "soft small"}>
        {fault || "A PNG of at most 64 KiB. It is shown 40 pixels high."}
      </p>
    </div>
  );
}

/** light returns the relative luminance of a colour (WCAG 2.2). */
function light(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** inkOn returns black or white, whichever contrasts more, as the server does. */
const inkOn = (color: string) => (light(color) > 0.179 ? "#000000" : "#ffffff");

/** Preview shows the head and the button of a sign-in page; the server computes the colours. */
function Preview({ values, logo }: { values: Record<string, string>; logo: string }) {
  const typed = values["color"] ?? "";
  const color = /^#[0-9a-f]{6}$/i.test(typed) ? typed : "";
  const name = values["name"] || (logo ? "" : "Bearward");
  return (
    <div class="look" aria-hidden="true">
      <p class="look-brand">
        {logo ? (
          <img src={logo} alt="" />
        ) : (
          <span class="look-mark" style={{ background: color }} />
        )}
        {name}
      </p>
      <span class="look-input" />
      <span
        class="look-button"
        style={{ background: color, color: color ? inkOn(color) : undefined }}
      >
        Sign in
      </span>
    </div>
  );
}

function LookForm({ look }: { look: Look }) {
  const caller = useCaller();
  const [logo, setLogo] = useState(look.logo ?? "");
  const fields = [
    {
      name: "name",
      label: "Name",
      hint: "Stands on the pages and in the emails, in place of Bearward.",
      value: look.name ?? "",
    },
    {
      name: "color",
      label: "Colour",
      hint: "Of buttons and links, such as #1d4ed8. Its text is black or white, as is readable.",
      value: look.color ?? "",
    },
  ];
  const { values, change, problem, busy, submit } = useForm(fields, async (sent) => {
    await call("PATCH", api, { ...orNull(sent), logo: logo || null });
    say("The sign-in pages have the new look.");
  });
  const fault = problem?.fields.includes("logo") ? problem.message : "";
  return (
    <form class="stack panel" onSubmit={submit}>
      <Preview values={values} logo={logo} />
      <Fields
        fields={fields}
        values={values}
        problem={fault ? null : problem}
        change={change}
      />
      <Logo value={logo} fault={fault} change={setLogo} />
      <div class="buttons start">
        <button class="button primary" disabled={busy}>
          Save
        </button>
        <a class="button" href={`/sign-in?environment=${caller.environment.id}`} target="_blank">
          Open the sign-in page
        </a>
      </div>
    </form>
  );
}

export function Branding() {
  const [loaded, again] = useLoad(readLook, "");
  return (
    <Ready from={loaded} again={again} what="the look of the sign-in pages">
      {(look) => <LookForm look={look} />}
    </Ready>
  );
}
