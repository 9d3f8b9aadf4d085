// Form: a form described by its fields. Errors of the server stand at the field that they name.
import { useState } from "preact/hooks";
import { Problem } from "../api";
import { problemFrom } from "../use_load";
import { Dialog } from "./dialog";
import { Field, type FormField } from "./field";
import { mostSuggested, valueOf } from "./suggestions";

export { chosen, type FormField, listOf, type Option } from "./field";

export type Values = Record<string, string>;

function start(fields: FormField[]): Values {
  const values: Values = {};
  for (const field of fields) {
    const first = field.type === "select" ? field.options?.[0]?.value : undefined;
    values[field.name] = field.value ?? first ?? "";
  }
  return values;
}

/** withoutEmpty leaves out what was not filled in, for an API that takes absent members. */
export const withoutEmpty = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));

/** orNull returns null for what was emptied, for an API that clears a member by null. */
export const orNull = (values: Values): Record<string, string | null> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value || null]));

/** shownOf returns the fields that the values need. */
const shownOf = (fields: FormField[], values: Values) =>
  fields.filter((field) => field.when?.(values) ?? true);

interface FieldsProps {
  fields: FormField[];
  values: Values;
  problem: Problem | null;
  change: (values: Values) => void;
}

/** Fields shows the inputs, and a problem at the field that it names or else above all. */
export function Fields({ fields: all, values, problem, change }: FieldsProps) {
  const fields = shownOf(all, values);
  const named = (field: FormField) => problem?.fields.includes(field.name) ?? false;
  return (
    <>
      {problem !== null && !fields.some(named) && (
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
          change={(value) => change({ ...values, [field.name]: value })}
        />
      ))}
    </>
  );
}

/** unchosen is the problem of a required choice without an option, which no browser checks. */
function unchosen(fields: FormField[], values: Values): Problem | null {
  const empty = fields.find((one) => one.type === "checks" && one.required && !values[one.name]);
  return empty ? new Problem(0, "required", "Choose at least one.", [empty.name], "") : null;
}

/**
 * chosenValues returns what the fields send: for the name of a choice its value. A name that more
 * rows may have than were read stays, and the server refuses it.
 */
async function chosenValues(fields: FormField[], values: Values): Promise<Values> {
  const valueIn = async ({ name, type, suggest }: FormField): Promise<string> => {
    const text = values[name] ?? "";
    if (!suggest || type === "email" || text.trim() === "") return text;
    const found = await suggest(text.trim()).catch(() => []);
    return found.length < mostSuggested ? valueOf(text.trim(), found) : text;
  };
  const pairs = fields.map(async (field) => [field.name, await valueIn(field)] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

/** useForm keeps the values of a form and sends them. */
export function useForm(
  fields: FormField[],
  send: (values: Values) => Promise<void>,
  before: Problem | null = null,
) {
  const [values, change] = useState(() => start(fields));
  const [problem, setProblem] = useState(before);
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    const shown = shownOf(fields, values);
    const missing = unchosen(shown, values);
    setProblem(missing);
    if (missing) return;
    setBusy(true);
    try {
      await send(await chosenValues(shown, values));
    } catch (thrown) {
      setProblem(problemFrom(thrown));
    } finally {
      setBusy(false);
    }
  };
  return { values, change, problem, busy, submit };
}

interface FormDialogProps {
  title: string;
  action: string;
  fields: FormField[];
  /** problem is why the server refused these values before. */
  problem?: Problem;
  close: () => void;
  /** send sends the values; what it throws is shown in the form. */
  send: (values: Values) => Promise<void>;
}

/** FormDialog asks for values and sends them. */
export function FormDialog({ title, action, fields, problem, close, send }: FormDialogProps) {
  const form = useForm(fields, send, problem);
  return (
    <Dialog title={title} close={close}>
      <form onSubmit={form.submit}>
        <Fields
          fields={fields}
          values={form.values}
          problem={form.problem}
          change={form.change}
        />
        <div class="buttons">
          <button type="button" class="button" onClick={close}>
            Cancel
          </button>
          <button class="button primary" disabled={form.busy}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
