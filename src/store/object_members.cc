#include <utility>

#include "base/words.h"
#include "store/columns.h"
#include "store/objects.h"

#define SELECT_MEMBER                                                         \
  "SELECT environment_id, object_id, organization_id, user_id, level, state " \
  "FROM object_members "

namespace bearward::store {
namespace {

model::ObjectMember ReadMember(Columns& columns) {
  model::ObjectMember member{.environment = columns.Id<model::EnvironmentId>(),
                             .object = columns.Id<model::ObjectId>(),
                             .organization = columns.Id<model::OrganizationId>(),
                             .user = columns.Id<model::UserId>(),
                             .level = columns.Word<model::AccessLevel>(),
                             .state = columns.Word<model::MemberState>()};
  if (member.user->empty()) member.user.reset();
  return member;
}

base::Status InsertMember(WriteTx& tx, const model::EnvironmentId& environment,
                          const model::ObjectId& object, const model::ObjectMember& member) {
  return Done(tx.Execute(
      "INSERT INTO object_members (environment_id, object_id, organization_id, user_id, level, "
      "state) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
      {environment.text, object.text, member.organization.text,
       member.user.value_or(model::UserId{}).text, std::string(base::Word(member.level)),
       std::string(base::Word(member.state))}));
}

}  // namespace

base::Result<std::vector<model::ObjectMember>> ListMembers(ReadTx& tx,
                                                           const model::EnvironmentId& environment,
                                                           const model::ObjectId& object) {
  return ReadAll(tx.Execute(SELECT_MEMBER "WHERE environment_id = ?1 AND object_id = ?2 "
                                          "ORDER BY organization_id, user_id",
                            {environment.text, object.text}),
                 ReadMember);
}

base::Result<std::vector<model::ObjectMember>> ListMembersOf(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ObjectId& object,
    const model::OrganizationId& organization) {
  return ReadAll(tx.Execute(SELECT_MEMBER
                            "WHERE environment_id = ?1 AND object_id = ?2 AND organization_id = ?3 "
                            "ORDER BY user_id",
                            {environment.text, object.text, organization.text}),
                 ReadMember);
}

// An object has few members, so that the sort by an expression costs little.
base::Result<KeysetPage<model::ObjectMember>> ListMemberPage(ReadTx& tx,
                                                             const ObjectMemberQuery& query) {
  Keyset keyset{.select = SELECT_MEMBER "WHERE environment_id = ?1 AND object_id = ?2",
                .values = {query.environment.text, query.object.text},
                .key = "organization_id || ' ' || user_id",
                .usual = Order::kAscending};
  if (query.state) {
    keyset.select += " AND state = ?3";
    keyset.values.emplace_back(std::string(base::Word(*query.state)));
  }
  return ReadKeyset<model::ObjectMember>(
      tx, std::move(keyset), query, ReadMember, [](const model::ObjectMember& member) {
        return member.organization.text + ' ' + member.user.value_or(model::UserId{}).text;
      });
}

base::Result<std::vector<model::ObjectMember>> ListMembersInKind(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    std::string_view kind) {
  return ReadAll(tx.Execute("SELECT m.environment_id, m.object_id, m.organization_id, m.user_id, "
                            "m.level, m.state FROM object_members m CROSS JOIN objects o "
                            "WHERE m.environment_id = ?1 AND m.organization_id = ?2 "
                            "AND o.id = m.object_id AND o.environment_id || '' = ?1 "
                            "AND o.kind || '' = ?3 "
                            "ORDER BY m.object_id, m.user_id",
                            {environment.text, organization.text, std::string(kind)}),
                 ReadMember);
}

base::Status ReplaceMembers(WriteTx& tx, const model::EnvironmentId& environment,
                            const model::ObjectId& object,
                            const std::vector<model::ObjectMember>& members) {
  BW_TRY(Done(tx.Execute("DELETE FROM object_members WHERE environment_id = ?1 AND object_id = ?2",
                         {environment.text, object.text})));
  for (const model::ObjectMember& member : members) {
    BW_TRY(InsertMember(tx, environment, object, member));
  }
  return {};
}

base::Status DeleteMembershipsInObjects(WriteTx& tx, const model::EnvironmentId& environment,
                                        const model::UserId& user) {
  return Done(tx.Execute("DELETE FROM object_members WHERE environment_id = ?1 AND user_id = ?2",
                         {environment.text, user.text}));
}

}  // namespace bearward::store
