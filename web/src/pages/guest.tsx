// Guest: the page of a member whose login belongs to another organization, for an administrator of
// the organization: its roles, and its sessions in this organization.
import { list, Problem } from "../api";
import { useCaller } from "../session";
import { CopyText } from "../ui/copy";
import { Detail, Tabs } from "../ui/detail";
import { ResourceList } from "../ui/list_page";
import { Ready } from "../ui/states";
import { Time } from "../ui/time";
import { useLoad } from "../use_load";
import { type MembershipRow, membershipsApi, userOf } from "./memberships";
import { sessionsOf } from "./sessions";

/** membersUp leads from a login to the members of the company of the caller. */
export const membersUp = { path: "/company?tab=members", title: "Members of the company" };

async function readMembership(user: string, organization: string): Promise<MembershipRow> {
  // Who a pending member is, is known to the environment only.
  const statuses = ["active", "inactive"];
  const parameters = { user_id: user, organization_id: organization, statuses };
  const row = (await list<MembershipRow>(membershipsApi, parameters)).data[0];
  if (row) return row;
  throw new Problem(404, "user_not_found", "Your organization has no such member.", [], "");
}

/** Guest is the page of one such member. */
export function Guest({ user }: { user: string }) {
  const caller = useCaller();
  const organization = caller.organization?.id ?? "";
  const [loaded, again, set] = useLoad(() => readMembership(user, organization), user);
  return (
    <Ready from={loaded} again={again} what="the member">
      {(row) => (
        <Detail
          up={membersUp}
          title={userOf(row)}
          one="Member"
          row={row}
          set={set}
          again={again}
          facts={[
            ["Email", row.user?.email],
            ["Id", <CopyText text={row.user_id} what="User id" />],
            ["Roles", row.roles.map((role) => role.slug).join(", ")],
            ["Status", row.status],
            ["Member since", <Time at={row.created_at} />],
          ]}
        >
          <p class="soft">
            A guest: its password, API token and profile belong to its first organization.
          </p>
          <Tabs
            label="Sections of the member"
            tabs={[
              {
                id: "sessions",
                title: "Sessions",
                needs: "sessions:manage",
                content: () => <ResourceList resource={sessionsOf(user, caller)} />,
              },
            ]}
          />
        </Detail>
      )}
    </Ready>
  );
}
