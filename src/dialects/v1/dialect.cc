#include "dialects/v1/dialect.h"

#include <string>

#include "door/problem.h"

namespace bearward::dialects::v1 {
namespace {

// ChallengeFor tells a client what is wanted; whoever sent nothing is told no error (RFC 6750
// section 3.1).
std::string_view ChallengeFor(const base::Error& error) {
  if (error.code == base::Code::kDenied) return R"(Bearer error="insufficient_scope")";
  if (error.code != base::Code::kUnauthenticated) return {};
  if (error.reason == door::kMissingCredential) return R"(Bearer realm="bearward")";
  return R"(Bearer realm="bearward", error="invalid_token")";
}

door::Reply WriteError(const base::Error& error, const door::Call& call) {
  door::Reply reply = door::Problem(error, call);
  const std::string_view challenge = ChallengeFor(error);
  if (!challenge.empty()) reply.headers.Set("WWW-Authenticate", challenge);
  return reply;
}

}  // namespace

door::Dialect MakeDialect() {
  door::Dialect dialect;
  dialect.name = "v1";
  dialect.prefixes = {"/v1"};
  dialect.write_error = WriteError;
  return dialect;
}

}  // namespace bearward::dialects::v1
