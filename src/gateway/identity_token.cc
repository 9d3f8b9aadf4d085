#include "gateway/identity_token.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "base/time.h"
#include "json/writer.h"
#include "token/jwt.h"

namespace bearward::gateway {
namespace {

using std::chrono::seconds;

constexpr std::size_t kShards = 64;
// Of all shards together. An entry has about half a kilobyte plus the principal: about 20 MiB in
// total at most.
constexpr std::size_t kMostTokens = 16'384;

// Key identifies a credential at a policy, without an allocation. Its parts have bounded lengths:
// our own ids and the name of a policy.
class Key {
 public:
  Key(const model::Caller& caller, const model::Policy& policy) {
    Append(caller.credential_id());
    Append("\n");
    Append(policy.environment.text);
    Append("\n");
    Append(policy.id);
  }
  // view is empty when the parts do not fit; then nothing is cached.
  std::string_view view() const {
    return fits_ ? std::string_view(text_.data(), size_) : std::string_view();
  }

 private:
  void Append(std::string_view part) {
    fits_ = fits_ && part.size() <= text_.size() - size_;
    if (!fits_) return;
    std::ranges::copy(part, text_.data() + size_);
    size_ += part.size();
  }
  std::array<char, 256> text_{};
  std::size_t size_ = 0;
  bool fits_ = true;
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};

// Entry keeps the principal for which the token was signed: a change of the principal makes the
// entry invalid.
struct Entry {
  model::Principal principal;
  std::string token;
  base::Time use_until;
};

std::int64_t SecondOf(base::Time time) { return base::ToMillis(time) / 1000; }

}  // namespace

struct alignas(64) IdentityTokens::Shard {
  std::mutex mutex;
  std::unordered_map<std::string, Entry, TextHash, std::equal_to<>> entries;

  static Shard& Of(const std::unique_ptr<Shard[]>& shards, std::string_view key) {
    return shards[TextHash()(key) % kShards];
  }
};

IdentityTokens::IdentityTokens(Parts parts, std::string issuer)
    : parts_(parts), issuer_(std::move(issuer)), shards_(std::make_unique<Shard[]>(kShards)) {}

IdentityTokens::~IdentityTokens() = default;

std::optional<std::string> IdentityTokens::Remembered(const model::Caller& caller,
                                                      const model::Policy& policy) const {
  const Key key(caller, policy);
  Shard& shard = Shard::Of(shards_, key.view());
  const std::lock_guard lock(shard.mutex);
  const auto found = shard.entries.find(key.view());
  if (found == shard.entries.end() || parts_.clock.Now() >= found->second.use_until ||
      found->second.principal != caller.principal()) {
    return std::nullopt;
  }
  return found->second.token;
}

base::Result<std::string> IdentityTokens::Get(const model::Caller& caller,
                                              const model::Policy& policy) {
  if (auto remembered = Remembered(caller, policy)) return *std::move(remembered);
  const token::Profile* const profile = parts_.profiles.Find(token::kGatewayIdentity);
  if (profile == nullptr) return base::Fail(base::Internal("no profile of identity tokens"));
  const base::Time now = std::chrono::floor<seconds>(parts_.clock.Now());
  const Life life{now, std::min(now + profile->access_lifetime,
                                caller.expires_at().value_or(base::Time::max()))};
  BW_TRY_ASSIGN(std::string signed_token, Sign(caller, policy, *profile, life));

  const Key key(caller, policy);
  // A password has no credential id, so two password callers would share an entry.
  if (key.view().empty() || caller.credential_id().empty()) return signed_token;
  Shard& shard = Shard::Of(shards_, key.view());
  const std::lock_guard lock(shard.mutex);
  if (shard.entries.size() >= kMostTokens / kShards) shard.entries.clear();
  shard.entries.insert_or_assign(
      std::string(key.view()),
      Entry{caller.principal(), signed_token, life.from + (life.to - life.from) / 2});
  return signed_token;
}

base::Result<std::string> IdentityTokens::Sign(const model::Caller& caller,
                                               const model::Policy& policy,
                                               const token::Profile& profile,
                                               const Life& life) const {
  BW_TRY_ASSIGN(const auto key, parts_.keys.ForSigning(policy.environment, profile.name));
  const model::Principal& principal = caller.principal();
  std::string payload;
  json::Writer writer(payload);
  writer.BeginObject().Key("iss").String(issuer_).Key("sub").String(principal.subject_id);
  writer.Key("aud").String(policy.id).Key("env").String(principal.environment->text);
  if (!principal.organization->empty()) writer.Key("org").String(principal.organization->text);
  writer.Key("roles").BeginArray();
  for (const std::string& role : principal.roles) writer.String(role);
  writer.EndArray();
  writer.Key("iat").Int(SecondOf(life.from)).Key("exp").Int(SecondOf(life.to)).EndObject();
  return token::WriteJwt(payload, key->kid, key->key, profile.typ);
}

}  // namespace bearward::gateway
