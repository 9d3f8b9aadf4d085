#include "verify/asking.h"

#include <string_view>
#include <utility>

#include "base/id.h"
#include "model/need.h"
#include "verify/decision.h"
#include "verify/question.h"

namespace bearward::verify {
namespace {

// Nobody counts failures of tokens by the address, so none is named.
constexpr std::string_view kNoPeer;

observe::Counter& OutcomeCounter(observe::Registry& metrics, std::string_view outcome) {
  return metrics.AddCounter("bearward_asked_total",
                            "Questions about the credentials of others answered.",
                            {{"outcome", std::string(outcome)}});
}

// Ways lists how the token may have been presented, most likely first.
class Ways {
 public:
  explicit Ways(const Inquiry& inquiry) : inquiry_(inquiry) {}

  // Next gives one more credential to look at, nullopt when there is none. The credential views the
  // inquiry.
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

  const Inquiry& inquiry_;
  int step_ = 0;
};

// Refusals keeps the one that tells most, of several ways that led nowhere.
struct Refusals {
  Reason best = Reason::kMalformed;

  void Note(const Decision& decision) {
    const Reason reason = ReasonOf(decision.error());
    if (best == Reason::kMalformed || (best == Reason::kUnknown && Tells(reason))) best = reason;
  }
  Answer Conclude() const { return {best, std::nullopt, false}; }

 private:
  static bool Tells(Reason reason) {
    return reason != Reason::kMalformed && reason != Reason::kUnknown;
  }
};

// The credential is live; whether that is enough is asked anew each time (incident class E1).
Answer Conclude(const model::Caller& caller, const model::Caller& asker, const Inquiry& inquiry,
                bool remembered) {
  const std::vector<std::string_view> permissions(inquiry.permissions.begin(),
                                                  inquiry.permissions.end());
  const model::Need need = model::Need::Of(permissions);
  Question question{need};
  question.environment = asker->environment;
  question.organization = inquiry.organization;
  Answer answer;
  if (const base::Status judged = Judge(caller.principal(), question); !judged) {
    answer.reason = ReasonOf(judged.error());
    if (answer.reason == Reason::kWrongEnvironment) return answer;
  }
  answer.caller = caller;
  answer.remembered = remembered;
  return answer;
}

}  // namespace

Asking::Asking(Verifier& verifier, observe::Registry& metrics)
    : verifier_(verifier), allowed_(OutcomeCounter(metrics, "allowed")) {
  for (std::size_t i = 0; i < kReasons; ++i) {
    refused_[i] = &OutcomeCounter(metrics, ReasonWord(static_cast<Reason>(i)));
  }
}

std::optional<Answer> Asking::TryCached(const model::Caller& asker, const Inquiry& inquiry) const {
  const model::Need live = model::Need::Live();
  Ways ways(inquiry);
  Refusals refusals;
  bool all_known = true;
  while (const auto credential = ways.Next()) {
    const auto decision = verifier_.TryCached(*credential, {live});
    if (decision && decision->allowed()) {
      return Counted(Conclude(*decision->caller(), asker, inquiry, true));
    }
    all_known = all_known && decision && !decision->unknown();
    if (all_known) refusals.Note(*decision);
  }
  if (!all_known) return std::nullopt;
  return Counted(refusals.Conclude());
}

base::Result<Answer> Asking::Ask(const model::Caller& asker, const Inquiry& inquiry) const {
  if (auto cached = TryCached(asker, inquiry)) return *std::move(cached);
  const model::Need live = model::Need::Live();
  Ways ways(inquiry);
  Refusals refusals;
  while (const auto credential = ways.Next()) {
    const Decision decision = verifier_.Verify(*credential, {live}, kNoPeer);
    if (decision.unknown()) return base::Fail(decision.error());
    if (decision.allowed()) {
      return Counted(Conclude(*decision.caller(), asker, inquiry, false));
    }
    refusals.Note(decision);
  }
  return Counted(refusals.Conclude());
}

Answer Asking::Counted(Answer answer) const {
  if (answer.reason) {
    refused_[static_cast<std::size_t>(*answer.reason)]->Add();
  } else {
    allowed_.Add();
  }
  return answer;
}

}  // namespace bearward::verify
