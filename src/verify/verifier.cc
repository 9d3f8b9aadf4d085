#include "verify/verifier.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/ascii.h"
#include "crypto/hash.h"
#include "crypto/mac.h"
#include "verify/memory.h"
#include "verify/refusal.h"

namespace bearward::verify {
namespace {

constexpr std::size_t kUuidLength = 36;

// Tagged marks a digest with the scheme of the hashed text, so that texts of two schemes never
// share a digest: finding two SHA-256 values that differ only in the first byte is as hard as
// finding two equal ones. The digest of a bearer token stays equal to the hash in the store.
base::Digest Tagged(Scheme scheme, base::Digest digest) {
  static_assert(static_cast<std::uint8_t>(Scheme::kBearer) == 0);
  digest[0] ^= static_cast<std::uint8_t>(scheme);
  return digest;
}

// A GUID in X-Api-Key is not case-sensitive.
base::Digest ApiKeyDigest(std::string_view text) {
  std::array<char, kUuidLength> lower{};
  if (text.size() != lower.size()) return crypto::Sha256(text);
  std::ranges::transform(text, lower.begin(), base::LowerChar);
  return crypto::Sha256(std::string_view(lower.data(), lower.size()));
}

std::string_view SchemeTag(Scheme scheme) {
  switch (scheme) {
    case Scheme::kBasic:
      return "basic";
    case Scheme::kIntegrator:
      return "integrator";
    case Scheme::kClientSecret:
      return "client secret";
    case Scheme::kClientAssertion:
      return "client assertion";
    case Scheme::kBearer:
    case Scheme::kApiKey:
      break;
  }
  return "token";
}

// Each field is hashed separately and with its length: no two claims share a digest (incident class
// E1).
base::Digest PasswordDigest(const Credential& credential, std::optional<std::int64_t> account,
                            const base::Secret& key) {
  std::array<char, 24> number{};
  std::size_t digits = 0;
  if (account) {
    const auto end = std::to_chars(number.data(), number.data() + number.size(), *account).ptr;
    digits = static_cast<std::size_t>(end - number.data());
  }
  const base::Digest fields =
      crypto::Sha256Parts({SchemeTag(credential.scheme), credential.environment.text,
                           credential.login, credential.password.Reveal(),
                           account ? "account" : "home", std::string_view(number.data(), digits)});
  if (!credential.as_sent) return crypto::HmacSha256(key.Reveal(), base::AsBytes(fields));
  const base::Digest both =
      crypto::Sha256Parts({"as sent", base::AsBytes(fields), credential.as_sent->login,
                           credential.as_sent->password.Reveal()});
  return crypto::HmacSha256(key.Reveal(), base::AsBytes(both));
}

// The detail names the owner of the limit, for the log.
base::Error TooOften(const model::Principal& principal, std::string_view credential,
                     const model::LimitState& state, std::chrono::seconds wait) {
  std::string_view whose = principal.subject_id;
  if (state.scope == model::LimitScope::kKey) whose = credential;
  if (state.scope == model::LimitScope::kOrganization) whose = principal.organization->text;
  base::Error error =
      base::Limited(std::string(kRateLimitReason), "Too many requests. Try again later.", wait);
  error.detail = std::string(base::Word(state.scope)) + " " + std::string(whose) + " " +
                 model::RateLimitText(state.limit);
  return error;
}

}  // namespace

Verifier::Verifier(Parts parts, Settings settings)
    : parts_(parts),
      settings_(std::move(settings)),
      cache_(settings_.cache_capacity),
      limiter_(parts.clock, settings_.limiter_capacity),
      memory_(std::make_shared<Memory>()),
      standings_(memory_->revocations),
      client_secrets_(parts.store, parts.clock),
      usage_(std::make_unique<Usage>(parts.store)),
      refusals_(std::make_unique<RefusalLog>(parts.store, parts.clock)) {
  parts_.store.OnCommit([memory = memory_](std::span<const model::Event> events) {
    // Before the epoch is published: a thread that reads the epoch must find the revoked tokens.
    memory->revoked.Apply(events);
    memory->revocations.Apply(events);
  });
  parts_.store.OnBirth([memory = memory_](std::span<const base::Digest> born) {
    memory->rejected_tokens.Apply(born);
    memory->rejected_keys.Apply(born);
  });
}

void Verifier::ForgetRefusals() {
  memory_->rejected_tokens.Apply({});
  memory_->rejected_keys.Apply({});
}

std::optional<Decision> Verifier::TryCached(const Credential& credential,
                                            const Question& question) const {
  // An assertion is valid only once, so it is never cached.
  if (credential.scheme == Scheme::kClientAssertion) return std::nullopt;
  const base::Digest digest = KeyOf(credential, question);
  if (auto recalled = Recall(digest, credential, question)) return recalled;
  const std::uint64_t epoch = memory_->revocations.Now();
  auto resolved = ResolveFromMemory(credential);
  if (!resolved) return std::nullopt;
  if (!*resolved) {
    NoteIfOver(digest, credential.scheme, resolved->error());
    return Decision::FromError(std::move(*resolved).error());
  }
  return Conclude(Remember(digest, credential, **std::move(resolved), epoch, question.spends),
                  question);
}

Decision Verifier::Verify(const Credential& credential, const Question& question,
                          std::string_view peer) {
  const base::Digest digest = KeyOf(credential, question);
  if (auto recalled = Recall(digest, credential, question)) return *std::move(recalled);
  base::Result<Verdict> verdict = AskForAll(digest, credential, question, peer);
  if (!verdict) return Decision::FromError(std::move(verdict).error());
  return Conclude(*std::move(verdict), question);
}

std::optional<Decision> Verifier::Recall(const base::Digest& digest, const Credential& credential,
                                         const Question& question) const {
  if (auto verdict = FindLive(digest, question.spends))
    return Conclude(*std::move(verdict), question);
  if (auto known = CheckNegativeCache(digest, credential); !known) {
    return Decision::Deny(std::move(known).error());
  }
  return std::nullopt;
}

std::optional<Verdict> Verifier::FindLive(const base::Digest& digest, bool is_use) const {
  const base::Time now = parts_.clock.Now();
  std::optional<Verdict> verdict = cache_.Find(digest, is_use ? std::optional(now) : std::nullopt);
  // An expired or stale verdict is a cache miss; the slow path then returns the reason.
  if (!verdict || now >= verdict->expires_at) return std::nullopt;
  const std::uint64_t epoch = memory_->revocations.Now();
  const std::string_view id = verdict->credential.id.view();
  if (verdict->epoch != epoch) {
    if (memory_->revocations.IsStale(*verdict->principal, id, verdict->epoch)) return std::nullopt;
    cache_.Confirm(digest, *verdict, epoch);
  }
  if (verdict->use_is_due) usage_->Note(verdict->principal, id, now);
  return verdict;
}

// Denies malformed credentials and hits of the negative cache.
base::Status Verifier::CheckNegativeCache(const base::Digest& digest,
                                          const Credential& credential) const {
  std::optional<std::string_view> end;
  switch (FormOf(credential)) {
    case Form::kReference:
    case Form::kJwt:
      end = memory_->rejected_tokens.Find(digest, parts_.clock.Ticks());
      break;
    case Form::kSecretKey:
    case Form::kUserKey:
      end = memory_->rejected_keys.Find(StoredHashOf(credential), parts_.clock.Ticks());
      break;
    case Form::kMalformed:
      end = "malformed_token";
      break;
    case Form::kPassword:
    case Form::kClientSecret:
    case Form::kClientAssertion:
      break;
  }
  if (end) return Refuse(std::string(*end));
  return {};
}

// Some clients keep sending an expired token. A JWT gets here only if its signature is valid, so
// invented tokens cannot fill the negative cache.
void Verifier::NoteIfOver(const base::Digest& digest, Scheme scheme,
                          const base::Error& error) const {
  const auto reason = OverReason(error.reason);
  if (!reason || scheme != Scheme::kBearer) return;
  memory_->rejected_tokens.NoteOver(digest, *reason, parts_.clock.Ticks());
}

base::Result<Verdict> Verifier::AskForAll(const base::Digest& digest, const Credential& credential,
                                          const Question& question, std::string_view peer) {
  const auto ask = [&] { return Ask(digest, credential, question, peer); };
  const Form form = FormOf(credential);
  // Single-flight would accept one assertion twice.
  if (form == Form::kClientAssertion) return ask();
  // Failures of these are counted per address, so single-flight is per address.
  const bool counted = form == Form::kPassword || form == Form::kClientSecret;
  const base::Digest flight = counted ? crypto::Sha256Parts({base::AsBytes(digest), peer}) : digest;
  auto [verdict, led] = single_flight_.Join(flight, parts_.store.commits(), ask);
  // The verdict may have expired while this thread waited for it.
  if (!led && verdict && parts_.clock.Now() >= verdict->expires_at) return ask();
  return std::move(verdict);
}

base::Result<Verdict> Verifier::Ask(const base::Digest& digest, const Credential& credential,
                                    const Question& question, std::string_view peer) {
  // The epoch is read before the facts: a change in between makes the verdict stale at once.
  const std::uint64_t epoch = memory_->revocations.Now();
  base::Result<Resolved> resolved = Resolve(credential, question, peer, epoch);
  if (!resolved) {
    cache_.Erase(digest);
    NoteIfOver(digest, credential.scheme, resolved.error());
    return base::Fail(std::move(resolved).error());
  }
  return Remember(digest, credential, *std::move(resolved), epoch, question.spends);
}

Verdict Verifier::Remember(const base::Digest& digest, const Credential& credential,
                           Resolved resolved, std::uint64_t epoch, bool spends) const {
  const base::Time until = RememberUntil(resolved);
  const Verdict verdict{.principal = std::move(resolved.principal),
                        .credential = resolved.credential,
                        .epoch = epoch,
                        .expires_at = until};
  const base::Time now = parts_.clock.Now();
  if (credential.scheme != Scheme::kClientAssertion) cache_.Put(digest, verdict, now, spends);
  if (spends) usage_->Note(verdict.principal, verdict.credential.id.view(), now);
  return verdict;
}

base::Digest Verifier::KeyOf(const Credential& credential, const Question& question) const {
  switch (credential.scheme) {
    case Scheme::kBearer:
      return crypto::Sha256(credential.token);
    case Scheme::kApiKey:
      return Tagged(credential.scheme, ApiKeyDigest(credential.token));
    case Scheme::kClientSecret:
    case Scheme::kClientAssertion:
      return Tagged(credential.scheme,
                    PasswordDigest(credential, std::nullopt, settings_.password_cache_key));
    case Scheme::kBasic:
    case Scheme::kIntegrator:
      break;
  }
  const auto account = credential.account ? credential.account : question.account;
  return Tagged(credential.scheme,
                PasswordDigest(credential, account, settings_.password_cache_key));
}

base::Time Verifier::RememberUntil(const Resolved& resolved) const {
  const std::optional<base::Time>& expires_at = resolved.credential.expires_at;
  switch (resolved.principal->credential) {
    case model::CredentialKind::kBasic:
    case model::CredentialKind::kIntegrator:
      return parts_.clock.Now() + settings_.password_memory;
    case model::CredentialKind::kJwt:
      if (const token::Profile* profile = parts_.profiles.Find(resolved.principal->profile)) {
        return *expires_at + profile->leeway;
      }
      break;
    case model::CredentialKind::kReference:
    case model::CredentialKind::kApiKey:
    case model::CredentialKind::kClientSecret:
    case model::CredentialKind::kClientAssertion:
      break;
  }
  return expires_at.value_or(base::Time::max());
}

Decision Verifier::Conclude(Verdict verdict, const Question& question) const {
  if (base::Status judged = Judge(*verdict.principal, question); !judged) {
    return Decision::DenyKnown(model::Caller(std::move(verdict.principal), verdict.credential),
                               std::move(judged).error());
  }
  std::optional<model::LimitState> limit;
  const auto& limits = verdict.principal->limits;
  if (question.spends && !limits.empty()) {
    base::Result<Spending> spending = limiter_.Spend(limits);
    if (!spending) return Decision::FromError(std::move(spending).error());
    limit = spending->state;
    if (spending->wait) {
      base::Error error =
          TooOften(*verdict.principal, verdict.credential.id.view(), *limit, *spending->wait);
      return Decision::DenyKnown(model::Caller(std::move(verdict.principal), verdict.credential),
                                 std::move(error), limit);
    }
  }
  return Decision::Allow(model::Caller(std::move(verdict.principal), verdict.credential), limit);
}

base::Result<std::optional<model::LimitState>> Verifier::Spend(const model::Principal& principal) {
  if (principal.limits.empty()) return std::nullopt;
  BW_TRY_ASSIGN(const Spending spending, limiter_.Spend(principal.limits));
  if (!spending.wait) return spending.state;
  return base::Fail(TooOften(principal, "", *spending.state, *spending.wait));
}

}  // namespace bearward::verify
