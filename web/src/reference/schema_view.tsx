// SchemaView: the members of a schema, with their types. A nested schema is shown when opened, so
// that schemas which contain themselves end.
import { useState } from "preact/hooks";
import { type Document, nameOf, resolve, type Schema } from "./openapi";

/** typeText returns the type in words. */
function typeText(api: Document, schema: Schema): string {
  const one = resolve(api, schema);
  const none = one.nullable ? " or null" : "";
  if (one.type === "array" && one.items) return `array of ${typeText(api, one.items)}${none}`;
  if (one.enum) {
    const values = one.enum.filter((value) => value !== null).map((value) => `"${value}"`);
    return values.join(" | ") + none;
  }
  if (one.oneOf) return one.oneOf.map((part) => typeText(api, part)).join(" | ");
  return (nameOf(schema) ?? one.format ?? one.type ?? "any") + none;
}

/** membersOf returns the schema that has the members: that of the items for an array. */
function membersOf(api: Document, schema: Schema): Schema {
  const one = resolve(api, schema);
  return one.type === "array" && one.items ? membersOf(api, one.items) : one;
}

interface NestedProps {
  api: Document;
  schema: Schema;
  name: string;
}

function Nested({ api, schema, name }: NestedProps) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Members of {name}</summary>
      {open && <SchemaView api={api} schema={schema} />}
    </details>
  );
}

interface SchemaProps {
  api: Document;
  schema: Schema;
}

export function SchemaView({ api, schema }: SchemaProps) {
  const { properties, required = [] } = membersOf(api, schema);
  if (!properties) {
    return (
      <p class="small">
        <code>{typeText(api, schema)}</code>
      </p>
    );
  }
  return (
    <ul class="members">
      {Object.entries(properties).map(([name, member]) => {
        const one = resolve(api, member);
        return (
          <li key={name}>
            <code class="member-name">{name}</code>{" "}
            <span class="soft small">
              {typeText(api, member)}
              {required.includes(name) && ", required"}
            </span>
            {one.description && <p class="small">{one.description}</p>}
            {membersOf(api, member).properties && (
              <Nested api={api} schema={member} name={name} />
            )}
          </li>
        );
      })}
    </ul>
  );
}
