// Owners: the organizations, logins and callers of rows by their names, and the choice of an
// organization, for several pages.
import { list, type Page, type Parameters } from "../api";
import { applicationNames, organizationNames, userEmails } from "../names";
import { organizationOptions } from "../options";
import { administers, useCaller } from "../session";
import type { FormField } from "../ui/form";
import { useLoad } from "../use_load";

/** Owned adds the name of the organization to a row, "" where it has none or none is known. */
export interface Owned {
  organization_name: string;
}

/** listOwned reads a page of rows of organizations with the names of these. */
export async function listOwned<T extends { organization_id: string | null }>(
  api: string,
  parameters: Parameters,
): Promise<Page<T & Owned>> {
  const page = await list<T>(api, parameters);
  const nameOf = await organizationNames(page.data.map((row) => row.organization_id));
  const named = (row: T) => ({ ...row, organization_name: nameOf(row.organization_id) });
  return { ...page, data: page.data.map(named) };
}

interface LinkProps {
  id: string;
  /** query names the section, such as "?tab=keys". */
  query?: string;
}

/** OrganizationLink leads to an organization, by its name if that is given. */
export const OrganizationLink = ({ id, name = "", query = "" }: LinkProps & { name?: string }) => (
  <a href={`/console/organizations/${id}${query}`} title={id}>
    {name || <code class="short">{id}</code>}
  </a>
);

/** Owner leads to an organization, and reads its name. */
export function Owner({ id }: { id: string }) {
  const [loaded] = useLoad(() => organizationNames([id]), id);
  return <OrganizationLink id={id} name={loaded.state === "ready" ? loaded.value(id) : ""} />;
}

/** LoginLink leads to a login, by its email address if that is given. */
export const LoginLink = ({ id, email = "", query = "" }: LinkProps & { email?: string }) => (
  <a href={`/console/logins/${id}${query}`} title={id}>
    {email || <code class="short">{id}</code>}
  </a>
);

/** LoginOwner leads to a login, and reads its email address. */
export function LoginOwner({ id }: { id: string }) {
  const [loaded] = useLoad(() => userEmails([id]), id);
  return <LoginLink id={id} email={loaded.state === "ready" ? loaded.value(id) : ""} />;
}

/** ApplicationOwner leads to an Application User, and reads its name. */
function ApplicationOwner({ id }: { id: string }) {
  const [loaded] = useLoad(() => applicationNames([id]), id);
  const name = loaded.state === "ready" ? loaded.value(id) : "";
  return (
    <a href={`/console/applications/${id}`} title={id}>
      {name || <code class="short">{id}</code>}
    </a>
  );
}

/**
 * CallerOf is who made a request. It leads to a login or an Application User and reads its name,
 * which only an administrator may do; for others, and for other kinds of callers, it is the id.
 */
export function CallerOf({ kind, id }: { kind: string; id: string }) {
  const linked = administers(useCaller());
  if (linked && kind === "user") return <LoginOwner id={id} />;
  if (linked && kind === "application") return <ApplicationOwner id={id} />;
  return `${kind} ${id}`;
}

/** ownerOf is the cell of the owner of a row. */
export const ownerOf = (row: Owned & { organization_id: string }) => (
  <OrganizationLink id={row.organization_id} name={row.organization_name} />
);

/** byOwner is the filter of lists by the organization. */
export const byOwner = {
  name: "organization_id",
  label: "Organization",
  suggest: organizationOptions,
};

/** organizationField asks for an organization. `other` replaces a part of the description. */
export const organizationField = (other: Partial<FormField> = {}): FormField => ({
  ...byOwner,
  hint: "Its name or its id. Type the beginning of the name for suggestions.",
  required: true,
  ...other,
});
