#include "verify/introspector.h"

#include <string_view>
#include <utility>

#include "base/id.h"
#include "model/need.h"

namespace bearward::verify {
namespace {

// Failed tokens are not counted by address, so no address is passed.
constexpr std::string_view kNoPeer;

observe::Counter& OutcomeCounter(observe::Registry& metrics, std::string_view outcome) {
  return metrics.AddCounter("bearward_asked_total",
                            "Introspections of credentials on behalf of a third party.",
                            {{"outcome", std::string(outcome)}});
}

// Ways lists the schemes under which the token may be valid, the most likely first.
class Ways {
 public:
  explicit Ways(const IntrospectionRequest& inquiry) : inquiry_(inquiry) {}

  // Next returns one more credential to check; nullopt if there is none. The credential is a view
  // into the inquiry.
  std::optional<Credential> Next() {
    const int step = step_++;
    if (inquiry_.scheme) return step == 0 ? Made(*inquiry_.scheme) : std::nullopt;
    if (step == 0) return Made(Scheme::kBearer);
    const bool may_be_key = step == 1 && base::CanonicalUuid(inquiry_.token.Reveal()).has_value();
    return may_be_key ? Made(Scheme::kApiKey) : std::nullopt;
  }

 private:
  std::optional<Credential> Made(Scheme scheme) const {
    Credential credential;
    credential.scheme = scheme;
    credential.token = inquiry_.token.Reveal();
    return credential;
  }

  const IntrospectionRequest& inquiry_;
  int step_ = 0;
};

// Refusals keeps the most specific reason if no scheme matches.
struct Refusals {
  Reason best = Reason::kMalformed;

  void Note(Reason reason) {
    if (best == Reason::kMalformed || (best == Reason::kUnknown && Tells(reason))) best = reason;
  }
  Answer Conclude() const { return {.reason = best, .caller = std::nullopt}; }

 private:
  static bool Tells(Reason reason) {
    return reason != Reason::kMalformed && reason != Reason::kUnknown;
  }
};

// IsOfTheLive says whether only a valid credential is refused for this reason.
bool IsOfTheLive(Reason reason) {
  switch (reason) {
    case Reason::kWrongKind:
    case Reason::kWrongEnvironment:
    case Reason::kWrongOrganization:
    case Reason::kWrongAudience:
    case Reason::kMissingPermission:
    case Reason::kRateLimited:
      return true;
    default:
      return false;
  }
}

model::Need NeedOf(const IntrospectionRequest& inquiry) {
  if (inquiry.permissions.empty()) return model::Need::Live();
  const std::vector<std::string_view> texts(inquiry.permissions.begin(), inquiry.permissions.end());
  return model::Need::Of(texts);
}

// The question is evaluated for every request; the cache contains the identity only (incident class
// E1).
Question QuestionOf(const model::Caller& asker, const IntrospectionRequest& inquiry,
                    const model::Need& need) {
  Question question{need};
  question.environment = asker->environment;
  question.organization = inquiry.organization;
  question.audience = inquiry.audience;
  question.any_audience = inquiry.any_audience;
  question.spends = inquiry.spends;
  return question;
}

}  // namespace

Introspector::Introspector(Verifier& verifier, observe::Registry& metrics)
    : verifier_(verifier), allowed_(OutcomeCounter(metrics, "allowed")) {
  for (std::size_t i = 0; i < kReasons; ++i) {
    refused_[i] = &OutcomeCounter(metrics, ReasonWord(static_cast<Reason>(i)));
  }
}

std::optional<Answer> Introspector::TryCached(const model::Caller& asker,
                                              const IntrospectionRequest& inquiry) const {
  const model::Need need = NeedOf(inquiry);
  const Question question = QuestionOf(asker, inquiry, need);
  Ways ways(inquiry);
  Refusals refusals;
  bool all_known = true;
  while (const auto credential = ways.Next()) {
    const auto decision = verifier_.TryCached(*credential, question);
    if (!decision || decision->unknown()) {
      all_known = false;
      continue;
    }
    if (auto answer = OfTheLive(*decision, *credential, question)) {
      answer->remembered = answer->caller.has_value();
      return Counted(*std::move(answer));
    }
    refusals.Note(ReasonOf(decision->error()));
  }
  if (!all_known) return std::nullopt;
  return Counted(refusals.Conclude());
}

base::Result<Answer> Introspector::Ask(const model::Caller& asker,
                                       const IntrospectionRequest& inquiry) const {
  if (auto cached = TryCached(asker, inquiry)) return *std::move(cached);
  const model::Need need = NeedOf(inquiry);
  const Question question = QuestionOf(asker, inquiry, need);
  Ways ways(inquiry);
  Refusals refusals;
  while (const auto credential = ways.Next()) {
    const Decision decision = verifier_.Verify(*credential, question, kNoPeer);
    if (decision.unknown()) return base::Fail(decision.error());
    if (auto answer = OfTheLive(decision, *credential, question)) {
      return Counted(*std::move(answer));
    }
    refusals.Note(ReasonOf(decision.error()));
  }
  return Counted(refusals.Conclude());
}

// The refused request has put a valid credential into the cache, so its caller is read from there.
std::optional<Answer> Introspector::OfTheLive(const Decision& decision,
                                              const Credential& credential,
                                              const Question& question) const {
  if (decision.allowed()) return Answer{.reason = std::nullopt, .caller = *decision.caller()};
  const Reason reason = ReasonOf(decision.error());
  if (!IsOfTheLive(reason)) return std::nullopt;
  Answer answer{.reason = reason,
                .caller = std::nullopt,
                .remembered = false,
                .retry_after = decision.error().retry_after};
  if (reason == Reason::kWrongEnvironment) return answer;
  const model::Need live = model::Need::Live();
  Question who{live};
  who.environment = question.environment;
  who.any_audience = true;
  who.spends = false;  // no permits for this second lookup
  const auto known = verifier_.TryCached(credential, who);
  if (known && known->allowed()) answer.caller = *known->caller();
  return answer;
}

Answer Introspector::Counted(Answer answer) const {
  if (answer.reason) {
    refused_[static_cast<std::size_t>(*answer.reason)]->Add();
  } else {
    allowed_.Add();
  }
  return answer;
}

}  // namespace bearward::verify
