// Object: a protected resource with a kind, free-form fields, and member organizations, each with
// an access level.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "base/words.h"
#include "model/access.h"
#include "model/ids.h"

namespace bearward::model {

// Object is one row. `fields` is the text of one JSON object. `number` is the integer id of the
// vendor (FormId).
struct Object {
  EnvironmentId environment;
  ObjectId id;
  std::string kind;
  std::int64_t number = 0;
  std::string name;
  OrganizationId owner;
  std::string fields = "{}";
  std::vector<std::string> roles;  // visible to these roles of the owner; empty: to all
  base::Time created_at;
  std::string created_by;
  base::Time updated_at;
  std::string updated_by;
};

// IsPrivateKind says whether objects of a kind are visible to their owner only: partners cannot be
// invited to a WorkSpan account (contracts: WorkSpan section 4).
inline bool IsPrivateKind(std::string_view kind) { return kind == "account"; }

// MemberState is the state of a membership of an object; only kAccepted grants rights.
enum class MemberState : std::uint8_t { kAccepted, kInvited, kRequesting, kWithdrawn };

// ObjectMember makes an organization, or one user of it, a member of an object.
struct ObjectMember {
  EnvironmentId environment;
  ObjectId object;
  OrganizationId organization;
  std::optional<UserId> user;
  AccessLevel level = AccessLevel::kParticipant;
  MemberState state = MemberState::kAccepted;
};

// EffectiveRights returns the union of the rights of one organization's accepted members on one
// object. Without an accepted member it returns nullopt, which callers report as "no such object"
// (contracts: WorkSpan section 4, steps 4 and 5).
std::optional<Rights> EffectiveRights(std::span<const ObjectMember> members_of_organization);

// ExternalId links an object to an id in an external system, under one dotted field name
// (section.field).
struct ExternalId {
  EnvironmentId environment;
  ObjectId object;
  std::string field_name;
  std::string external_id;
  OrganizationId organization;  // which created the link
};

// FieldClass says who may read a field: everyone who may view the object (kShared), all of these
// except participants (kFinancial), or only the organization that wrote it (kCompany).
enum class FieldClass : std::uint8_t { kShared, kFinancial, kCompany };

// ClassifyField returns the class, which depends on the section before the dot.
FieldClass ClassifyField(std::string_view field_name);

// IsFieldName accepts section.field of lower-case letters, digits and underscores.
bool IsFieldName(std::string_view text);

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::MemberState> {
  static constexpr std::array<std::string_view, 4> kWords = {"accepted", "invited", "requesting",
                                                             "withdrawn"};
};
