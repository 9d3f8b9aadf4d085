#include "dialects/v1/environment_contracts.h"

#include <algorithm>
#include <array>

#include "door/list_contract.h"
#include "model/environment_fields.h"

namespace bearward::dialects::v1 {
namespace {

using door::Contract;
using json::kFlag;
using json::kNoMembers;
using json::kText;
using json::kTime;
using json::ObjectOf;
using json::Optional;
using json::OrNull;
using json::Property;
using json::Schema;
using json::Word;

constexpr Schema SchemaOf(const model::Field& field) {
  if (field.kind == model::Kind::kFlag) return kFlag;
  return field.kind == model::Kind::kTime ? kTime : kText;
}

// MembersOf are the fields of an environment with this use: those of its JSON, or of a body.
template <model::Uses kUse>
constexpr auto MembersOf() {
  constexpr auto kHasUse = [](const model::Field& field) { return field.Is(kUse); };
  std::array<Property, std::ranges::count_if(model::kEnvironmentFields, kHasUse)> members;
  auto* next = members.data();
  for (const model::Field& field : model::kEnvironmentFields) {
    if (!kHasUse(field)) continue;
    const bool is_required =
        kUse == model::kShown || (kUse == model::kCreate && field.Is(model::kRequired));
    const Schema schema = SchemaOf(field);
    *next++ = is_required ? Property{field.name, schema} : Optional(field.name, OrNull(schema));
  }
  return members;
}

// EnvironmentMembers are the members of an environment in a response.
constexpr auto EnvironmentMembers() {
  constexpr auto kShown = MembersOf<model::kShown>();
  std::array<Property, kShown.size() + 1> members;
  members[0] = {"object", Word<"environment">()};
  std::ranges::copy(kShown, members.begin() + 1);
  std::ranges::find(members, "sandbox", &Property::name)->description =
      "Its API keys begin with sk_test_ instead of sk_live_.";
  return members;
}
constexpr auto kEnvironmentMembers = EnvironmentMembers();
constexpr Schema kEnvironment = ObjectOf(kEnvironmentMembers, "Environment");
constexpr Schema kEnvironmentList = ObjectOf(door::kListMembers<kEnvironment>, "EnvironmentList");
constexpr auto kNewEnvironmentMembers = MembersOf<model::kCreate>();
constexpr Schema kNewEnvironment = ObjectOf(kNewEnvironmentMembers);
constexpr auto kEnvironmentChangeMembers = MembersOf<model::kUpdate>();
constexpr Schema kEnvironmentChange = ObjectOf(kEnvironmentChangeMembers);

}  // namespace

constinit const Contract kListEnvironments = {
    .body = &kNoMembers, .successes = door::kAnswer<200, "The environments.", kEnvironmentList>};
constinit const Contract kReadEnvironment = {
    .body = &kNoMembers, .successes = door::kAnswer<200, "The environment.", kEnvironment>};
constinit const Contract kCreateEnvironment = {
    .body = &kNewEnvironment,
    .successes = door::kAnswer<201, "The new environment.", kEnvironment>,
    .errors = door::kStatuses<409>};
constinit const Contract kUpdateEnvironment = {
    .body = &kEnvironmentChange,
    .successes = door::kAnswer<200, "The changed environment.", kEnvironment>,
    .errors = door::kStatuses<409>};

}  // namespace bearward::dialects::v1
