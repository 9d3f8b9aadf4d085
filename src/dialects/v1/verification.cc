#include "dialects/v1/verification.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "dialects/v1/codec.h"
#include "dialects/v1/contracts.h"
#include "dialects/v1/guard.h"
#include "dialects/v1/introspection_request.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;

// Longer bodies are parsed on a worker, because parsing them would block the I/O thread.
constexpr std::size_t kLongestInline = 16'384;

Result<verify::IntrospectionRequest> ReadQuestion(const Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  return ReadIntrospectionRequest(body.object());
}

Reply Tell(Call& call, const verify::Answer& answer) {
  call.SetVerdict(answer.reason ? base::Word(*answer.reason) : "allowed");
  return EncodeVerification(answer);
}

std::optional<Result<Reply>> TryCachedAnswer(const VerificationUses& uses, Call& call) {
  if (call.request().body.size() > kLongestInline) return std::nullopt;
  const Result<verify::IntrospectionRequest> inquiry = ReadQuestion(call);
  if (!inquiry) return base::Fail(inquiry.error());
  const auto answer = uses.introspector.TryCached(call.caller(), *inquiry);
  if (!answer) return std::nullopt;
  return Tell(call, *answer);
}

Result<Reply> Verify(const VerificationUses& uses, Call& call) {
  BW_TRY_ASSIGN(const verify::IntrospectionRequest inquiry, ReadQuestion(call));
  BW_TRY_ASSIGN(const verify::Answer answer, uses.introspector.Ask(call.caller(), inquiry));
  return Tell(call, answer);
}

// An invalid question gets its own error. If one answer is unknown, the whole batch fails, and the
// client must retry all of it.
Result<Reply> VerifyBatch(const VerificationUses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const auto inquiries, ReadInquiries(body.object()));
  std::vector<Result<verify::Answer>> answers;
  answers.reserve(inquiries.size());
  for (const Result<verify::IntrospectionRequest>& inquiry : inquiries) {
    if (!inquiry) {
      answers.emplace_back(base::Fail(inquiry.error()));
      continue;
    }
    BW_TRY_ASSIGN(verify::Answer answer, uses.introspector.Ask(call.caller(), *inquiry));
    answers.emplace_back(std::move(answer));
  }
  return EncodeVerifications(answers);
}

door::Guard Asker() {
  door::Guard guard = TokenOrKey();
  // An API on a vendor's platform asks with the token of that platform.
  guard.profiles |= token::kWorkSpanBit;
  guard.need = model::Need::All({"tokens:verify"});
  return guard;
}

}  // namespace

std::vector<door::Route> VerificationRoutes(const VerificationUses& uses,
                                            const door::Dialect& dialect) {
  return {
      {http::Method::kPost, "/v1/verify", Asker(), door::RunOn::kWorker, door::Bind(uses, Verify),
       "v1.verify", "Verify a token or API key and the permissions it needs", &kVerify, &dialect,
       door::BindTryCached(uses, TryCachedAnswer)},
      {http::Method::kPost, "/v1/verify/batch", Asker(), door::RunOn::kWorker,
       door::Bind(uses, VerifyBatch), "v1.verify_batch", "Verify up to 100 tokens or API keys",
       &kVerifyBatch, &dialect},
  };
}

}  // namespace bearward::dialects::v1
