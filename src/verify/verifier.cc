#include "verify/verifier.h"

#include <cstdint>
#include <span>
#include <utility>

#include "base/digest.h"
#include "base/single_flight.h"
#include "crypto/hash.h"
#include "model/operator.h"
#include "verify/class_limits.h"
#include "verify/client.h"
#include "verify/limiter.h"
#include "verify/negative_cache.h"
#include "verify/refusal.h"
#include "verify/refusal_log.h"
#include "verify/resolver.h"
#include "verify/revocations.h"
#include "verify/subject.h"
#include "verify/subject_cache.h"
#include "verify/token_resolver.h"
#include "verify/usage.h"
#include "verify/verdict_cache.h"

namespace bearward::verify {
namespace {

base::Error RateLimited(std::chrono::seconds wait) {
  return base::Limited(std::string(RefusalWord(Refusal::kRateLimited)),
                       "Too many requests. Try again later.", wait);
}

// The detail names the owner of the limit, for the log.
base::Error TooOften(const model::Principal& principal, std::string_view credential,
                     const model::LimitState& state, std::chrono::seconds wait) {
  using enum model::LimitScope;
  std::string_view whose = principal.subject_id;
  if (state.scope == kKey || state.scope == kRequests || state.scope == kDeletions) {
    whose = credential;
  }
  if (state.scope == kOrganization) whose = principal.organization->text;
  base::Error error = RateLimited(wait);
  error.detail = std::string(base::Word(state.scope)) + " " + std::string(whose) + " " +
                 model::RateLimitText(state.limit);
  return error;
}

// About 8 MB.
constexpr std::size_t kNamedBuckets = 100'000;

std::optional<std::int64_t> AccountOf(const Credential& credential, const Question& question) {
  return credential.account ? credential.account : question.account;
}

}  // namespace

// Impl is the verifier. TryCached and Verify look at the verdict cache and the negative cache
// first; then TryCached may check a new token from memory, and Verify asks the resolver, once for
// all concurrent requests. Conclude evaluates the question on the verdict.
class Verifier::Impl {
 public:
  Impl(Parts parts, Settings settings)
      : parts_(parts),
        settings_(std::move(settings)),
        revocations_(std::make_shared<Revocations>()),
        subjects_(*revocations_),
        verdicts_(subjects_, settings_.cache_capacity),
        limiter_(parts.clock, settings_.limiter_capacity),
        named_limiter_(parts.clock, kNamedBuckets),
        client_secrets_(parts.store, parts.clock),
        usage_(parts.store),
        refusals_(parts.store, parts.clock),
        tokens_({parts.store, parts.profiles, parts.keys, parts.clock, revocations_->tokens(),
                 subjects_},
                settings_.issuer),
        resolver_({parts.store, parts.clock, parts.passwords, client_secrets_, tokens_}) {
    parts_.store.OnCommit([revocations = revocations_](std::span<const model::Event> events) {
      revocations->Apply(events);
    });
  }

  std::optional<Decision> TryCached(const Credential& credential, const Question& question) {
    // Memory may lack a revocation by another node. Verify waits until it is current.
    if (!parts_.store.IsCurrent()) return std::nullopt;
    // An assertion is valid only once, so it is never cached.
    if (credential.scheme == Scheme::kClientAssertion) return std::nullopt;
    const base::Digest digest = KeyOf(credential, question);
    if (auto recalled = Recall(digest, credential, question)) return recalled;
    const std::uint64_t epoch = revocations_->Now();
    auto resolved = tokens_.FromMemory(credential);
    if (!resolved) return std::nullopt;
    if (!*resolved) {
      NoteIfPermanent(digest, credential.scheme, resolved->error());
      return Decision::FromError(std::move(*resolved).error());
    }
    return Conclude(Remember(digest, credential, **std::move(resolved), epoch, question.spends),
                    question, parts_.clock.Now());
  }

  Decision Verify(const Credential& credential, const Question& question, std::string_view peer) {
    if (auto current = parts_.store.AwaitCurrent(); !current) {
      return Decision::FromError(std::move(current).error());
    }
    const base::Digest digest = KeyOf(credential, question);
    if (auto recalled = Recall(digest, credential, question)) return *std::move(recalled);
    base::Result<Verdict> verdict = LookUpOnce(digest, credential, question, peer);
    if (!verdict) {
      NoteRefusedKey(verdict.error(), question);
      return Decision::FromError(std::move(verdict).error());
    }
    return Conclude(*std::move(verdict), question, parts_.clock.Now());
  }

