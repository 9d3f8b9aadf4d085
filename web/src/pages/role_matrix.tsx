// Matrix: the permissions of every role of the environment. A click adds or removes one.
import { call, list, path } from "../api";
import { setQuery, usePlace } from "../router";
import { Empty, Ready } from "../ui/states";
import { say } from "../ui/toast";
import { problemFrom, useLoad } from "../use_load";
import type { RoleRow } from "./roles";

interface Permission {
  slug: string;
  name: string;
}

interface Cells {
  roles: RoleRow[];
  permissions: Permission[];
  before: string | null;
  after: string | null;
}

async function read(after: string, before: string): Promise<Cells> {
  const [roles, permissions] = await Promise.all([
    list<RoleRow>("/authorization/roles"),
    list<Permission>("/authorization/permissions", { limit: "100", after, before }),
  ]);
  const sorted = permissions.data.toSorted((one, other) => one.slug.localeCompare(other.slug));
  return { roles: roles.data, permissions: sorted, ...permissions.list_metadata };
}

/** toggled returns the role with the permission added, or without it. */
function toggled(role: RoleRow, slug: string): RoleRow {
  const has = role.permissions.includes(slug);
  const permissions = has
    ? role.permissions.filter((one) => one !== slug)
    : [...role.permissions, slug];
  return { ...role, permissions };
}

const replace = (cells: Cells, role: RoleRow): Cells => ({
  ...cells,
  roles: cells.roles.map((old) => (old.slug === role.slug ? role : old)),
});

export function Matrix() {
  const { query } = usePlace();
  const after = query.get("after") ?? "";
  const before = query.get("before") ?? "";
  const [loaded, again, set] = useLoad(() => read(after, before), after + before);

  const toggle = async (cells: Cells, role: RoleRow, slug: string) => {
    const next = toggled(role, slug);
    set(replace(cells, next));
    try {
      const api = path`/authorization/roles/${role.slug}/permissions`;
      await call("PUT", api, { permissions: next.permissions });
      say(`${role.name}: ${slug} ${next.permissions.includes(slug) ? "added" : "removed"}.`);
    } catch (thrown) {
      set(cells);
      say(problemFrom(thrown).message, true);
    }
  };

  return (
    <Ready from={loaded} again={again} what="the matrix">
      {(cells) =>
        cells.permissions.length === 0 ? (
          <Empty title="No permissions yet.">
            <a href="/console/permissions">Create a permission</a>
          </Empty>
        ) : (
          <>
            <div class="table-frame" tabIndex={0} role="region" aria-label="Matrix of roles">
              <table class="matrix">
                <thead>
                  <tr>
                    <th scope="col">Permission</th>
                    {cells.roles.map((role) => (
                      <th key={role.slug} scope="col" title={role.name}>
                        {role.slug}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {cells.permissions.map(({ slug }) => (
                    <tr key={slug}>
                      <th scope="row">{slug}</th>
                      {cells.roles.map((role) => (
                        <td key={role.slug} data-head={role.slug}>
                          <input
                            type="checkbox"
                            aria-label={`${slug} for ${role.slug}`}
                            checked={role.permissions.includes(slug)}
                            onChange={() => void toggle(cells, role, slug)}
                          />
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {(cells.before || cells.after) && (
              <nav class="pager" aria-label="Pages">
                <button
                  type="button"
                  class="button"
                  disabled={!cells.before}
                  onClick={() => setQuery({ before: cells.before ?? "", after: "" })}
                >
                  Previous
                </button>
                <button
                  type="button"
                  class="button"
                  disabled={!cells.after}
                  onClick={() => setQuery({ after: cells.after ?? "", before: "" })}
                >
                  Next
                </button>
              </nav>
            )}
          </>
        )
      }
    </Ready>
  );
}
