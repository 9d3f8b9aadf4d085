import { setQuery, usePlace } from "../router";
import { CopyButton } from "../ui/copy";
import { languages, type Request } from "./samples";

/** Samples shows one request in the language that the address names. */
export function Samples({ request }: { request: Request }) {
  const { query } = usePlace();
  const shown = languages.find((one) => one.name === query.get("language")) ?? languages[0];
  const text = shown?.write(request) ?? "";
  return (
    <div class="code">
      <div class="code-head">
        <label class="language">
          <span class="hidden">Language</span>
          <select
            value={shown?.name}
            onChange={(event) => setQuery({ language: event.currentTarget.value }, true)}
          >
            {languages.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <CopyButton text={text} what={`${shown?.name} code`} />
      </div>
      <pre tabIndex={0} class="tall" role="region" aria-label={`${shown?.name} code`}>
        <code>{text}</code>
      </pre>
    </div>
  );
}
