// Options: the choices that forms and filters offer, read from the server.
import { list } from "./api";
import { administers, lastCaller } from "./session";
import type { FormField, Option } from "./ui/field";
import { mostSuggested, type OptionPage } from "./ui/suggestions";

interface Named {
  id: string;
  name: string;
}

interface Slugged {
  slug: string;
  name: string;
}

const bySlug = ({ slug, name }: Slugged): Option => ({
  value: slug,
  label: name === slug ? slug : `${name} (${slug})`,
});

/** found returns the newest rows that a text finds. Only an administrator may search all rows. */
async function found<T>(api: string, search: string): Promise<T[]> {
  const caller = lastCaller();
  if (caller !== null && !administers(caller)) return [];
  return (await list<T>(api, { search, limit: String(mostSuggested) })).data;
}

/** organizationOptions returns organizations whose name begins with a text, the newest first. */
export async function organizationOptions(search: string): Promise<Option[]> {
  const rows = await found<Named>("/organizations", search);
  return rows.map(({ id, name }) => ({ value: id, label: name }));
}

const usersFor = (search: string) =>
  found<{ id: string; email: string }>("/user_management/users", search);

/** emailOptions returns the email addresses of users that a text finds. */
export async function emailOptions(search: string): Promise<Option[]> {
  const rows = await usersFor(search);
  return rows.filter((row) => row.email).map(({ email }) => ({ value: email, label: email }));
}

/** userOptions returns the ids of users that a text finds. */
export async function userOptions(search: string): Promise<Option[]> {
  const rows = await usersFor(search);
  return rows.map(({ id, email }) => ({ value: id, label: email || id }));
}

/** anyOptions returns the ids of organizations and of users that a text finds. */
export const anyOptions = async (search: string): Promise<Option[]> =>
  (await Promise.all([organizationOptions(search), userOptions(search)])).flat();

/** roleOptions returns the roles that members of the organization can have. */
export async function roleOptions(organization: string): Promise<Option[]> {
  const api = `/authorization/organizations/${encodeURIComponent(organization)}/roles`;
  return (await list<Slugged>(api)).data.map(bySlug);
}

/** mostInPage is the longest page that the API returns. */
const mostInPage = "100";

const permissionPage = async (search: string, after: string): Promise<OptionPage> => {
  const parameters = { search, after, limit: mostInPage };
  const page = await list<Slugged>("/authorization/permissions", parameters);
  return { options: page.data.map(bySlug), after: page.list_metadata.after ?? "" };
};

/**
 * permissionOptions returns the permissions that the caller may give to others, for a field of type
 * "checks": a member of an organization those that it has.
 */
export async function permissionOptions(): Promise<Pick<FormField, "options" | "more">> {
  const caller = lastCaller();
  if (caller !== null && !administers(caller)) {
    return { options: caller.permissions.map((slug) => ({ value: slug, label: slug })) };
  }
  const { options, after } = await permissionPage("", "");
  return after === "" ? { options } : { options, more: { after, read: permissionPage } };
}
