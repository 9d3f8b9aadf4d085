#include "store/memberships.h"

#include "store/columns.h"

#define SELECT_MEMBERSHIP \
  "SELECT environment_id, id, user_id, organization_id, position, roles FROM memberships "

namespace bearward::store {
namespace {

model::Membership ReadMembership(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .id = columns.Id<model::MembershipId>(),
          .user = columns.Id<model::UserId>(),
          .organization = columns.Id<model::OrganizationId>(),
          .position = columns.Integer(),
          .roles = columns.List()};
}

}  // namespace

base::Result<std::optional<model::Membership>> FindMembership(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user,
    const model::OrganizationId& organization) {
  return ReadOne(tx.Execute(SELECT_MEMBERSHIP
                            "WHERE environment_id = ?1 AND user_id = ?2 AND organization_id = ?3",
                            {BorrowedText(environment.text), BorrowedText(user.text),
                             BorrowedText(organization.text)}),
                 ReadMembership);
}

base::Result<std::vector<model::Membership>> ListMemberships(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user) {
  return ReadAll(tx.Execute(SELECT_MEMBERSHIP
                            "WHERE environment_id = ?1 AND user_id = ?2 ORDER BY position, id",
                            {BorrowedText(environment.text), BorrowedText(user.text)}),
                 ReadMembership);
}

base::Status PutMembership(WriteTx& tx, const model::Membership& membership) {
  BW_TRY_ASSIGN(const std::string roles, ListValue(membership.roles));
  return Done(tx.Execute(
      "INSERT INTO memberships (environment_id, id, user_id, organization_id, position, roles) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (environment_id, user_id, organization_id) "
      "DO UPDATE SET position = excluded.position, roles = excluded.roles",
      {membership.environment.text, membership.id.text, membership.user.text,
       membership.organization.text, membership.position, roles}));
}

base::Status DeleteMembership(WriteTx& tx, const model::Membership& membership) {
  return Done(tx.Execute(
      "DELETE FROM memberships "
      "WHERE environment_id = ?1 AND user_id = ?2 AND organization_id = ?3",
      {membership.environment.text, membership.user.text, membership.organization.text}));
}

}  // namespace bearward::store
