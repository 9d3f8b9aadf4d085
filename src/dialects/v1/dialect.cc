#include "dialects/v1/dialect.h"

#include <string>

#include "door/problem.h"

namespace bearward::dialects::v1 {
namespace {

// ChallengeFor tells a client what is wanted; whoever sent nothing is told no error (RFC 6750
// section 3.1). `where` says where a token is to be had (RFC 9728 section 5.1).
std::string ChallengeFor(const base::Error& error, const std::string& where) {
  if (error.code == base::Code::kDenied) return R"(Bearer error="insufficient_scope")";
  if (error.code != base::Code::kUnauthenticated) return {};
  if (error.reason == door::kMissingCredential) return R"(Bearer realm="bearward")" + where;
  return R"(Bearer realm="bearward", error="invalid_token")" + where;
}

door::Reply WriteError(const base::Error& error, const door::Call& call, const std::string& where) {
  door::Reply reply = door::Problem(error, call);
  const std::string challenge = ChallengeFor(error, where);
  if (!challenge.empty()) reply.headers.Set("WWW-Authenticate", challenge);
  return reply;
}

}  // namespace

door::Dialect MakeDialect(const std::string& resource_metadata) {
  door::Dialect dialect;
  dialect.name = "v1";
  dialect.prefixes = {"/v1"};
  std::string where;
  if (!resource_metadata.empty()) where = ", resource_metadata=\"" + resource_metadata + "\"";
  dialect.write_error = [where](const base::Error& error, const door::Call& call) {
    return WriteError(error, call, where);
  };
  return dialect;
}

}  // namespace bearward::dialects::v1
