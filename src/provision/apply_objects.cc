#include <algorithm>
#include <utility>

#include "json/reader.h"
#include "json/writer.h"
#include "objects/event_data.h"
#include "provision/applying.h"
#include "store/memberships.h"
#include "store/objects.h"

namespace bearward::provision {
namespace {

using Members = std::vector<model::ObjectMember>;

constexpr std::string_view kSystem = "system";

// Scope is the environment and organization of an entry's object.
struct Scope {
  model::Environment environment;
  model::Organization owner;
};

base::Result<std::optional<model::Object>> Match(Applying& applying, const Scope& scope,
                                                 const ObjectEntry& entry) {
  if (entry.id.empty()) {
    return store::FindObjectByName(applying.tx, scope.environment.id, scope.owner.id, entry.kind,
                                   entry.name);
  }
  BW_TRY_ASSIGN(auto found,
                store::FindObject(applying.tx, scope.environment.id, model::ObjectId{entry.id}));
  if (found && (found->owner != scope.owner.id || found->kind != entry.kind)) {
    return base::Fail(
        Mistake(entry.where, "the object " + Quoted(entry.id) +
                                 " has another owner or kind. An object cannot change these."));
  }
  return found;
}

base::Result<model::Object> Blank(Applying& applying, const Scope& scope,
                                  const ObjectEntry& entry) {
  model::Object object;
  object.environment = scope.environment.id;
  object.id = entry.id.empty()
                  ? model::NewId<model::ObjectId>("obj", applying.now, applying.entropy)
                  : model::ObjectId{entry.id};
  object.kind = entry.kind;
  if (!entry.number) {
    BW_TRY_ASSIGN(object.number,
                  store::NextObjectNumber(applying.tx, scope.environment.id, entry.kind));
  }
  object.owner = scope.owner.id;
  object.created_at = applying.now;
  object.created_by = kSystem;
  return object;
}

// CanonicalFields returns the canonical JSON in which fields are stored and compared.
base::Result<std::optional<std::string>> CanonicalFields(const ObjectEntry& entry) {
  if (!entry.fields) return std::nullopt;
  const auto parsed = json::Parse(*entry.fields);
  if (parsed && parsed->IsObject()) return json::ToText(*parsed);
  return base::Fail(Mistake(entry.where, "`fields` is too large or too deep."));
}

base::Result<model::ObjectMember> MemberOf(Applying& applying, const Scope& scope,
                                           const model::Object& object, const MemberEntry& entry) {
  model::ObjectMember member;
  member.environment = scope.environment.id;
  member.object = object.id;
  member.level = entry.level;
  member.state = entry.state;
  BW_TRY_ASSIGN(const auto organization,
                OrganizationOf(applying, entry.where, scope.environment, entry.organization));
  member.organization = organization.id;
  if (entry.user.empty()) return member;
  BW_TRY_ASSIGN(const auto user, UserOf(applying, entry.where, scope.environment, entry.user));
  BW_TRY_ASSIGN(const auto membership,
                store::FindMembership(applying.tx, scope.environment.id, user.id, organization.id));
  if (!membership) {
    return base::Fail(Mistake(
        entry.where, "the user " + Quoted(entry.user) + " is not in the organization " +
                         Quoted(entry.organization) + ". Give the user a membership first."));
  }
  member.user = user.id;
  return member;
}

bool SameMember(const model::ObjectMember& a, const model::ObjectMember& b) {
  return a.organization == b.organization && a.user == b.user;
}

// WantedMembers returns the owner and the members in the file.
base::Result<Members> WantedMembers(Applying& applying, const Scope& scope,
                                    const model::Object& object,
                                    const std::vector<MemberEntry>& entries) {
  model::ObjectMember owner;
  owner.environment = scope.environment.id;
  owner.object = object.id;
  owner.organization = scope.owner.id;
  owner.level = model::AccessLevel::kOwner;
  Members wanted = {owner};
  for (const MemberEntry& entry : entries) {
    BW_TRY_ASSIGN(auto member, MemberOf(applying, scope, object, entry));
    if (model::IsPrivateKind(object.kind) && member.organization != scope.owner.id) {
      return base::Fail(Mistake(entry.where, "an object of the kind " + Quoted(object.kind) +
                                                 " is private to its organization, so " +
                                                 Quoted(entry.organization) +
                                                 " cannot be a member. Remove this member."));
    }
    if (std::ranges::any_of(wanted, [&](const auto& other) { return SameMember(other, member); })) {
      return base::Fail(
          Mistake(entry.where, Quoted(entry.organization) +
                                   " is a member of the object already. The owner "
                                   "is always a member; list each other member once."));
    }
    wanted.push_back(std::move(member));
  }
  return wanted;
}

// SameMembers compares two lists without regard to their order.
bool SameMembers(Members a, Members b) {
  for (Members* members : {&a, &b}) {
    std::ranges::sort(*members, {}, [](const model::ObjectMember& member) {
      return std::pair(member.organization, member.user);
    });
  }
  return std::ranges::equal(a, b, [](const auto& one, const auto& other) {
    return SameMember(one, other) && one.level == other.level && one.state == other.state;
  });
}

using MemberChanges = std::vector<objects::MemberChange>;

// PutMembers sets the members to those of the file, and returns the changes.
base::Result<MemberChanges> PutMembers(Applying& applying, const Scope& scope,
                                       const model::Object& object, const ObjectEntry& entry,
                                       bool is_new, EntryMemory& memory) {
  if (!is_new && !entry.members) return MemberChanges();
  BW_TRY_ASSIGN(
      const Members wanted,
      WantedMembers(applying, scope, object, entry.members.value_or(std::vector<MemberEntry>{})));
  const Stated stated =
      entry.members ? memory.Note("members", TextOf(*entry.members)) : Stated::kNew;
  if (stated == Stated::kSame) return MemberChanges();
  BW_TRY_ASSIGN(const Members present,
                store::ListMembers(applying.tx, scope.environment.id, object.id));
  if (SameMembers(wanted, present)) return MemberChanges();
  if (stated == Stated::kUnknown) {
    // The API may have removed a member of the file, which must not return.
    memory.Keep("members");
    return MemberChanges();
  }
  BW_TRY(store::ReplaceMembers(applying.tx, scope.environment.id, object.id, wanted));
  return objects::MemberChangesBetween(object.owner, present, wanted);
}

base::Status PutRow(Applying& applying, const ObjectEntry& entry, model::Object& object) {
  object.updated_at = applying.now;
  object.updated_by = kSystem;
  return Taken(store::PutObject(applying.tx, object), entry.where,
               "the number " + std::to_string(object.number) +
                   " belongs to another object of this kind. Choose another, or give none.");
}

base::Status ApplyObject(Applying& applying, const ObjectEntry& entry) {
  Scope scope;
  BW_TRY_ASSIGN(scope.environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY_ASSIGN(scope.owner,
                OrganizationOf(applying, entry.where, scope.environment, entry.organization));
  if (entry.roles) BW_TRY(CheckRoles(applying, entry.where, scope.environment, *entry.roles));
  BW_TRY_ASSIGN(auto found, Match(applying, scope, entry));
  const std::optional<model::Object> before = found;
  const bool is_new = !found;
  if (is_new) {
    BW_TRY_ASSIGN(found, Blank(applying, scope, entry));
  }
  model::Object& object = *found;
  BW_TRY(DescribeOnce(applying, entry.where, "object", scope.environment.id, object.id.text));
  BW_TRY_ASSIGN(const auto fields, CanonicalFields(entry));
  BW_TRY_ASSIGN(auto memory,
                MemoryOf(applying, scope.environment, "object", object.id.text, is_new));
  bool changed = memory.Assign(object.name, Given(entry.name), "name");
  changed |= memory.Assign(object.number, entry.number, "number");
  changed |= memory.Assign(object.fields, fields, "fields");
  changed |= memory.Assign(object.roles, entry.roles, "roles");
  if (is_new || changed) BW_TRY(PutRow(applying, entry, object));
  BW_TRY_ASSIGN(const auto members, PutMembers(applying, scope, object, entry, is_new, memory));
  Change change{.verb = VerbOf(is_new),
                .kind = "object",
                .environment = scope.environment.name,
                .name = object.name,
                .id = object.id.text};
  BW_TRY(SaveMemory(applying, memory, entry.where, change));
  if (!is_new && !changed && members.empty()) return {};
  BW_TRY(applying.tx.Append(
      ByFile(applying, scope.environment.id)
          .Make(is_new ? model::EventType::kObjectCreated : model::EventType::kObjectUpdated,
                object.id.text, scope.owner.id,
                objects::ChangeData(before ? &*before : nullptr, object, members))));
  Record(applying, std::move(change));
  return {};
}

}  // namespace

base::Status ApplyObjects(Applying& applying) {
  // Entries with a number come first: generated numbers must differ from them.
  for (const bool numbered : {true, false}) {
    for (const ObjectEntry& entry : applying.world.objects) {
      if (entry.number.has_value() == numbered) BW_TRY(ApplyObject(applying, entry));
    }
  }
  return {};
}

}  // namespace bearward::provision
