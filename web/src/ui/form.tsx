// Form: a form described by its fields. Errors of the server stand at the field that they name.
import { useId, useState } from "preact/hooks";
import type { Problem } from "../api";
import { problemFrom } from "../use_load";
import { Dialog } from "./dialog";

export interface Option {
  value: string;
  label: string;
}

/** FormField describes one input. `name` is that of the API, so that its errors find the field. */
export interface FormField {
  name: string;
  label: string;
  hint?: string;
  type?: "email" | "password" | "select";
  options?: Option[];
  required?: boolean;
  value?: string;
}

export type Values = Record<string, string>;

interface FieldProps {
  field: FormField;
  value: string;
  fault: string;
  change: (value: string) => void;
}

function Field({ field, value, fault, change }: FieldProps) {
  const id = useId();
  const common = {
    id,
    name: field.name,
    value,
    required: field.required,
    "aria-describedby": `${id}-hint`,
    "aria-invalid": fault !== "",
    onInput: (event: Event) =>
      change((event.currentTarget as HTMLInputElement | HTMLSelectElement).value),
  };
  return (
    <div class="field">
      <label for={id}>
        {field.label}
        {!field.required && <span class="soft"> (optional)</span>}
      </label>
      {field.type === "select" ? (
        <select {...common}>
          {(field.options ?? []).map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : field.type === "password" ? (
        <input {...common} type="password" autocomplete="new-password" />
      ) : (
        <input {...common} inputMode={field.type} autocomplete="off" spellcheck={false} />
      )}
      <p id={`${id}-hint`} class={fault ? "fault-text" : "soft small"}>
        {fault || field.hint}
      </p>
    </div>
  );
}

function start(fields: FormField[]): Values {
  const values: Values = {};
  for (const field of fields) {
    values[field.name] = field.value ?? field.options?.[0]?.value ?? "";
  }
  return values;
}

interface FormDialogProps {
  title: string;
  action: string;
  fields: FormField[];
  close: () => void;
  /** send sends the values; what it throws is shown in the form. */
  send: (values: Values) => Promise<void>;
}

/** FormDialog asks for values and sends them. */
export function FormDialog({ title, action, fields, close, send }: FormDialogProps) {
  const [values, setValues] = useState(() => start(fields));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await send(values);
    } catch (thrown) {
      setProblem(problemFrom(thrown));
    } finally {
      setBusy(false);
    }
  };
  const named = (field: FormField) => problem?.fields.includes(field.name) ?? false;
  const elsewhere = problem !== null && !fields.some(named);
  return (
    <Dialog title={title} close={close}>
      <form onSubmit={submit}>
        {elsewhere && (
          <p class="fault" role="alert">
            {problem.message}
          </p>
        )}
        {fields.map((field) => (
          <Field
            key={field.name}
            field={field}
            value={values[field.name] ?? ""}
            fault={named(field) && problem ? problem.message : ""}
            change={(value) => setValues((old) => ({ ...old, [field.name]: value }))}
          />
        ))}
        <div class="buttons">
          <button type="button" class="button" onClick={close}>
            Cancel
          </button>
          <button class="button primary" disabled={busy}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
