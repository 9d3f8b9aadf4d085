#include "objects/teams.h"

#include <algorithm>
#include <utility>

#include "base/invalid.h"
#include "model/event.h"
#include "objects/event_data.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "verify/authority.h"

namespace bearward::objects {
namespace {

using base::Result;
using model::Object;
using model::ObjectMember;
using Members = std::vector<ObjectMember>;

Result<Object> Find(store::ReadTx& tx, const model::Caller& caller, const model::ObjectId& id) {
  BW_TRY_ASSIGN(auto object, store::FindObject(tx, caller->environment, id));
  if (object) return *std::move(object);
  base::Error error = base::NotFound("object_not_found", "No such object.");
  error.fields.push_back(id.text);
  return base::Fail(std::move(error));
}

// CheckNotOwner refuses to change the membership of the owner: without it, the owner would lose its
// own object.
base::Status CheckNotOwner(const Object& object, const MemberKey& key) {
  if (key.organization != object.owner || key.user) return {};
  return base::Fail(base::Conflict(
      "owner_stays", "The owner of an object is always a member, at the level `owner`."));
}

base::Status CheckMember(store::ReadTx& tx, const Object& object, const MemberKey& key) {
  BW_TRY(CheckNotOwner(object, key));
  BW_TRY_ASSIGN(const auto found,
                store::FindOrganization(tx, object.environment, key.organization));
  if (!found) {
    return base::Fail(base::Invalid("organization_not_found", "No such organization.",
                                    {std::string(model::kOrganizationField)}));
  }
  if (model::IsPrivateKind(object.kind) && key.organization != object.owner) {
    return base::Fail(base::Invalid(
        "object_is_private", "An object of the kind `" + object.kind + "` is private to its owner.",
        {std::string(model::kOrganizationField)}));
  }
  if (!key.user) return {};
  BW_TRY_ASSIGN(const auto membership,
                store::FindMembership(tx, object.environment, *key.user, key.organization));
  if (membership) return {};
  return base::Fail(
      base::Invalid("user_not_found", "The organization has no such member.", {"user_id"}));
}

auto FindMember(Members& members, const MemberKey& key) {
  return std::ranges::find_if(members, [&key](const ObjectMember& member) {
    return member.organization == key.organization && member.user == key.user;
  });
}

base::Status Put(store::WriteTx& tx, const model::EventBy& by, const Object& object,
                 const Members& before, const Members& after) {
  const auto changes = MemberChangesBetween(object.owner, before, after);
  if (changes.empty()) return {};
  BW_TRY(store::ReplaceMembers(tx, object.environment, object.id, after));
  return tx.Append(by.Make(model::EventType::kObjectUpdated, object.id.text, object.owner,
                           ChangeData(&object, object, changes)));
}

}  // namespace

Result<store::KeysetPage<Object>> Teams::List(const model::Caller& caller,
                                              store::KindQuery query) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  query.environment = caller->environment;
  return store_.Read([&](store::ReadTx& tx) { return store::ListObjectsInKind(tx, query); });
}

Result<Object> Teams::Read(const model::Caller& caller, const model::ObjectId& id) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  return store_.Read([&](store::ReadTx& tx) { return Find(tx, caller, id); });
}

Result<store::KeysetPage<ObjectMember>> Teams::Members(const model::Caller& caller,
                                                       store::ObjectMemberQuery query) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  query.environment = caller->environment;
  return store_.Read([&](store::ReadTx& tx) -> Result<store::KeysetPage<ObjectMember>> {
    BW_TRY(Find(tx, caller, query.object));
    return store::ListMemberPage(tx, query);
  });
}

Result<ObjectMember> Teams::SetMember(const model::Caller& caller, const model::ObjectId& id,
                                      const MemberKey& key, model::AccessLevel level,
                                      model::MemberState state) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const model::EventBy by(caller, clock_.Now());
  return store_.Write([&](store::WriteTx& tx) -> Result<ObjectMember> {
    BW_TRY_ASSIGN(const Object object, Find(tx, caller, id));
    BW_TRY(CheckMember(tx, object, key));
    BW_TRY_ASSIGN(const auto before, store::ListMembers(tx, object.environment, id));
    auto after = before;
    ObjectMember member{.environment = object.environment,
                        .object = id,
                        .organization = key.organization,
                        .user = key.user,
                        .level = level,
                        .state = state};
    const auto present = FindMember(after, key);
    if (present != after.end()) {
      *present = member;
    } else if (after.size() < kMostMembers) {
      after.push_back(member);
    } else {
      return base::Fail(base::Invalid(
          "too_many_members",
          "The object has the largest number of members: " + std::to_string(kMostMembers) + "."));
    }
    BW_TRY(Put(tx, by, object, before, after));
    return member;
  });
}

base::Status Teams::RemoveMember(const model::Caller& caller, const model::ObjectId& id,
                                 const MemberKey& key) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const model::EventBy by(caller, clock_.Now());
  return store_.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const Object object, Find(tx, caller, id));
    BW_TRY(CheckNotOwner(object, key));
    BW_TRY_ASSIGN(const auto before, store::ListMembers(tx, object.environment, id));
    auto after = before;
    const auto present = FindMember(after, key);
    if (present == after.end()) {
      return base::Fail(base::NotFound("member_not_found", "The object has no such member."));
    }
    after.erase(present);
    return Put(tx, by, object, before, after);
  });
}

}  // namespace bearward::objects
