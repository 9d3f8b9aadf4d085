#include "dialects/workos/widgets/schema_text.h"

namespace bearward::dialects::workos::widgets {
namespace {

constexpr std::string_view kText = R"graphql(
"A time in ISO 8601, in UTC."
scalar DateTime
"Any JSON value."
scalar JSON

"The order of a list by the time of creation. Normal is Desc with exchanged cursors."
enum PaginationOrder { Asc Desc Normal }
enum AuditLogExportState { Error Expired Pending Ready }
enum AuditLogStreamState { Active Error Inactive Invalid }
enum AuditLogStreamType {
  AzureSentinel Datadog GenericHttps GoogleCloudStorage S3 Snowflake Splunk
}
enum DomainVerificationNameServer { AwsRoute53 CloudFlare GoDaddy GoogleDomains Other }
enum OAuthProvider {
  AppleOAuth BitbucketOAuth DiscordOAuth GitLabOAuth GithubOAuth GoogleOAuth GrokOAuth IntuitOAuth
  LinkedInOAuth MicrosoftOAuth SalesforceOAuth SlackOAuth VercelMarketplaceOAuth VercelOAuth XOAuth
  XeroOAuth
}
enum OrganizationDomainState { Failed LegacyVerified Pending Verified }
enum OrganizationInvitationStatus { Accepted Expired Pending Revoked }
enum OrganizationMemberStatus { Active InviteExpired InviteRevoked Invited NoInvite }
enum PasswordCharacterType { Lowercase Number Symbol Uppercase }

type Query {
  auditEvent(id: ID!): AuditEvent!
  "The events of the audit log of the organization. A page may be short although more follow."
  auditEvents(after: String, before: String, filter: AuditEventFilterInput!, limit: Int,
    order: PaginationOrder): AuditEventList! @listSize(arguments: ["limit"], assumed: 10)
  auditLogExport(id: ID!): AuditLogExport!
  "Where the audit log of the organization is streamed to."
  auditLogStream: AuditLogStream
  "How users of the organization sign in."
  authenticationSettings: AuthenticationSettings!
  "A fixed text, for a check of the connection."
  clientApiStatus: String!
  "The permissions of a member of the organization, by its roles."
  effectivePermissions(userId: ID!): [Permission!]! @listSize(assumed: 10)
  "The feature flags that are on for a member of the organization."
  evaluatedFlags(after: String, before: String, limit: Int, order: PaginationOrder, userId: ID!):
    FlagList! @listSize(arguments: ["limit"], assumed: 10)
  flag(id: ID!): Flag!
  flagBySlug(slug: String!): Flag!
  flags(after: String, before: String, enabled: Boolean, limit: Int, order: PaginationOrder,
    search: String): FlagList! @listSize(arguments: ["limit"], assumed: 10)
  "The user of the token."
  me: User!
  "An organization of the user."
  organization(id: ID!): Organization!
  organizationDomain(id: ID!): OrganizationDomain!
  organizationDomains(after: String, before: String, limit: Int, order: PaginationOrder):
    OrganizationDomainList! @listSize(arguments: ["limit"], assumed: 10)
  "The members of the organization. A search looks for a part of a name or an email address."
  organizationMemberships(after: String, before: String, limit: Int, order: PaginationOrder,
    roleSlug: String, search: String): OrganizationMemberList!
    @listSize(arguments: ["limit"], assumed: 10)
  "The organizations of the user."
  organizations: [UserOrganization!]! @listSize(assumed: 10)
  permissions(after: String, before: String, limit: Int, order: PaginationOrder, search: String):
    PermissionList! @listSize(arguments: ["limit"], assumed: 10)
  role(id: ID!): Role
  "The roles that the organization may use, by priority."
  roles: RolesResult!
  "The live sessions of the user in the organization."
  sessions: [Session!]! @listSize(assumed: 10)
  "A member of the organization."
  user(id: ID!): User!
}

type Mutation {
  assignPermissionToRole(input: AssignPermissionToRoleInput!): Role!
  "Replaces the email address of the user with the code that was sent to the new one."
  confirmEmailChange(input: ConfirmEmailChangeInput!): ConfirmEmailChangeResult!
  "Makes a file of events, which can be downloaded for ten minutes."
  createAuditLogExport(input: CreateAuditLogExportInput!): CreateAuditLogExportResult!
  createOrganizationDomain(domain: String!): OrganizationDomain!
  "Sets the first password of the user, and ends all sessions of the user."
  createPassword(input: CreatePasswordInput!): CreatePasswordResult!
  createRole(input: CreateRoleInput!): Role!
  deleteOrganizationDomain(id: ID!): OrganizationDomain!
  deleteRole(input: DeleteRoleInput!): RoleDeleted!
  "Invites an address to the organization. Its user is a pending member until it accepts."
  inviteUser(input: InviteUserInput!): InviteUserResult!
  removeMember(input: RemoveMemberInput!): RemoveMemberResult!
  "Sends an invitation again; one that has expired or was revoked is replaced by a new one."
  resendInvitation(input: ResendInvitationInput!): ResendInvitationResult!
  reverifyOrganizationDomain(id: ID!): OrganizationDomain!
  "Ends all sessions of the user in the organization except the current one."
  revokeAllSessions: RevokeAllSessionsResult!
  revokeInvitation(input: RevokeInvitationInput!): RevokeInvitationResult!
  revokeSession(input: RevokeSessionInput!): RevokeSessionResult!
  "Sends a code to a new email address of the user."
  sendEmailChange(input: SendEmailChangeInput!): SendEmailChangeResult!
  "Sends a code to the email address of the user, for verifyCurrentEmail."
  sendVerificationCode: SendVerificationCodeResult!
  updateMemberRole(input: UpdateMemberRoleInput!): UpdateMemberRoleResult!
  "Replaces the password of the user, and ends all sessions of the user."
  updatePassword(input: UpdatePasswordInput!): UpdatePasswordResult!
  updateProfile(input: UpdateProfileInput!): UpdateProfileResult!
  updateRole(input: UpdateRoleInput!): Role!
  "Proves that the user owns its email address. The token is for this session only."
  verifyCurrentEmail(input: VerifyCurrentEmailInput!): VerifyCurrentEmailResult!
}

input AssignPermissionToRoleInput { permissionSlug: String!, roleId: ID! }
"Events with times from rangeStart on and before rangeEnd."
input AuditEventFilterInput {
  actions: [String!], actorIds: [String!], actorNames: [String!], rangeEnd: DateTime!,
  rangeStart: DateTime!, search: String, targetIds: [String!], targetTypes: [String!]
}
input ConfirmEmailChangeInput { code: String!, elevatedAccessToken: String! }
input CreateAuditLogExportInput {
  actions: [String!], actorIds: [String!], actorNames: [String!], rangeEnd: DateTime!,
  rangeStart: DateTime!, targetIds: [String!], targetTypes: [String!]
}
input CreatePasswordInput { elevatedAccessToken: String!, password: String! }
input CreateRoleInput { description: String, name: String!, permissions: [String!], slug: String }
input DeleteRoleInput { id: ID! }
"An invitation without a role is for the role member, and one without a lifetime for 7 days."
input InviteUserInput { email: String!, expiresInDays: Int, roleSlug: String }
input RemoveMemberInput { userId: ID! }
input ResendInvitationInput { userId: ID! }
input RevokeInvitationInput { userId: ID! }
input RevokeSessionInput { sessionId: ID! }
input SendEmailChangeInput { elevatedAccessToken: String!, newEmail: String! }
input UpdateMemberRoleInput { roleSlugs: [String!]!, userId: ID! }
input UpdatePasswordInput { currentPassword: String!, newPassword: String! }
"A field that is left out keeps its value; null removes it."
input UpdateProfileInput { firstName: String, lastName: String, locale: String }
input UpdateRoleInput { description: String, id: ID!, name: String!, permissions: [String!] }
input VerifyCurrentEmailInput { authenticationChallengeId: ID!, code: String! }

union ConfirmEmailChangeResult = EmailChangeCodeExpired | EmailChangeCodeIncorrect
  | EmailChangeCodePreviouslyUsed | EmailChangeConfirmed | EmailChangeTooManyAttempts
  | EmailManagedByProvider | EmailNotAvailable | IdentityVerificationExpired
  | IdentityVerificationInvalid | InvalidEmail | NoPendingEmailChange
union CreateAuditLogExportResult = AuditLogExport | InvalidAuditLogExportDateRange
  | NoAuditEventsFound
union CreatePasswordResult = ElevatedAccessTokenExpired | ElevatedAccessTokenInvalid
  | PasswordCreated | PasswordPolicyViolation | UserAlreadyHasPassword
union InviteUserResult = InvalidInvitationExpiry | InvalidInviteeEmail | InvalidInviteeRole
  | InviteeAlreadyInvited | InviteeAlreadyMember | InviteeEmailNotDeliverable
  | OrganizationBlockedFromSendingInvites | UserInvited
union RemoveMemberResult = MemberIsManagedByDirectory | MemberNotFound | MemberRemoved
union ResendInvitationResult = InvitationResent | InviteeAlreadyAccepted
  | InviteeEmailNotDeliverable | ResendInvitationNotFound
union RevokeAllSessionsResult = AllSessionsRevoked
union RevokeInvitationResult = InvitationNotFound | InvitationNotPending | InvitationRevoked
union RevokeSessionResult = SessionNotFound | SessionRevoked
union SendEmailChangeResult = DailyEmailQuotaExceeded | EmailChangeNotAvailable | EmailChangeSent
  | EmailManagedByProvider | EmailNotAvailable | IdentityVerificationExpired
  | IdentityVerificationInvalid | InvalidEmail
union SendVerificationCodeResult = DailyEmailQuotaExceeded | VerificationCodeSent
union UpdateMemberRoleResult = MemberNotFound | MemberRoleUpdated | RoleNotFound
union UpdatePasswordResult = IncorrectPassword | PasswordPolicyViolation | PasswordUpdated
union UpdateProfileResult = InvalidLocale | ProfileUpdated
union VerifyCurrentEmailResult = CurrentEmailVerified | VerificationCodeExpired
  | VerificationCodeIncorrect | VerificationCodePreviouslyUsed | VerificationTooManyAttempts

type AllSessionsRevoked { success: Boolean! }
type AuditEvent {
  action: String!
  actor: AuditEventActor!
  createdAt: DateTime!
  "The event as it was sent."
  data: JSON!
  id: ID!
  occurredAt: DateTime!
  "The ids of the targets."
  targets: [String!]! @listSize(assumed: 2)
  updatedAt: DateTime!
}
type AuditEventActor { id: String!, name: String, type: String! }
type AuditEventList { data: [AuditEvent!]! @listSize, listMetadata: ListMetadata! }
type AuditLogExport {
  createdAt: DateTime!
  id: ID!
  state: AuditLogExportState!
  updatedAt: DateTime!
  "The file, for ten minutes."
  url: String
}
type AuthenticationSettings {
  mfaEnabled: Boolean!
  mfaRequired: Boolean!
  passkeyAuthEnabled: Boolean!
  passwordAuthEnabled: Boolean!
  passwordPolicy: PasswordPolicy!
}
type ConnectedAccount {
  email: String
  firstName: String
  id: ID!
  lastLoginAt: DateTime
  lastName: String
  profilePictureUrl: String
  provider: OAuthProvider!
}
type CurrentEmailVerified { elevatedAccessToken: String!, expiresAt: String! }
type DailyEmailQuotaExceeded { message: String! }
type ElevatedAccessTokenExpired { message: String! }
type ElevatedAccessTokenInvalid { message: String! }
type EmailChangeCodeExpired { message: String! }
type EmailChangeCodeIncorrect { message: String! }
type EmailChangeCodePreviouslyUsed { message: String! }
type EmailChangeConfirmed { elevatedAccessToken: String!, expiresAt: String!, user: User! }
type EmailChangeNotAvailable { message: String! }
type EmailChangeSent { expiresAt: DateTime! }
type EmailChangeTooManyAttempts { message: String! }
type EmailManagedByProvider { message: String! }
type EmailNotAvailable { message: String! }
type Flag {
  createdAt: DateTime!
  defaultValue: Boolean!
  description: String
  enabled: Boolean!
  id: ID!
  name: String!
  slug: String!
  tags: [String!]!
  updatedAt: DateTime!
}
type FlagList { data: [Flag!]! @listSize, listMetadata: ListMetadata! }
type IdentityVerificationExpired { message: String! }
type IdentityVerificationInvalid { message: String! }
type IncorrectPassword { _placeholder: Boolean! }
type InvalidAuditLogExportDateRange { message: String! }
type InvalidEmail { message: String! }
type InvalidInvitationExpiry { _placeholder: Boolean }
type InvalidInviteeEmail { email: String! }
type InvalidInviteeRole { roleSlug: String }
type InvalidLocale { _placeholder: Boolean! }
type InvitationNotFound { userId: ID! }
type InvitationNotPending { userId: ID! }
type InvitationResent { invitation: OrganizationInvitation! }
type InvitationRevoked { invitation: OrganizationInvitation! }
type InviteeAlreadyAccepted { userId: ID! }
type InviteeAlreadyInvited { email: String! }
type InviteeAlreadyMember { email: String! }
type InviteeEmailNotDeliverable { email: String! }
"The cursors of the adjacent pages; null where the list ends."
type ListMetadata { after: String, before: String }
type MemberIsManagedByDirectory { userId: ID! }
type MemberNotFound { userId: ID! }
type MemberRemoved { userId: ID! }
type MemberRoleUpdated { member: OrganizationMember! }
type NoAuditEventsFound { message: String! }
type NoPendingEmailChange { message: String! }
type Organization {
  allowProfilesOutsideOrganization: Boolean!
  createdAt: DateTime!
  id: ID!
  name: String!
  updatedAt: DateTime!
}
type OrganizationBlockedFromSendingInvites { _placeholder: Boolean }
type AuditLogStream {
  auditLogTrailId: ID!
  "The last failure, until the next success."
  errorMessage: String
  id: ID!
  lastSyncedEventId: String
  state: AuditLogStreamState!
  type: AuditLogStreamType!
}

type OrganizationDomain {
  createdAt: DateTime!
  domain: String!
  id: ID!
  nameServer: DomainVerificationNameServer!
  organizationId: ID!
  state: OrganizationDomainState!
  subdomain: String
  verificationPrefix: String
  verificationToken: String
}
type OrganizationDomainList { data: [OrganizationDomain!]! @listSize, listMetadata: ListMetadata! }
type OrganizationInvitation {
  createdAt: DateTime!
  email: String!
  expiresAt: DateTime!
  id: ID!
  roleSlug: String
  status: OrganizationInvitationStatus!
}
"Of an invited user only the address of the invitation is shown."
type OrganizationMember {
  createdAt: DateTime!
  email: String!
  emailVerified: Boolean!
  firstName: String
  "The id of the user."
  id: ID!
  lastActivityAt: DateTime
  lastName: String
  profilePictureUrl: String
  roles: [OrganizationMemberRole!]! @listSize(assumed: 2)
  status: OrganizationMemberStatus!
}
type OrganizationMemberList { data: [OrganizationMember!]! @listSize, listMetadata: ListMetadata! }
type OrganizationMemberRole { name: String!, slug: String! }
type PasswordCreated { success: Boolean! }
type PasswordPolicy {
  minimumLength: Int!
  minimumStrength: Int!
  rejectsBreachedPasswords: Boolean!
  requiresLowercase: Boolean!
  requiresNumber: Boolean!
  requiresSymbol: Boolean!
  requiresUppercase: Boolean!
}
type PasswordPolicyViolation {
  code: String!
  message: String!
  violations: [PasswordViolation!]! @listSize
}
type PasswordUpdated { success: Boolean! }
type PasswordViolation {
  allowedSymbols: String
  breachOccurrences: Int
  characterType: PasswordCharacterType
  code: String!
  maximumLength: Int
  message: String!
  minimumLength: Int
  strengthSuggestions: [String!]!
  strengthWarning: String
}
type Permission {
  createdAt: DateTime!
  description: String
  id: ID!
  name: String!
  slug: String!
  system: Boolean!
  updatedAt: DateTime!
}
type PermissionList { data: [Permission!]! @listSize, listMetadata: ListMetadata! }
type ProfileUpdated { user: User! }
type ResendInvitationNotFound { userId: ID! }
type Role {
  createdAt: DateTime!
  description: String
  id: ID!
  isDefault: Boolean!
  name: String!
  slug: String!
  updatedAt: DateTime!
}
type RoleDeleted { id: ID! }
type RoleNotFound { roleSlugs: [String!]! }
type RolesResult { multipleRolesEnabled: Boolean!, roles: [Role!]! @listSize(assumed: 10) }
type Session {
  createdAt: DateTime!
  currentLocation: SessionLocation
  id: ID!
  ipAddress: String
  isCurrent: Boolean!
  lastActivityAt: DateTime
  organizationId: String
  state: SessionState!
  updatedAt: DateTime!
  userAgent: String
}
type SessionLocation { cityName: String!, countryISOCode: String! }
type SessionNotFound { sessionId: ID! }
type SessionRevoked { session: Session! }
type SessionState { expiresAt: DateTime, tag: String! }
type User {
  connectedAccounts: [ConnectedAccount!]! @listSize
  createdAt: DateTime!
  email: String!
  emailVerified: Boolean!
  firstName: String
  id: ID!
  lastName: String
  mfaEnabled: Boolean!
  mfaLastUsedAt: DateTime
  "Set for the user of the token only, like passwordSet."
  passwordLastUsedAt: DateTime
  passwordSet: Boolean!
  profilePictureUrl: String
  updatedAt: DateTime!
}
type UserAlreadyHasPassword { _placeholder: Boolean! }
type UserInvited { invitation: OrganizationInvitation! }
type UserOrganization { id: ID!, isCurrent: Boolean!, name: String! }
type VerificationCodeExpired { message: String! }
type VerificationCodeIncorrect { message: String! }
type VerificationCodePreviouslyUsed { message: String! }
type VerificationCodeSent { authenticationChallengeId: ID!, expiresAt: DateTime! }
type VerificationTooManyAttempts { message: String! }
)graphql";

}  // namespace

std::string_view SchemaText() { return kText; }

}  // namespace bearward::dialects::workos::widgets
