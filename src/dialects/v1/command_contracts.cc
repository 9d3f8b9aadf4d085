#include "dialects/v1/command_contracts.h"

#include "door/list_contract.h"

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

}  // namespace bearward::dialects::v1