  Decision ForOperator(const model::EnvironmentId& environment, const Question& question) {
    const std::uint64_t epoch = revocations_->Now();
    auto subject = parts_.store.Read(
        [&](store::ReadTx& tx) { return LoadEnvironmentSubject(tx, environment); });
    if (!subject) return Decision::FromError(std::move(subject).error());
    subject->principal.credential = model::CredentialKind::kApiKey;
    return Decide(
        {.principal = std::make_shared<const model::Principal>(std::move(subject->principal)),
         .credential = {.id = base::ShortText<39>(model::kOperatorCredential), .expires_at = {}},
         .epoch = epoch,
         .expires_at = base::Time::max()},
        question);
  }

  base::Result<std::optional<model::LimitState>> Spend(const model::Principal& principal) {
    if (principal.limits.empty()) return std::nullopt;
    BW_TRY_ASSIGN(const Spending spending, limiter_.Spend(principal.limits));
    if (!spending.wait) return spending.state;
    return base::Fail(TooOften(principal, "", *spending.state, *spending.wait));
  }

  // The typed name is not logged, because people type passwords into the wrong field.
  SignInPermit SpendSignIn(const model::EnvironmentId& environment, std::string_view name) {
    constexpr auto kScope = model::LimitScope::kSignIns;
    const auto& limit = settings_.class_limits[kScope];
    if (!limit) return {};
    const model::AppliedLimit applied[] = {NamedLimit(kScope, *limit, environment, name)};
    const auto spending = named_limiter_.Spend(applied);
    if (!spending) return {base::Fail(spending.error()), {}};
    if (!spending->wait) return {{}, spending->state};
    base::Error error = RateLimited(*spending->wait);
    error.detail = std::string(base::Word(kScope)) + " " + model::RateLimitText(*limit);
    return {base::Fail(std::move(error)), spending->state};
  }

  base::Status Warm() { return revocations_->tokens().Load(parts_.store, parts_.clock.Ticks()); }

 private:
  friend class Verifier;

  base::Digest KeyOf(const Credential& credential, const Question& question) const {
    return CacheKeyOf(credential, AccountOf(credential, question), settings_.password_cache_key);
  }
  std::optional<Decision> Recall(const base::Digest& digest, const Credential& credential,
                                 const Question& question);
  std::optional<Verdict> FindLive(const base::Digest& digest, bool is_use, base::Time now);
  base::Status CheckNegativeCache(const base::Digest& digest, const Credential& credential) const;
  void NoteIfPermanent(const base::Digest& digest, Scheme scheme, const base::Error& error);
  base::Result<Verdict> LookUpOnce(const base::Digest& digest, const Credential& credential,
                                   const Question& question, std::string_view peer);
  base::Result<Verdict> LookUp(const base::Digest& digest, const Credential& credential,
                               const Question& question, std::string_view peer);
  Verdict Remember(const base::Digest& digest, const Credential& credential, Resolved resolved,
                   std::uint64_t epoch, bool spends);
  base::Time RememberUntil(const Resolved& resolved) const;
  base::Result<Spending> Take(const Verdict& verdict, const Question& question);
  Decision Conclude(Verdict verdict, const Question& question, base::Time now);
  Decision Decide(Verdict verdict, const Question& question);
  void NoteRefusedKey(const base::Error& error, const Question& question);
  static model::Caller CallerOf(Verdict&& verdict);

