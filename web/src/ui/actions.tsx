// Actions: what can be done with a row, in a list and on the page of the row. An action asks first
// if it ends something, and asks for values if it has a form.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { type Problem } from "../api";
import { type Caller, may, type Need } from "../session";
import { problemFrom } from "../use_load";
import { Confirm, Dialog } from "./dialog";
import { FormDialog, type FormField, type Values } from "./form";
import { SecretDialog, type Shown } from "./secret";
import { say } from "./toast";

/**
 * Form asks for values. With `apply` the row shows them at once; if the server refuses them, the
 * row is as before and the form returns with the reason.
 */
export interface Form<T> {
  fields: (row: T) => Promise<FormField[]> | FormField[];
  send: (row: T, values: Values) => Promise<unknown>;
  apply?: (row: T, values: Values) => T;
}

/**
 * Action changes one row. `ends` says what it ends; then the action asks first. `typed` is the name
 * that must be typed to confirm. `reveal` instead of `run` returns values to show once, such as a
 * new secret. `show` changes nothing: it is the content of a dialog.
 */
export type Action<T> = ActionTexts<T> &
  (
    | { run: (row: T) => Promise<unknown> }
    | { reveal: (row: T) => Promise<Shown[]> }
    | { form: Form<T> }
    | { show: (row: T) => ComponentChildren }
  );

interface ActionTexts<T> {
  label: string;
  /** needs is what the caller needs where that differs from the other actions on the row. */
  needs?: Need;
  when?: (row: T) => boolean;
  title: (row: T) => string;
  ends?: (row: T) => string;
  typed?: (row: T) => string;
  danger?: boolean;
  /** done is said afterwards. */
  done?: string;
  /** submit is the label of the button of a form; "Save" without it. */
  submit?: string;
  /** after is called instead of a reload, for an action after which the row is gone. */
  after?: () => void;
}

/** permitted returns the actions that the caller may do; `writes` is what most of them need. */
export const permitted = <T,>(caller: Caller, actions: Action<T>[] = [], writes?: Need) =>
  actions.filter((action) => may(caller, action.needs ?? writes));

interface Asked<T> {
  action: Action<T>;
  row: T;
  fields?: FormField[];
  problem?: Problem;
}

interface Owner<T> {
  /** one is the name of the resource, for the title of the dialog of a secret. */
  one: string;
  /** set shows a row before the server has answered. */
  set: (row: T) => void;
  /** again reads what is shown from the server. */
  again: () => void;
}

const fail = (thrown: unknown) => say(problemFrom(thrown).message, true);

/** withValues keeps what was typed, for a form that returns. */
const withValues = (fields: FormField[], values: Values) =>
  fields.map((field) => ({ ...field, value: values[field.name] ?? "" }));

/** useActions returns how to start an action, and the dialogs that it shows. */
export function useActions<T>({ one, set, again }: Owner<T>) {
  const [asked, setAsked] = useState<Asked<T> | null>(null);
  const [shown, setShown] = useState<Shown[] | null>(null);
  const [busy, setBusy] = useState(false);

  const finish = (action: Action<T>) => {
    if (action.done) say(action.done);
    (action.after ?? again)();
  };
  const perform = async (question: Asked<T>) => {
    const { action, row } = question;
    // Another action may have been asked for meanwhile: its dialog stays.
    const answer = (next: Asked<T> | null) => setAsked((now) => (now === question ? next : now));
    setBusy(action.ends !== undefined);
    try {
      if ("reveal" in action) setShown(await action.reveal(row));
      if ("run" in action) await action.run(row);
      finish(action);
      answer(null);
    } catch (thrown) {
      // What was typed stays, with the reason beside it.
      if (action.typed) answer({ ...question, problem: problemFrom(thrown) });
      else {
        fail(thrown);
        answer(null);
      }
    } finally {
      setBusy(false);
    }
  };
  const open = async (action: Action<T>, row: T) => {
    if (!("form" in action)) return;
    try {
      setAsked({ action, row, fields: await action.form.fields(row) });
    } catch (thrown) {
      fail(thrown);
    }
  };
  const act = (action: Action<T>, row: T) => {
    if ("form" in action) void open(action, row);
    else if (action.ends || "show" in action) setAsked({ action, row });
    else void perform({ action, row });
  };
  const send = async ({ action, row, fields = [] }: Asked<T>, values: Values) => {
    if (!("form" in action)) return;
    const { apply, send: write } = action.form;
    if (!apply) {
      await write(row, values);
      setAsked(null);
      finish(action);
      return;
    }
    set(apply(row, values));
    setAsked(null);
    try {
      await write(row, values);
      finish(action);
    } catch (thrown) {
      set(row);
      const problem = problemFrom(thrown);
      setAsked({ action, row, fields: withValues(fields, values), problem });
    }
  };

  const close = () => setAsked(null);
  const dialogs = (
    <>
      {asked && "show" in asked.action && (
        <Dialog title={asked.action.title(asked.row)} close={close}>
          {asked.action.show(asked.row)}
          <div class="buttons">
            <button type="button" class="button" onClick={close}>
              Close
            </button>
          </div>
        </Dialog>
      )}
      {asked && !asked.fields && !("show" in asked.action) && (
        <Confirm
          title={asked.action.title(asked.row)}
          action={asked.action.label}
          danger={asked.action.danger ?? false}
          typed={asked.action.typed?.(asked.row)}
          busy={busy}
          confirm={() => void perform(asked)}
          close={close}
        >
          <p>{asked.action.ends?.(asked.row)}</p>
          {asked.problem && (
            <p class="fault" role="alert">
              {asked.problem.message}
            </p>
          )}
        </Confirm>
      )}
      {asked?.fields && (
        <FormDialog
          title={asked.action.title(asked.row)}
          action={asked.action.submit ?? "Save"}
          fields={asked.fields}
          problem={asked.problem}
          close={close}
          send={(values) => send(asked, values)}
        />
      )}
      {shown && <SecretDialog title={one} values={shown} close={() => setShown(null)} />}
    </>
  );
  return { act, dialogs };
}

interface ButtonsProps<T> {
  actions: Action<T>[];
  row: T;
  act: (action: Action<T>, row: T) => void;
  /** kind "link" is for the rows of a table, "button" for the head of a page. */
  kind: "link" | "button";
  /** of is the id of the element that names the row, for screen readers. */
  of?: string;
}

/** ActionButtons shows the actions that the row has now. */
export function ActionButtons<T>({ actions, row, act, kind, of }: ButtonsProps<T>) {
  return (
    <>
      {actions
        .filter((action) => action.when?.(row) ?? true)
        .map((action) => (
          <button
            key={action.label}
            type="button"
            class={action.danger ? `${kind} danger` : kind}
            aria-describedby={of}
            onClick={() => act(action, row)}
          >
            {action.label}
          </button>
        ))}
    </>
  );
}
