#include "dialects/v1/signing_keys.h"

#include <algorithm>
#include <string_view>

#include "base/time.h"
#include "base/words.h"
#include "dialects/v1/guard.h"
#include "door/list_contract.h"
#include "door/list_query.h"
#include "json/view.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;
using json::kFlag;
using json::kText;
using json::ObjectOf;
using json::Optional;
using json::OrNull;

// Shown is a signing key at a time, which determines its state.
struct Shown {
  const token::SigningKeyEntry& key;
  base::Time now;

  std::string_view state() const {
    if (key.active_from > now) return "next";
    return now < key.retire_at ? "signs" : "verifies";
  }
};
const token::SigningKeyEntry& KeyOf(const Shown& shown) { return shown.key; }
std::string_view AlgorithmOf(const Shown& shown) { return base::Word(shown.key.key.algorithm()); }

using Entry = token::SigningKeyEntry;
using View = json::View<Shown>;
constexpr View::Member kMembers[] = {
    View::Object<"signing_key">(),
    View::Of<&KeyOf, &Entry::kid>("id", "The kid of the tokens that it signs."),
    View::Of<&KeyOf, &Entry::profile>("profile", "The kind of tokens that it signs."),
    View::Of<&AlgorithmOf>("algorithm"),
    View::OneOf<&Shown::state, "next", "signs", "verifies">("state"),
    View::Of<&KeyOf, &Entry::active_from>("active_from"),
    View::Of<&KeyOf, &Entry::retire_at>("retire_at"),
    View::Of<&KeyOf, &Entry::forget_at>("forget_at")};
constexpr json::Schema kSigningKey = json::kSchemaOf<kMembers, "SigningKey">;
constexpr json::Schema kList = ObjectOf(door::kListMembers<kSigningKey>, "SigningKeyList");
constexpr json::Property kRotationMembers[] = {
    Optional("profile", OrNull(kText), "Only the keys of this kind of tokens."),
    Optional("at_once", OrNull(kFlag),
             "The new keys sign at once, before verifiers can have read them.")};
constexpr json::Schema kRotation = ObjectOf(kRotationMembers);

constinit const door::Contract kListSigningKeys = {
    .body = &json::kNoMembers, .successes = door::kAnswer<200, "The signing keys.", kList>};
constinit const door::Contract kReadSigningKey = {
    .body = &json::kNoMembers, .successes = door::kAnswer<200, "The signing key.", kSigningKey>};
constinit const door::Contract kRotateSigningKeys = {
    .body = &kRotation,
    .successes = door::kAnswer<200, "The signing keys after it.", kList>,
    .errors = door::kStatuses<404>};

Result<Reply> Encode(const Call& call, const keys::SigningKeys::Entries& entries) {
  door::ListWriter list;
  for (const auto& entry : entries) {
    json::WriteView<kMembers>(list.items(), Shown{*entry, call.now()});
  }
  return list.Finish({});
}

Result<Reply> ReadKey(const keys::SigningKeys& keys, const Call& call) {
  BW_TRY_ASSIGN(const auto entries, keys.List(call.caller()));
  const auto found = std::ranges::find_if(
      entries, [id = call.Param("id")](const auto& entry) { return entry->kid == id; });
  if (found == entries.end()) {
    return base::Fail(base::NotFound("signing_key_not_found", "No such signing key."));
  }
  return door::JsonReply(200, json::ViewText<kMembers>(Shown{**found, call.now()}));
}

Result<Reply> ListKeys(const keys::SigningKeys& keys, const Call& call) {
  BW_TRY_ASSIGN(const auto entries, keys.List(call.caller()));
  return Encode(call, entries);
}

Result<Reply> RotateKeys(const keys::SigningKeys& keys, const Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const auto profile, body.Text("profile"));
  BW_TRY_ASSIGN(const auto at_once, body.Flag("at_once"));
  const auto renewal = at_once.value_or(false) ? token::Renewal::kAtOnce : token::Renewal::kAhead;
  BW_TRY_ASSIGN(const auto entries, keys.Rotate(call.caller(), profile.value_or(""), renewal));
  return Encode(call, entries);
}

}  // namespace

std::vector<door::Route> SigningKeyRoutes(const keys::SigningKeys& keys,
                                          const door::Dialect& dialect) {
  using enum http::Method;
  constexpr auto kOn = door::RunOn::kWorker;
  return {{kGet, "/v1/signing_keys", TokenOrKey(), kOn,
           [&keys](Call& call) { return ListKeys(keys, call); }, "v1.list_signing_keys",
           "List the signing keys, without their private parts", &kListSigningKeys, &dialect},
          {kGet, "/v1/signing_keys/{id}", TokenOrKey(), kOn,
           [&keys](Call& call) { return ReadKey(keys, call); }, "v1.read_signing_key",
           "Read a signing key, without its private part", &kReadSigningKey, &dialect},
          {kPost, "/v1/signing_keys/rotate", TokenOrKey(), kOn,
           [&keys](Call& call) { return RotateKeys(keys, call); }, "v1.rotate_signing_keys",
           "Replace the signing keys before their time", &kRotateSigningKeys, &dialect}};
}

}  // namespace bearward::dialects::v1
