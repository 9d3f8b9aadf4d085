// Names: those of the organizations, logins and Application Users to which rows refer by an id. A
// page of a list reads them by the ids that it shows, so that the time does not depend on the
// number of organizations and users, and no API has to return the names of other resources.
import { list } from "./api";

export type NameOf = (id: string | null) => string;

/** The server allows 64 values of a filter. */
const inOneRequest = 50;

async function namesIn<T extends { id: string }>(
  api: string,
  ids: (string | null)[],
  nameOf: (row: T) => string,
): Promise<NameOf> {
  const wanted = [...new Set(ids.filter((id) => id !== null && id !== ""))] as string[];
  const names = new Map<string, string>();
  for (let at = 0; at < wanted.length; at += inOneRequest) {
    const ids = wanted.slice(at, at + inOneRequest);
    const page = await list<T>(api, { ids, limit: String(inOneRequest) });
    for (const row of page.data) names.set(row.id, nameOf(row));
  }
  return (id) => names.get(id ?? "") ?? "";
}

interface Named {
  id: string;
  name: string;
}

/** organizationNames returns a function from these ids to names, "" where none is known. */
export const organizationNames = (ids: (string | null)[]) =>
  namesIn<Named>("/organizations", ids, (row) => row.name);

/** applicationNames does the same for Application Users. */
export const applicationNames = (ids: (string | null)[]) =>
  namesIn<Named>("/v1/applications", ids, (row) => row.name);

/** userEmails does the same for logins and their email addresses. */
export const userEmails = (ids: (string | null)[]) =>
  namesIn<{ id: string; email: string }>("/user_management/users", ids, (row) => row.email);
