// Matrix: the permissions of every role of the environment. A click adds or removes one.
import { useRef } from "preact/hooks";
import { call, list, type Page, path } from "../api";
import { usePlace } from "../router";
import { Pager } from "../ui/list_page";
import { Empty, Ready } from "../ui/states";
import { TableFrame } from "../ui/table";
import { say } from "../ui/toast";
import { problemFrom, useLoad } from "../use_load";

/** RoleRow is WorkOS' role. */
export interface RoleRow {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  permissions: string[];
  type: "EnvironmentRole" | "OrganizationRole";
  created_at: string;
}

interface Permission {
  slug: string;
  name: string;
}

interface Cells {
  roles: RoleRow[];
  permissions: Page<Permission>;
}

async function read(after: string, before: string): Promise<Cells> {
  const [roles, permissions] = await Promise.all([
    list<RoleRow>("/authorization/roles"),
    list<Permission>("/authorization/permissions", { limit: "100", after, before }),
  ]);
  const data = permissions.data.toSorted((one, other) => one.slug.localeCompare(other.slug));
  return { roles: roles.data, permissions: { ...permissions, data } };
}

/** Change is one click: the role gets the permission or loses it. */
interface Change {
  role: string;
  slug: string;
  add: boolean;
}

const without = (slugs: string[], slug: string) => slugs.filter((one) => one !== slug);

/** changed returns the cells after the change. */
function changed(cells: Cells, { role, slug, add }: Change): Cells {
  const change = (row: RoleRow): RoleRow => {
    const others = without(row.permissions, slug);
    return { ...row, permissions: add ? [...others, slug] : others };
  };
  return { ...cells, roles: cells.roles.map((row) => (row.slug === role ? change(row) : row)) };
}

/**
 * write sends the change. The API removes a permission only by a new list, so the list of the
 * server is read just before: the one of this page may be old.
 */
async function write({ role, slug, add }: Change): Promise<void> {
  const api = path`/authorization/roles/${role}`;
  if (add) {
    await call("POST", `${api}/permissions`, { slug });
    return;
  }
  const { permissions } = await call<RoleRow>("GET", api);
  await call("PUT", `${api}/permissions`, { permissions: without(permissions, slug) });
}

/**
 * useQueue returns a function that runs tasks one after another. If one fails, `again` is called
 * after the last task.
 */
function useQueue(again: () => void) {
  const queue = useRef({ last: Promise.resolve(), open: 0, failed: false }).current;
  const fail = (thrown: unknown) => {
    queue.failed = true;
    say(problemFrom(thrown).message, true);
  };
  const end = () => {
    if (--queue.open > 0 || !queue.failed) return;
    queue.failed = false;
    again();
  };
  return (task: () => Promise<void>) => {
    queue.open++;
    queue.last = queue.last.then(task).catch(fail).then(end);
  };
}

export function Matrix() {
  const { query } = usePlace();
  const after = query.get("after") ?? "";
  const before = query.get("before") ?? "";
  const [loaded, again, set] = useLoad(() => read(after, before), after + before);
  const enqueue = useQueue(again);
  // Two clicks may come before the next rendering: both start from what the last one made.
  const shown = useRef<Cells | null>(null);
  shown.current = loaded.state === "ready" ? loaded.value : null;

  const toggle = (row: RoleRow, change: Change) => {
    if (!shown.current) return;
    shown.current = changed(shown.current, change);
    set(shown.current);
    enqueue(async () => {
      await write(change);
      say(`${row.name}: ${change.slug} ${change.add ? "added" : "removed"}.`);
    });
  };

  return (
    <Ready from={loaded} again={again} what="the matrix">
      {(cells) =>
        cells.permissions.data.length === 0 ? (
          <Empty title="No permissions yet.">
            <a href="/console/permissions">Create a permission</a>
          </Empty>
        ) : (
          <>
            <TableFrame label="Matrix of roles">
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
                  {cells.permissions.data.map(({ slug }) => (
                    <tr key={slug}>
                      <th scope="row">{slug}</th>
                      {cells.roles.map((role) => (
                        <td key={role.slug} data-head={role.slug}>
                          <input
                            type="checkbox"
                            aria-label={`${slug} for ${role.slug}`}
                            checked={role.permissions.includes(slug)}
                            onChange={(event) =>
                              toggle(role, {
                                role: role.slug,
                                slug,
                                add: event.currentTarget.checked,
                              })
                            }
                          />
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableFrame>
            <Pager page={cells.permissions} />
          </>
        )
      }
    </Ready>
  );
}
