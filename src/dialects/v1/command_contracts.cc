#include "dialects/v1/command_contracts.h"

#include "door/list_contract.h"

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

constexpr Property kEnvironmentMembers[] = {
    {"object", Word<"environment">()},
    {"id", kText},
    {"name", kText},
    {"sandbox", kFlag, true, "Its API keys begin with sk_test_ instead of sk_live_."},
    {"enabled", kFlag},
    {"client_id", kText},
    {"created_at", kTime}};
constexpr Schema kEnvironment = ObjectOf(kEnvironmentMembers, "Environment");
constexpr Schema kEnvironmentList = ObjectOf(door::kListMembers<kEnvironment>, "EnvironmentList");
constexpr Property kNewEnvironmentMembers[] = {{"name", kText}, Optional("sandbox", OrNull(kFlag))};
constexpr Schema kNewEnvironment = ObjectOf(kNewEnvironmentMembers);
constexpr Property kEnvironmentChangeMembers[] = {Optional("sandbox", OrNull(kFlag)),
                                                  Optional("enabled", OrNull(kFlag))};
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