  const Parts parts_;
  const Settings settings_;
  // Shared with the listener of the store, which may outlive the verifier.
  const std::shared_ptr<Revocations> revocations_;
  SubjectCache subjects_;
  VerdictCache verdicts_;
  NegativeCache rejected_;
  base::SingleFlight<Verdict> lookups_;
  Limiter limiter_;
  // Anyone who reaches a sign-in chooses names, so their buckets must not take the space of others.
  Limiter named_limiter_;
  ClientSecrets client_secrets_;
  Usage usage_;
  RefusalLog refusals_;
  TokenResolver tokens_;
  Resolver resolver_;
};

std::optional<Decision> Verifier::Impl::Recall(const base::Digest& digest,
                                               const Credential& credential,
                                               const Question& question) {
  const base::Time now = parts_.clock.Now();
  if (auto verdict = FindLive(digest, question.spends, now)) {
    return Conclude(*std::move(verdict), question, now);
  }
  if (auto known = CheckNegativeCache(digest, credential); !known) {
    return Decision::Deny(std::move(known).error());
  }
  return std::nullopt;
}

std::optional<Verdict> Verifier::Impl::FindLive(const base::Digest& digest, bool is_use,
                                                base::Time now) {
  std::optional<Verdict> verdict =
      verdicts_.Find(digest, is_use ? std::optional(now) : std::nullopt);
  // An expired or stale verdict is a cache miss; the slow path then returns the reason.
  if (!verdict || now >= verdict->expires_at) return std::nullopt;
  const std::uint64_t epoch = revocations_->Now();
  const std::string_view id = verdict->credential.id.view();
  if (verdict->epoch != epoch) {
    if (revocations_->IsStale(*verdict->principal, id, verdict->epoch)) return std::nullopt;
    verdicts_.Confirm(digest, *verdict, epoch);
    verdict->epoch = epoch;
  }
  if (verdict->use_is_due) usage_.Note(verdict->principal, id, now);
  return verdict;
}

// Denies malformed credentials and hits of the negative cache.
base::Status Verifier::Impl::CheckNegativeCache(const base::Digest& digest,
                                                const Credential& credential) const {
  std::optional<Refusal> refusal;
  switch (FormOf(credential)) {
    case Form::kReference:
    case Form::kJwt:
      refusal = rejected_.Find(digest, parts_.clock.Ticks());
      break;
    case Form::kMalformed:
      refusal = Refusal::kMalformedToken;
      break;
    case Form::kSecretKey:
    case Form::kUserKey:
    case Form::kOrganizationKey:
    case Form::kPassword:
    case Form::kClientSecret:
    case Form::kClientAssertion:
      break;
  }
  if (refusal) return Refuse(*refusal);
  return {};
}

// Some clients keep sending an expired token. A JWT gets here only if its signature is valid, so
// invented tokens cannot fill the negative cache.
void Verifier::Impl::NoteIfPermanent(const base::Digest& digest, Scheme scheme,
                                     const base::Error& error) {
  if (scheme != Scheme::kBearer) return;
  const auto refusal = ParseRefusal(error.reason);
  if (refusal) rejected_.Put(digest, *refusal, parts_.clock.Ticks());
}

base::Result<Verdict> Verifier::Impl::LookUpOnce(const base::Digest& digest,
                                                 const Credential& credential,
                                                 const Question& question, std::string_view peer) {
  const auto look_up = [&] { return LookUp(digest, credential, question, peer); };
  const Form form = FormOf(credential);
  // Single-flight would accept one assertion twice.
  if (form == Form::kClientAssertion) return look_up();
  // Failures of these are counted per address, so single-flight is per address.
  const bool counted = form == Form::kPassword || form == Form::kClientSecret;
  const base::Digest flight = counted ? crypto::Sha256Parts({base::AsBytes(digest), peer}) : digest;
  auto [verdict, led] = lookups_.Join(flight, parts_.store.commits(), look_up);
  // The verdict may have expired while this thread waited for it.
  if (!led && verdict && parts_.clock.Now() >= verdict->expires_at) return look_up();
  return std::move(verdict);
}

base::Result<Verdict> Verifier::Impl::LookUp(const base::Digest& digest,
                                             const Credential& credential, const Question& question,
                                             std::string_view peer) {
  // The epoch is read before the facts: a change in between makes the verdict stale at once.
  const std::uint64_t epoch = revocations_->Now();
  base::Result<Resolved> resolved =
      resolver_.Resolve({credential, AccountOf(credential, question), peer, epoch});
  if (!resolved) {
    verdicts_.Erase(digest);
    NoteIfPermanent(digest, credential.scheme, resolved.error());
    return base::Fail(std::move(resolved).error());
  }
  return Remember(digest, credential, *std::move(resolved), epoch, question.spends);
}

Verdict Verifier::Impl::Remember(const base::Digest& digest, const Credential& credential,
                                 Resolved resolved, std::uint64_t epoch, bool spends) {
  const base::Time until = RememberUntil(resolved);
  const Verdict verdict{.principal = std::move(resolved.principal),
                        .credential = resolved.credential,
                        .epoch = epoch,
                        .expires_at = until};
  const base::Time now = parts_.clock.Now();
  if (credential.scheme != Scheme::kClientAssertion) verdicts_.Put(digest, verdict, now, spends);
  if (spends) usage_.Note(verdict.principal, verdict.credential.id.view(), now);
  return verdict;
}

base::Time Verifier::Impl::RememberUntil(const Resolved& resolved) const {
  const std::optional<base::Time>& expires_at = resolved.credential.expires_at;
  switch (resolved.principal->credential) {
    case model::CredentialKind::kBasic:
    case model::CredentialKind::kIntegrator:
      return std::min(parts_.clock.Now() + settings_.password_memory,
                      expires_at.value_or(base::Time::max()));
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

model::Caller Verifier::Impl::CallerOf(Verdict&& verdict) {
  return {std::move(verdict.principal), verdict.credential, verdict.epoch};
}

// Only a row that belongs to classes of requests pays for computing their buckets.
base::Result<Spending> Verifier::Impl::Take(const Verdict& verdict, const Question& question) {
  const auto& limits = verdict.principal->limits;
  if (question.limits == 0) return limiter_.Spend(limits);
  const RequestLimits all(*verdict.principal, verdict.credential.id.view(), question.limits,
                          settings_.class_limits);
  return all.span().empty() ? Spending() : limiter_.Spend(all.span());
}

// A known key that is refused, for example because it has expired. A key that this server did not
// issue has no id. Other credentials claim the id of a user or application, which KeyUsage ignores.
// A storage failure after the key was found is no refusal.
void Verifier::Impl::NoteRefusedKey(const base::Error& error, const Question& question) {
  const Reason reason = ReasonOf(error);
  const bool refused = !error.claimed.empty() && reason != Reason::kUnavailable;
  if (question.spends && refused) {
    usage_.by_key().NoteDenial(error.claimed, reason, parts_.clock.Now());
  }
}

Decision Verifier::Impl::Conclude(Verdict verdict, const Question& question, base::Time now) {
  const bool counts =
      question.spends && verdict.principal->credential == model::CredentialKind::kApiKey;
  if (!counts) return Decide(std::move(verdict), question);
  const base::ShortText<39> id = verdict.credential.id;
  Decision decision = Decide(std::move(verdict), question);
  if (decision.allowed()) {
    usage_.by_key().NoteUse(id.view(), now);
  } else if (!decision.unknown()) {
    usage_.by_key().NoteDenial(id.view(), ReasonOf(decision.error()), now);
  }
  return decision;
}

Decision Verifier::Impl::Decide(Verdict verdict, const Question& question) {
  if (base::Status judged = Judge(*verdict.principal, question); !judged) {
    return Decision::DenyKnown(CallerOf(std::move(verdict)), std::move(judged).error());
  }
  std::optional<model::LimitState> limit;
  if (question.spends && (question.limits != 0 || !verdict.principal->limits.empty())) {
    base::Result<Spending> spending = Take(verdict, question);
    if (!spending) return Decision::FromError(std::move(spending).error());
    limit = spending->state;
    if (spending->wait) {
      base::Error error =
          TooOften(*verdict.principal, verdict.credential.id.view(), *limit, *spending->wait);
      return Decision::DenyKnown(CallerOf(std::move(verdict)), std::move(error), limit);
    }
  }
  return Decision::Allow(CallerOf(std::move(verdict)), limit);
}

Verifier::Verifier(Parts parts, Settings settings)
    : impl_(std::make_unique<Impl>(parts, std::move(settings))) {}

Verifier::~Verifier() = default;

base::Status Verifier::Warm() { return impl_->Warm(); }

bool Verifier::Watch::IsUnchanged(const model::Caller& caller) const {
  return !revocations_->IsStale(caller.principal(), caller.credential_id(), caller.epoch_);
}

Verifier::Watch Verifier::watch() const { return Watch(impl_->revocations_); }

void Verifier::ForgetRefusals() { impl_->rejected_.Clear(); }

std::optional<Decision> Verifier::TryCached(const Credential& credential,
                                            const Question& question) const {
  return impl_->TryCached(credential, question);
}

Decision Verifier::Verify(const Credential& credential, const Question& question,
                          std::string_view peer) {
  return impl_->Verify(credential, question, peer);
}

Decision Verifier::ForOperator(const model::EnvironmentId& environment, const Question& question) {
  return impl_->ForOperator(environment, question);
}

base::Result<RefreshClaim> Verifier::ReadRefresh(const base::Secret& text,
                                                 std::string_view profile) {
  return impl_->tokens_.ReadRefresh(text, profile);
}

SignInPermit Verifier::SpendSignIn(const model::EnvironmentId& environment, std::string_view name) {
  return impl_->SpendSignIn(environment, name);
}

base::Result<std::optional<model::LimitState>> Verifier::Spend(const model::Principal& principal) {
  return impl_->Spend(principal);
}

ClientSecrets& Verifier::client_secrets() { return impl_->client_secrets_; }
std::uint64_t Verifier::rate_limited(model::LimitScope scope, model::LimitMode mode) const {
  return impl_->limiter_.exceeded(scope, mode) + impl_->named_limiter_.exceeded(scope, mode);
}
std::size_t Verifier::rate_limit_buckets() const {
  return impl_->limiter_.size() + impl_->named_limiter_.size();
}
Usage& Verifier::usage() { return impl_->usage_; }
RefusalLog& Verifier::refusals() { return impl_->refusals_; }

std::size_t Verifier::cached_verdicts() const { return impl_->verdicts_.size(); }
std::size_t Verifier::cached_bytes() const { return impl_->verdicts_.bytes(); }
std::size_t Verifier::waiting() const { return impl_->lookups_.waiting(); }

}  // namespace bearward::verify
