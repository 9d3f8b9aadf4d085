#include "dialects/v1/command_contracts.h"

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
using json::kTexts;
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

constexpr Property kKeyMembers[] = {
    {"object", Word<"api_key">()}, {"id", kText},
    {"description", kText},        {"obfuscated_value", kText},
    {"permissions", kTexts},       {"created_at", kTime},
    {"expires_at", OrNull(kTime)}, {"last_used_at", OrNull(kTime)},
    {"rate_limit", OrNull(kText)}, Optional("value", kText, "Returned only once.")};
constexpr Schema kKey = ObjectOf(kKeyMembers, "EnvironmentApiKey");
constexpr Schema kKeyList = ObjectOf(door::kListMembers<kKey>, "EnvironmentApiKeyList");
constexpr Property kNewKeyMembers[] = {
    Optional("description", OrNull(kText)),
    Optional("permissions", OrNull(kTexts), "What the key may do; all without it."),
    Optional("expires_at", OrNull(kTime), "When the key expires; never without it.")};
constexpr Schema kNewKey = ObjectOf(kNewKeyMembers);

constexpr Property kUnusedKeyMembers[] = {
    {"object", Word<"unused_api_key">()},
    {"id", kText},
    {"name", kText},
    {"user_id", OrNull(kText), true, "The user to whom it belongs."},
    {"organization_id", OrNull(kText)},
    {"created_at", kTime},
    {"last_used_at", OrNull(kTime)},
    {"expires_at", OrNull(kTime)}};
constexpr Schema kUnusedKey = ObjectOf(kUnusedKeyMembers, "UnusedApiKey");
constexpr Schema kUnusedKeyList = ObjectOf(door::kListMembers<kUnusedKey>, "UnusedApiKeyList");
constexpr door::Parameter kUnusedQuery[] = {
    {"days", json::kInteger, false, "Not used in this number of days; 90 by default."}};

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
    .successes = door::kAnswer<200, "The changed environment.", kEnvironment>};
constinit const Contract kListEnvironmentKeys = {
    .body = &kNoMembers, .successes = door::kAnswer<200, "The API keys.", kKeyList>};
constinit const Contract kCreateEnvironmentKey = {
    .body = &kNewKey, .successes = door::kAnswer<201, "The new API key, with its value.", kKey>};
constinit const Contract kListUnusedKeys = {
    .body = &kNoMembers,
    .query = kUnusedQuery,
    .successes = door::kAnswer<200, "The API keys, the longest unused first.", kUnusedKeyList>};

}  // namespace bearward::dialects::v1
