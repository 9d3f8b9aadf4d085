#include "door/challenge.h"

#include <string>

#include "door/problem.h"

namespace bearward::door {
namespace {

std::string_view ErrorWord(const base::Error& error) {
  if (error.code == base::Code::kDenied) return "insufficient_scope";
  return error.reason == kMissingCredential ? "" : "invalid_token";
}

}  // namespace

void AddChallenge(const RequestContext& context, const base::Error& error, Reply& reply) {
  const bool guarded = context.route() != nullptr && !context.route()->guard.need.open();
  const bool lacks_rights = guarded && error.code == base::Code::kDenied;
  if (reply.status != 401 && !lacks_rights) return;
  if (reply.headers.Has("WWW-Authenticate")) return;
  const ErrorShape& errors = context.errors();
  std::string text = "Bearer realm=\"" + std::string(errors.realm) + "\"";
  if (const std::string_view word = ErrorWord(error); guarded && !word.empty()) {
    text += ", error=\"" + std::string(word) + "\"";
  }
  if (!errors.challenge_parameters.empty()) text += ", " + errors.challenge_parameters;
  reply.headers.Set("WWW-Authenticate", text);
}

}  // namespace bearward::door
