// SchemaBrowser: the index of the schema, and the description of what is chosen in it.
import type { ComponentChildren } from "preact";
import { usePlace } from "../router";
import {
  around,
  type Entry,
  type EntryGroup,
  innermost,
  type InputValue,
  matchingEntries,
  type SchemaField,
  type TypeRef,
} from "./graphql_schema";
import { IndexList, SearchField } from "./index_list";

/** useAddress returns the address of an entry, which keeps the search. */
function useAddress(): (id: string) => string {
  const { query } = usePlace();
  return (id) => {
    const next = new URLSearchParams(query);
    next.set("at", id);
    return `/console/graphql?${next}`;
  };
}

interface IndexProps {
  all: EntryGroup[];
  current: string;
}

export function SchemaIndex({ all, current }: IndexProps) {
  const { query } = usePlace();
  const address = useAddress();
  const shown = matchingEntries(all, query.get("q") ?? "");
  const groups = shown.map(({ title, entries }) => ({
    title,
    items: entries.map((one) => ({ id: one.id, address: address(one.id), shown: one.title })),
  }));
  return (
    <div class="reference-index">
      <SearchField label="Search the schema" />
      <IndexList
        label="Schema"
        none="Nothing matches the search."
        groups={groups}
        current={current}
        skipTo="explorer"
      />
    </div>
  );
}

/** TypeLink is a type as the language writes it, with a link to its description. */
function TypeLink({ type }: { type: TypeRef }) {
  const address = useAddress();
  const [before, after] = around(type);
  const name = innermost(type).name ?? "";
  return (
    <code>
      {before}
      <a href={address(name)} data-keep-scroll="">
        {name}
      </a>
      {after}
    </code>
  );
}

interface MemberProps {
  name: string;
  type?: TypeRef;
  description: string | null;
  children?: ComponentChildren;
}

function Member({ name, type, description, children }: MemberProps) {
  return (
    <li>
      <code class="member-name">{name}</code> {type && <TypeLink type={type} />}
      {description && <p class="small">{description}</p>}
      {children}
    </li>
  );
}

function Inputs({ inputs }: { inputs: InputValue[] }) {
  return (
    <ul class="members">
      {inputs.map(({ name, type, description }) => (
        <Member key={name} name={name} type={type} description={description} />
      ))}
    </ul>
  );
}

function FieldView({ field }: { field: SchemaField }) {
  return (
    <>
      <h3>Result</h3>
      <p>
        <TypeLink type={field.type} />
      </p>
      <h3>Arguments</h3>
      {field.args.length > 0 ? <Inputs inputs={field.args} /> : <p class="soft">None.</p>}
    </>
  );
}

function TypeView({ type }: Pick<Entry, "type">) {
  return (
    <>
      {type.fields && (
        <ul class="members">
          {type.fields.map((field) => (
            <Member key={field.name} {...field}>
              {field.args.length > 0 && <Inputs inputs={field.args} />}
            </Member>
          ))}
        </ul>
      )}
      {type.inputFields && <Inputs inputs={type.inputFields} />}
      {type.enumValues && (
        <ul class="members">
          {type.enumValues.map(({ name, description }) => (
            <Member key={name} name={name} description={description} />
          ))}
        </ul>
      )}
      {type.possibleTypes && (
        <ul class="members">
          {type.possibleTypes.map(({ name }) => (
            <li key={name}>
              <TypeLink type={{ kind: "OBJECT", name }} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const kinds: Record<string, string> = {
  SCALAR: "Scalar",
  OBJECT: "Object",
  INTERFACE: "Interface",
  UNION: "Union: one of",
  ENUM: "Enum: one of",
  INPUT_OBJECT: "Input",
};

interface EntryProps {
  entry: Entry;
  /** use puts the operation into the editor. */
  use: () => void;
}

export function EntryView({ entry, use }: EntryProps) {
  const { title, type, operation } = entry;
  const description = operation ? operation.field.description : type.description;
  return (
    <section aria-labelledby="entry" class="entry">
      <p class="soft small">{operation ? operation.kind : kinds[type.kind]}</p>
      <h2 id="entry">
        <code>{title}</code>
      </h2>
      {description && <p>{description}</p>}
      {operation ? <FieldView field={operation.field} /> : <TypeView type={type} />}
      {operation && (
        <div class="buttons start">
          <button type="button" class="button" onClick={use}>
            Put into the editor
          </button>
        </div>
      )}
    </section>
  );
}
