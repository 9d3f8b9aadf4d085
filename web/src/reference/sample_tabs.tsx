import { setQuery, usePlace } from "../router";
import { CopyButton } from "../ui/copy";
import { languages, type Request } from "./samples";

interface SamplesProps {
  request: Request;
  /** shown is the request as the page shows it, where that hides a part of what is copied. */
  shown?: Request;
}

/** Samples shows one request in the language that the address names. */
export function Samples({ request, shown = request }: SamplesProps) {
  const { query } = usePlace();
  const language = languages.find((one) => one.name === query.get("language")) ?? languages[0];
  return (
    <div class="code">
      <div class="code-head">
        <label class="language">
          <span class="hidden">Language</span>
          <select
            value={language?.name}
            onChange={(event) => setQuery({ language: event.currentTarget.value }, true)}
          >
            {languages.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <CopyButton text={language?.write(request) ?? ""} what={`${language?.name} code`} />
      </div>
      <pre tabIndex={0} class="tall" role="region" aria-label={`${language?.name} code`}>
        <code>{language?.write(shown)}</code>
      </pre>
    </div>
  );
}
