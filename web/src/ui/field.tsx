// Field: one input of a form, by its description.
import { useId, useRef, useState } from "preact/hooks";
import { type More, type Suggest, useMore, useSuggestions } from "./suggestions";

export interface Option {
  value: string;
  label: string;
}

/**
 * FormField describes one input. `name` is that of the API, so that its errors find the field. The
 * value of "checks" is the chosen options separated by spaces, at least one if it is required; that
 * of "switch" is "true" or "". `more` reads the options of "checks" that are not in `options`.
 * `suggest` reads suggestions: any other text is allowed too. For the name of one suggestion its
 * value is sent. A field is shown and sent only `when` the other values need it; of fields with the
 * same name, at most one is shown.
 */
export interface FormField {
  name: string;
  label: string;
  hint?: string;
  type?: "email" | "password" | "select" | "text" | "code" | "checks" | "switch" | "date";
  options?: Option[];
  more?: More;
  suggest?: Suggest;
  required?: boolean;
  value?: string;
  when?: (values: Record<string, string>) => boolean;
}

interface FieldProps {
  field: FormField;
  value: string;
  fault: string;
  change: (value: string) => void;
}

/** chosen splits the value of a field of type "checks". */
export const chosen = (value: string | undefined) => (value ?? "").split(" ").filter(Boolean);

/** listOf splits what was typed with commas or spaces between the items. */
export const listOf = (text: string | undefined) => (text ?? "").split(/[\s,]+/).filter(Boolean);

/** rowsOf lets a text of several lines show them all, within a bound. */
const rowsOf = (value: string) => Math.min(Math.max(value.split("\n").length, 4), 16);

/** Hint is the description of a field. A fault takes its place, and a screen reader says it. */
function Hint({ id, field, fault }: { id: string; field: FormField; fault: string }) {
  return fault ? (
    <p key="fault" id={`${id}-hint`} class="fault-text" role="alert">
      {fault}
    </p>
  ) : (
    <p key="hint" id={`${id}-hint`} class="soft small">
      {field.hint}
    </p>
  );
}

/** manyOptions is the number of options from which on a field of type "checks" has a filter. */
const manyOptions = 20;

/** byValue has one option for each value: the last one, at the place of the first. */
const byValue = (options: Option[]) => [
  ...new Map(options.map((option) => [option.value, option])).values(),
];

/**
 * useOptions returns the options of a field of type "checks" that have a text in their label. What
 * was chosen before is an option too, by its value if no more is known of it.
 */
function useOptions({ options = [], more }: FormField, value: string, text: string) {
  const [unknown] = useState(() => {
    const known = new Set(options.map((one) => one.value));
    const others = chosen(value).filter((one) => !known.has(one));
    return others.map((one) => ({ value: one, label: one }));
  });
  const { found, ...reading } = useMore(more, text);
  const all = byValue([...unknown, ...options, ...found]);
  const fits = (option: Option) => option.label.toLowerCase().includes(text.toLowerCase());
  return { all, shown: all.filter(fits), ...reading };
}

interface RestProps {
  shown: number;
  filtered: boolean;
  busy: boolean;
  fault: string;
  /** next reads more options; null if there are no more. */
  next: (() => void) | null;
}

/** Rest says how many options are shown, and shows more of them. */
function Rest({ shown, filtered, busy, fault, next }: RestProps) {
  const count = `${shown} shown${next ? ", there are more." : "."}`;
  const found = shown > 0 ? count : "Nothing matches the filter.";
  return (
    <div class="buttons start">
      <p role="status" class={fault ? "fault-text" : "soft small"}>
        {fault || ((filtered || next) && (busy ? "Searching..." : found))}
      </p>
      {next && (
        <button type="button" class="link" onClick={next}>
          Show more
        </button>
      )}
    </div>
  );
}

function Checks({ field, value, fault, change }: FieldProps) {
  const id = useId();
  const [filter, setFilter] = useState("");
  const text = filter.trim();
  const { all, shown, next, ...reading } = useOptions(field, value, text);
  const list = useRef<HTMLDivElement>(null);
  // The button may be gone afterwards. The next Tab leads from here to what was added.
  const showMore = () => {
    [...(list.current?.querySelectorAll("input") ?? [])].at(-1)?.focus();
    void next?.();
  };
  const now = new Set(chosen(value));
  const toggle = (option: string) => {
    const then = new Set(now);
    if (!then.delete(option)) then.add(option);
    change([...then].join(" "));
  };
  const many = all.length > manyOptions || field.more !== undefined;
  return (
    <fieldset class="field checks" aria-describedby={`${id}-hint`}>
      <legend>
        {field.label}
        {many && <span class="soft"> ({now.size} chosen)</span>}
      </legend>
      {many && (
        <label class="field">
          <span class="soft small">Filter {field.label.toLowerCase()}</span>
          <input
            type="search"
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
            // The Enter key after a search does not send the form.
            onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
          />
        </label>
      )}
      <div class="check-list" ref={list}>
        {shown.map((option) => (
          <label key={option.value}>
            <input
              type="checkbox"
              checked={now.has(option.value)}
              onChange={() => toggle(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {many && (
        <Rest
          {...reading}
          shown={shown.length}
          filtered={text !== ""}
          next={next && showMore}
        />
      )}
      <Hint id={id} field={field} fault={fault} />
    </fieldset>
  );
}

function Switch({ field, value, fault, change }: FieldProps) {
  const id = useId();
  return (
    <div class="field switch">
      <label>
        <input
          type="checkbox"
          checked={value === "true"}
          aria-describedby={`${id}-hint`}
          onChange={(event) => change(event.currentTarget.checked ? "true" : "")}
        />
        <span>{field.label}</span>
      </label>
      <Hint id={id} field={field} fault={fault} />
    </div>
  );
}

function Input({ field, value, fault, change }: FieldProps) {
  const id = useId();
  const common = {
    id,
    name: field.name,
    value,
    required: field.required,
    "aria-describedby": `${id}-hint`,
    "aria-invalid": fault !== "",
    onInput: (event: { currentTarget: { value: string } }) => change(event.currentTarget.value),
  };
  const suggested = useSuggestions(field.suggest, value);
  const options = (field.suggest ? suggested : (field.options ?? [])).map((option) => (
    <option key={option.value} value={option.value}>
      {option.label}
    </option>
  ));
  const typed = {
    inputMode: field.type === "email" ? ("email" as const) : undefined,
    autocomplete: "off",
    spellcheck: false,
    list: field.suggest ? `${id}-options` : undefined,
  };
  const mono = field.type === "code" ? "mono" : undefined;
  return (
    <div class="field">
      <label for={id}>
        {field.label}
        {!field.required && <span class="soft"> (optional)</span>}
      </label>
      {field.type === "select" ? (
        <select {...common}>{options}</select>
      ) : field.type === "text" || field.type === "code" ? (
        <textarea {...common} rows={rowsOf(value)} class={mono} />
      ) : field.type === "date" ? (
        <input {...common} type="date" />
      ) : field.type === "password" ? (
        <input {...common} type="password" autocomplete="new-password" />
      ) : (
        <input {...common} {...typed} />
      )}
      {typed.list && <datalist id={typed.list}>{options}</datalist>}
      <Hint id={id} field={field} fault={fault} />
    </div>
  );
}

export function Field(props: FieldProps) {
  if (props.field.type === "checks") return <Checks {...props} />;
  if (props.field.type === "switch") return <Switch {...props} />;
  return <Input {...props} />;
}
