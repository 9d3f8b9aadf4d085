#include "dialects/v1/environment_keys.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "base/time.h"
#include "dialects/v1/codec.h"
#include "dialects/v1/guard.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "json/optional.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using ::bearward::keys::EnvironmentKeys;
using door::Call;
using door::Contract;
using door::Reply;
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

constexpr door::Parameter kKeysQuery[] = {
    {door::kSearch, kText, false,
     "Only those whose description begins with this text, in any case of letters."}};

constinit const Contract kListEnvironmentKeys = {
    .body = &kNoMembers,
    .query = kKeysQuery,
    .successes = door::kAnswer<200, "The API keys.", kKeyList>};
constinit const Contract kCreateEnvironmentKey = {
    .body = &kNewKey, .successes = door::kAnswer<201, "The new API key, with its value.", kKey>};
constinit const Contract kListUnusedKeys = {
    .body = &kNoMembers,
    .query = kUnusedQuery,
    .successes = door::kAnswer<200, "The API keys, the longest unused first.", kUnusedKeyList>};

Result<Reply> CreateKey(const EnvironmentKeys& keys, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  ::bearward::keys::NewEnvironmentKey wanted;
  BW_TRY_ASSIGN(const auto description, body.Text("description"));
  wanted.description = description.value_or("");
  BW_TRY_ASSIGN(wanted.permissions, body.Texts("permissions"));
  BW_TRY_ASSIGN(wanted.expires_at, body.Time("expires_at"));
  BW_TRY_ASSIGN(const ::bearward::keys::NewApiKey made, keys.Create(call.caller(), wanted));
  return door::NoStore(EncodeEnvironmentKey(made.key, made.value));
}

Result<Reply> ListKeys(const EnvironmentKeys& keys, const Call& call) {
  BW_TRY_ASSIGN(const auto search, call.Query(door::kSearch));
  BW_TRY_ASSIGN(const auto found, keys.List(call.caller(), search.value_or("")));
  return EncodeEnvironmentKeys(found);
}

constexpr std::int64_t kUnusedDays = 90;
constexpr std::int64_t kMostDays = 36'500;

void WriteUnusedKey(json::Writer& writer, const store::UnusedKey& key) {
  writer.BeginObject().Key("object").String("unused_api_key").Key("id").String(key.id);
  writer.Key("name").String(key.name);
  json::WriteOptional(writer.Key("user_id"), key.user);
  json::WriteOptional(writer.Key("organization_id"), key.organization);
  writer.Key("created_at").String(base::FormatIsoMillis(key.created_at));
  json::WriteOptional(writer.Key("last_used_at"), key.last_used_at);
  json::WriteOptional(writer.Key("expires_at"), key.expires_at).EndObject();
}

Result<Reply> ListUnusedKeys(const EnvironmentKeys& keys, const Call& call) {
  BW_TRY_ASSIGN(const auto text, call.Query("days"));
  const auto days = text ? door::ParseInteger(*text) : kUnusedDays;
  if (!days || *days < 1 || *days > kMostDays) {
    return base::Fail(
        base::Invalid("invalid_value", "`days` must be a whole number from 1 to 36500.", {"days"}));
  }
  BW_TRY_ASSIGN(const auto unused,
                keys.ListUnused(call.caller(), call.now() - std::chrono::days(*days)));
  door::ListWriter list;
  for (const store::UnusedKey& key : unused) WriteUnusedKey(list.items(), key);
  return list.Finish({});
}

}  // namespace

std::vector<door::Route> EnvironmentKeyRoutes(const EnvironmentKeys& keys,
                                              const door::Dialect& dialect) {
  using enum http::Method;
  return {
      {kGet, "/v1/api_keys", TokenOrKey(), door::RunOn::kWorker,
       [&keys](Call& call) { return ListKeys(keys, call); }, "v1.list_environment_api_keys",
       "List the API keys of the environment, without their values", &kListEnvironmentKeys,
       &dialect},
      {kPost, "/v1/api_keys", InPerson(TokenOrKey()), door::RunOn::kWorker,
       [&keys](Call& call) { return CreateKey(keys, call); }, "v1.create_environment_api_key",
       "Create an API key of the environment; the value is shown once", &kCreateEnvironmentKey,
       &dialect},
      {kGet, "/v1/unused_api_keys", TokenOrKey(), door::RunOn::kWorker,
       [&keys](Call& call) { return ListUnusedKeys(keys, call); }, "v1.list_unused_api_keys",
       "List the API keys of every owner that were not used for some time", &kListUnusedKeys,
       &dialect},
  };
}

}  // namespace bearward::dialects::v1
