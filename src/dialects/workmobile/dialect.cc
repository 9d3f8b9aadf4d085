#include "dialects/workmobile/dialect.h"

#include <utility>

#include "base/ascii.h"
#include "dialects/workmobile/contracts.h"
#include "door/problem.h"
#include "json/writer.h"

namespace bearward::dialects::workmobile {
namespace {

// WantsJson returns whether the first supported media range asks for JSON: clients send
// "application/json" or "*/*".
bool WantsJson(std::string_view accept) {
  const std::string lower = base::Lower(accept);
  const auto json = lower.find("application/json");
  const auto text = lower.find("text/plain");
  return json != std::string::npos && (text == std::string::npos || json < text);
}

// A missing permission is 401 here, because the contract has no 403 (sections 5 and 6).
int VendorStatus(const base::Error& error) {
  base::Error seen{error.code, error.reason, {}, {}, {}, {}};
  if (seen.code == base::Code::kDenied) seen.code = base::Code::kUnauthenticated;
  return door::StatusOf(seen);
}

door::Reply WriteError(const base::Error& error, const door::Call& call) {
  const int status = VendorStatus(error);
  return BareString(call, status, error.public_text);
}

}  // namespace

door::Dialect MakeDialect(std::vector<std::string> bases) {
  door::Dialect dialect;
  dialect.name = "workmobile";
  dialect.errors.realm = "workmobile";
  dialect.mount.ignore_case = true;
  dialect.mount.prefixes = std::move(bases);
  dialect.errors.write = WriteError;
  dialect.errors.contents = kErrors;
  return dialect;
}

door::Reply BareString(const door::Call& call, int status, std::string_view text) {
  if (WantsJson(call.request().Find("Accept"))) return door::JsonReply(status, json::Quote(text));
  return door::TextReply(status, std::string(text));
}

}  // namespace bearward::dialects::workmobile
