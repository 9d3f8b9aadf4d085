#include "verify/verifier.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/ascii.h"
#include "crypto/hash.h"
#include "crypto/mac.h"

namespace bearward::verify {
namespace {

constexpr std::size_t kUuidLength = 36;

// The digest of a key from its own header. It is tagged, so that the same characters sent as a
// bearer are another question; the case of a GUID does not count.
base::Digest ApiKeyDigest(std::string_view text) {
  std::array<char, kUuidLength> lower{};
  if (text.size() != lower.size()) return crypto::Sha256Parts({"x-api-key", text});
  std::ranges::transform(text, lower.begin(), base::LowerChar);
  return crypto::Sha256Parts({"x-api-key", std::string_view(lower.data(), lower.size())});
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

// Every field by itself and by its length: no two claims share a digest (incident class E1).
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
  return crypto::HmacSha256(key.Reveal(), base::AsBytes(fields));
}

// Whose limit it is stands in the log, for whoever is asked why.
base::Error TooOften(const Verdict& verdict, const model::LimitState& state,
                     std::chrono::seconds wait) {
  std::string_view whose = verdict.principal->subject_id;
  if (state.scope == model::LimitScope::kKey) whose = verdict.credential.id.view();
  if (state.scope == model::LimitScope::kOrganization) whose = verdict.principal->organization.text;
  base::Error error =
      base::Limited(std::string(kRateLimitReason), "Too many requests. Try again later.", wait);
  error.detail = std::string(model::LimitScopeName(state.scope)) + " " + std::string(whose) + " " +
                 model::RateLimitText(state.limit);
  return error;
}

}  // namespace

Verifier::Verifier(Parts parts, Settings settings)
    : parts_(parts),
      settings_(std::move(settings)),
      cache_(settings_.cache_capacity),
      limiter_(parts.clock, settings_.limiter_capacity),
      revocations_(std::make_shared<Revocations>()) {
  parts_.store.OnCommit([revocations = revocations_](std::span<const model::Event> events) {
    revocations->Apply(events);
  });
}

std::optional<Decision> Verifier::TryCached(const Credential& credential,
                                            const Question& question) const {
  // An assertion is good once.
  if (credential.scheme == Scheme::kClientAssertion) return std::nullopt;
  const base::Digest digest = KeyOf(credential, question);
  std::optional<Verdict> verdict = cache_.Find(digest);
  // What is over or touched is asked anew, so that the answer names the reason.
  if (!verdict || parts_.clock.Now() >= verdict->expires_at) return std::nullopt;
  const std::uint64_t epoch = revocations_->Now();
  if (verdict->epoch != epoch) {
    if (revocations_->IsStale(*verdict->principal, verdict->credential.id.view(), verdict->epoch)) {
      return std::nullopt;
    }
    cache_.Confirm(digest, *verdict, epoch);
  }
  return Conclude(*std::move(verdict), question);
}

Decision Verifier::Verify(const Credential& credential, const Question& question,
                          std::string_view peer) {
  if (std::optional<Decision> cached = TryCached(credential, question)) return std::move(*cached);
  // The epoch comes before the facts: a change in between makes the verdict stale at once.
  const std::uint64_t epoch = revocations_->Now();
  base::Result<Resolved> resolved = Resolve(credential, question, peer);
  const base::Digest digest = KeyOf(credential, question);
  if (!resolved) {
    cache_.Erase(digest);
    return Decision::FromError(std::move(resolved).error());
  }
  Verdict verdict{.principal = nullptr,
                  .credential = resolved->credential,
                  .epoch = epoch,
                  .expires_at = RememberUntil(*resolved)};
  verdict.principal = std::make_shared<const model::Principal>(std::move(resolved->principal));
  if (credential.scheme != Scheme::kClientAssertion) cache_.Put(digest, verdict);
  return Conclude(std::move(verdict), question);
}

base::Digest Verifier::KeyOf(const Credential& credential, const Question& question) const {
  switch (credential.scheme) {
    case Scheme::kBearer:
      return crypto::Sha256(credential.token);
    case Scheme::kApiKey:
      return ApiKeyDigest(credential.token);
    case Scheme::kClientSecret:
    case Scheme::kClientAssertion:
      return PasswordDigest(credential, std::nullopt, settings_.password_cache_key);
    case Scheme::kBasic:
    case Scheme::kIntegrator:
      break;
  }
  const auto account = credential.account ? credential.account : question.account;
  return PasswordDigest(credential, account, settings_.password_cache_key);
}

base::Time Verifier::RememberUntil(const Resolved& resolved) const {
  const std::optional<base::Time>& expires_at = resolved.credential.expires_at;
  switch (resolved.principal.credential) {
    case model::CredentialKind::kBasic:
    case model::CredentialKind::kIntegrator:
      return parts_.clock.Now() + settings_.password_memory;
    case model::CredentialKind::kJwt:
      if (const token::Profile* profile = parts_.profiles.Find(resolved.principal.profile)) {
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
    return Decision::Deny(std::move(judged).error());
  }
  std::optional<model::LimitState> limit;
  const auto& limits = verdict.principal->limits;
  if (question.spends && !limits.empty()) {
    base::Result<Spending> spending = limiter_.Spend(limits);
    if (!spending) return Decision::FromError(std::move(spending).error());
    limit = spending->state;
    if (spending->wait) return Decision::Deny(TooOften(verdict, *limit, *spending->wait), limit);
  }
  return Decision::Allow(model::Caller(std::move(verdict.principal), verdict.credential), limit);
}

}  // namespace bearward::verify
