// Invitations: the invitations of an organization, sent, sent again and revoked, and the members as
// an administrator of the organization sees them.
import { call, path } from "../api";
import { roleOptions } from "../options";
import { Badge } from "../ui/badge";
import { type FormField, type Values, withoutEmpty } from "../ui/form";
import type { Resource } from "../ui/list_page";
import { Time } from "../ui/time";
import { type MembershipRow, membersOf } from "./memberships";

/** InvitationRow is WorkOS' invitation. Its token and link are not shown: they open an account. */
interface InvitationRow {
  id: string;
  email: string;
  state: "pending" | "accepted" | "expired" | "revoked";
  role_slug: string | null;
  expires_at: string;
  created_at: string;
}

const api = "/user_management/invitations";
const tones = { pending: "plain", accepted: "good", expired: "bad", revoked: "bad" } as const;
const pending = (row: InvitationRow) => row.state === "pending";

const invite = (organization: string, label: string) => ({
  label,
  needs: ["users:manage", "organizations:read"],
  fields: async (): Promise<FormField[]> => [
    { name: "email", label: "Email", type: "email", required: true },
    {
      name: "role_slug",
      label: "Role",
      type: "select",
      required: true,
      options: await roleOptions(organization),
      value: "member",
    },
    {
      name: "expires_in_days",
      label: "Days until it expires",
      hint: "From 1 to 30. Empty: 7.",
    },
  ],
  send: ({ expires_in_days: days = "", ...values }: Values) =>
    call<void>("POST", api, {
      ...withoutEmpty(values),
      organization_id: organization,
      // Another text than a number is sent as it is, so that the server explains it.
      ...(days ? { expires_in_days: Number.isNaN(Number(days)) ? days : Number(days) } : {}),
    }),
  done: "Invitation sent.",
});

/**
 * membersOfCompany is the list of the members for one of them. It does not add users of other
 * organizations, but invites the owners of addresses. Those that have not accepted are in the list
 * of the invitations: who they are is known to the environment only.
 */
export const membersOfCompany = (organization: string): Resource<MembershipRow> => ({
  ...membersOf(organization, { statuses: ["active", "inactive"] }),
  create: invite(organization, "Invite member"),
});

/** invitationsOf is the list of the invitations to an organization. */
export function invitationsOf(organization: string): Resource<InvitationRow> {
  return {
    title: "Invitations",
    one: "Invitation",
    about: "The owner of an email address accepts an invitation, and becomes a member.",
    api,
    fixed: { organization_id: organization },
    keyOf: (row) => row.id,
    columns: [
      { head: "Email", cell: (row) => row.email },
      { head: "Role", cell: (row) => row.role_slug ?? "member" },
      { head: "State", cell: (row) => <Badge tone={tones[row.state]} text={row.state} /> },
      { head: "Sent", orders: "time", cell: (row) => <Time at={row.created_at} /> },
      { head: "Expires", cell: (row) => <Time at={row.expires_at} /> },
    ],
    filters: [{ name: "email", label: "Email" }],
    writes: "users:manage",
    actions: [
      {
        label: "Send again",
        when: pending,
        title: (row) => `Send the invitation of ${row.email} again?`,
        run: (row) => call("POST", api + path`/${row.id}/resend`, {}),
        done: "Invitation sent again.",
      },
      {
        label: "Revoke",
        when: pending,
        title: (row) => `Revoke the invitation of ${row.email}?`,
        ends: () => "The link in its email works no more. The address can be invited again.",
        danger: true,
        run: (row) => call("POST", api + path`/${row.id}/revoke`, {}),
        done: "Invitation revoked.",
      },
    ],
    create: invite(organization, "Invite"),
  };
}
