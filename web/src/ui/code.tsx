import { CopyButton } from "./copy";

interface CodeProps {
  /** name is what is shown: a file or a language. */
  name: string;
  text: string;
  /** tall lets a long text scroll in its own frame. */
  tall?: boolean;
}

/** Code is a text to copy, with its name. */
export function Code({ name, text, tall }: CodeProps) {
  return (
    <div class="code">
      <div class="code-head">
        <span class="small">{name}</span>
        <CopyButton text={text} what={name} />
      </div>
      <pre tabIndex={0} class={tall ? "tall" : undefined} aria-label={name} role="region">
        <code>{text}</code>
      </pre>
    </div>
  );
}
