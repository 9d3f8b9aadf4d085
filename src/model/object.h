// Object: a protected thing with a kind, free fields, and member organizations at a level.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/access.h"
#include "model/ids.h"

namespace bearward::model {

// Object's `fields` is the text of one JSON object. `number` is the vendor's integer id (FormId).
struct Object {
  EnvironmentId environment;
  ObjectId id;
  std::string kind;
  std::int64_t number = 0;
  std::string name;
  OrganizationId owner;
  std::string fields = "{}";
  std::vector<std::string> roles;  // visible to these roles of the owner; to all if empty
  base::Time created_at;
  std::string created_by;
  base::Time updated_at;
  std::string updated_by;
};

// IsPrivateKind says whether objects of a kind are their owner's alone: partners cannot be invited
// to a WorkSpan account (contracts: WorkSpan section 4).
inline bool IsPrivateKind(std::string_view kind) { return kind == "account"; }

// MemberState is where a membership of an object stands; only accepted ones give rights.
enum class MemberState : std::uint8_t { kAccepted, kInvited, kRequesting, kWithdrawn };

// ParseMemberState and MemberStateName translate to and from the state's lower-case name.
std::optional<MemberState> ParseMemberState(std::string_view name);
std::string_view MemberStateName(MemberState state);

// ObjectMember puts an organization, or one user of it, on an object.
struct ObjectMember {
  EnvironmentId environment;
  ObjectId object;
  OrganizationId organization;
  std::optional<UserId> user;
  AccessLevel level = AccessLevel::kParticipant;
  MemberState state = MemberState::kAccepted;
};

// EffectiveRights adds up one organization's accepted members of one object. Nothing accepted:
// nullopt, which reads as "no such object" (contracts: WorkSpan section 4, steps 4 and 5).
std::optional<Rights> EffectiveRights(std::span<const ObjectMember> members_of_organization);

// ExternalId links an object to an outside system's id in one dotted field (section.field).
struct ExternalId {
  EnvironmentId environment;
  ObjectId object;
  std::string field_name;
  std::string external_id;
  OrganizationId organization;  // who linked it
};

// FieldClass says who may read a field: all who view, all but participants, or only the
// organization that wrote it.
enum class FieldClass : std::uint8_t { kShared, kFinancial, kCompany };

// ClassifyField tells the class by the section before the dot.
FieldClass ClassifyField(std::string_view field_name);

// IsFieldName accepts section.field of lower-case letters, digits and underscores.
bool IsFieldName(std::string_view text);

}  // namespace bearward::model
