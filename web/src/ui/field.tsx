// Field: one input of a form, by its description.
import { useId, useState } from "preact/hooks";
import { type Suggest, useSuggestions } from "./suggestions";

export interface Option {
  value: string;
  label: string;
}

/**
 * FormField describes one input. `name` is that of the API, so that its errors find the field. The
 * value of "checks" is the chosen options separated by spaces, at least one if it is required; that
 * of "switch" is "true" or "".
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

function Hint({ id, field, fault }: { id: string; field: FormField; fault: string }) {
  return (
    <p id={`${id}-hint`} class={fault ? "fault-text" : "soft small"}>
      {fault || field.hint}
    </p>
  );
}

/** manyOptions is the number of options from which on a field of type "checks" has a filter. */
const manyOptions = 20;

function Checks({ field, value, fault, change }: FieldProps) {
  const id = useId();
  const [filter, setFilter] = useState("");
  const options = field.options ?? [];
  const now = new Set(chosen(value));
  const toggle = (option: string) => {
    const next = new Set(now);
    if (!next.delete(option)) next.add(option);
    change([...next].join(" "));
  };
  return (
    <fieldset class="field checks" aria-describedby={`${id}-hint`}>
      <legend>
        {field.label}
        {options.length > manyOptions && <span class="soft"> ({now.size} chosen)</span>}
      </legend>
      {options.length > manyOptions && (
        <input
          type="search"
          aria-label={`Filter ${field.label.toLowerCase()}`}
          placeholder="Filter"
          value={filter}
          onInput={(event) => setFilter(event.currentTarget.value.trim().toLowerCase())}
        />
      )}
      <div class="check-list">
        {options.filter((one) => one.label.toLowerCase().includes(filter)).map((option) => (
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
