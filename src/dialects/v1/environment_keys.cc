#include "dialects/v1/environment_keys.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/invalid.h"
#include "dialects/v1/guard.h"
#include "dialects/v1/rate_limit_form.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "json/view.h"

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

// Shown is a key; `value` is there only in the response to its creation.
struct Shown : model::ApiKey {
  std::optional<std::string_view> value = {};

  std::string obfuscated() const { return "..." + hint; }
};

using View = json::View<Shown>;
constexpr View::Member kKeyMembers[] = {
    View::Object<"api_key">(),
    View::Of<&Shown::id>("id"),
    View::Of<&Shown::description>("description"),
    View::Of<&Shown::obfuscated>("obfuscated_value"),
    View::Of<&Shown::permissions>("permissions"),
    View::Of<&Shown::created_at>("created_at"),
    View::Of<&Shown::expires_at>("expires_at"),
    View::Of<&Shown::last_used_at>("last_used_at"),
    View::Of<&Shown::rate_limit>("rate_limit"),
    View::Omitted<&Shown::value>("value", "Returned only once.")};
constexpr Schema kKey = json::kSchemaOf<kKeyMembers, "EnvironmentApiKey">;
constexpr Schema kKeyList = ObjectOf(door::kListMembers<kKey>, "EnvironmentApiKeyList");
constexpr Property kNewKeyMembers[] = {
    Optional("description", OrNull(kText)),
    Optional("permissions", OrNull(kTexts), "What the key may do; all without it."),
    Optional("expires_at", OrNull(kTime), "When the key expires; never without it.")};
constexpr Schema kNewKey = ObjectOf(kNewKeyMembers);

using store::UnusedKey;
using UnusedView = json::View<UnusedKey>;
constexpr UnusedView::Member kUnusedMembers[] = {
    UnusedView::Object<"unused_api_key">(),
    UnusedView::Of<&UnusedKey::id>("id"),
    UnusedView::Of<&UnusedKey::name>("name"),
    UnusedView::Of<&UnusedKey::user>("user_id", "The user to whom it belongs."),
    UnusedView::Of<&UnusedKey::organization>("organization_id"),
    UnusedView::Of<&UnusedKey::created_at>("created_at"),
    UnusedView::Of<&UnusedKey::last_used_at>("last_used_at"),
    UnusedView::Of<&UnusedKey::expires_at>("expires_at")};
constexpr Schema kUnusedKey = json::kSchemaOf<kUnusedMembers, "UnusedApiKey">;
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
    .successes =
        door::kAnswer<200, "At most 1,000 API keys, the longest unused first.", kUnusedKeyList>};

Result<Reply> CreateKey(const EnvironmentKeys& keys, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  ::bearward::keys::NewEnvironmentKey wanted;
  BW_TRY_ASSIGN(const auto description, body.Text("description"));
  wanted.description = description.value_or("");
  BW_TRY_ASSIGN(wanted.permissions, body.Texts("permissions"));
  BW_TRY_ASSIGN(wanted.expires_at, body.Time("expires_at"));
  BW_TRY_ASSIGN(const ::bearward::keys::NewApiKey made, keys.Create(call.caller(), wanted));
  const Shown shown{made.key, made.value.Reveal()};
  return door::NoStore(door::JsonReply(201, json::ViewText<kKeyMembers>(shown)));
}

Result<Reply> ListKeys(const EnvironmentKeys& keys, const Call& call) {
  BW_TRY_ASSIGN(const auto search, call.Query(door::kSearch));
  BW_TRY_ASSIGN(const auto found, keys.List(call.caller(), search.value_or("")));
  door::ListWriter list;
  for (const model::ApiKey& key : found) json::WriteView<kKeyMembers>(list.items(), Shown{key});
  return list.Finish({});
}

constexpr std::int64_t kUnusedDays = 90;
constexpr std::int64_t kMostDays = 36'500;

Result<Reply> ListUnusedKeys(const EnvironmentKeys& keys, const Call& call) {
  // A misspelt `days` would list the keys of another time.
  constexpr std::array<std::string_view, 1> kFilters = {"days"};
  BW_TRY_ASSIGN(const auto query, door::ParseListQuery(call.request().query, kFilters, true));
  BW_TRY_ASSIGN(const auto text, query.One("days"));
  const auto days = text ? door::ParseInteger(*text) : kUnusedDays;
  if (!days || *days < 1 || *days > kMostDays) {
    return base::Fail(
        base::Invalid("invalid_value", "`days` must be a whole number from 1 to 36500.", {"days"}));
  }
  BW_TRY_ASSIGN(const auto unused,
                keys.ListUnused(call.caller(), call.now() - std::chrono::days(*days)));
  door::ListWriter list;
  for (const UnusedKey& key : unused) json::WriteView<kUnusedMembers>(list.items(), key);
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
