// Options: the choices that forms and filters offer, read from the server.
import { list } from "./api";
import { administers, lastCaller } from "./session";
import type { Option } from "./ui/field";

interface Named {
  id: string;
  name: string;
}

interface Slugged {
  slug: string;
  name: string;
}

const all = { limit: "100" };
const bySlug = ({ slug, name }: Slugged): Option => ({
  value: slug,
  label: name === slug ? slug : `${name} (${slug})`,
});

/** organizationOptions returns the newest 100 organizations. */
export async function organizationOptions(): Promise<Option[]> {
  const page = await list<Named>("/organizations", all);
  return page.data.map(({ id, name }) => ({ value: id, label: name }));
}

/** emailOptions returns the email addresses of the newest 100 users. */
export async function emailOptions(): Promise<Option[]> {
  const page = await list<{ email: string }>("/user_management/users", all);
  return page.data.filter((row) => row.email).map(({ email }) => ({ value: email, label: email }));
}

/** userOptions returns the ids of the newest 100 users. */
export async function userOptions(): Promise<Option[]> {
  const page = await list<{ id: string; email: string }>("/user_management/users", all);
  return page.data.map(({ id, email }) => ({ value: id, label: email }));
}

/** roleOptions returns the roles that members of the organization can have. */
export async function roleOptions(organization: string): Promise<Option[]> {
  const api = `/authorization/organizations/${encodeURIComponent(organization)}/roles`;
  return (await list<Slugged>(api)).data.map(bySlug);
}

/**
 * permissionOptions returns the permissions that the caller may give to others: a member of an
 * organization those that it has.
 */
export async function permissionOptions(): Promise<Option[]> {
  const caller = lastCaller();
  if (caller !== null && !administers(caller)) {
    return caller.permissions.map((slug) => ({ value: slug, label: slug }));
  }
  return (await list<Slugged>("/authorization/permissions", all)).data.map(bySlug);
}
