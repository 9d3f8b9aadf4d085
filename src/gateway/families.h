// Families: one row for each kind of proxy. Families differ in data only; they share the decision.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "door/contract.h"
#include "gateway/asked_for.h"
#include "http/message.h"

namespace bearward::gateway {

// Family describes the requests of one kind of proxy and the responses that it needs.
struct Family {
  std::string_view name;    // in the metrics: "nginx"
  std::string_view prefix;  // of its paths: "/gateway/nginx"
  http::Method method = http::Method::kGet;
  std::string_view pattern;
  // read parses the family's fixed set of headers, and `rest`, the path after the policy.
  base::Result<AskedFor> (*read)(const http::Request& request, std::string_view rest) = nullptr;
  // masks_status: the response is 200, 401 or 403 only; X-Auth-Status has the true status.
  bool masks_status = false;
  // removes_credential: the proxy removes the credential when the response says so.
  bool removes_credential = false;
  std::string_view operation;
  std::string_view summary;
  const door::Contract* contract = nullptr;
};

// kErrors are the forms of the bodies of refusals: problem+json.
extern const std::span<const door::Content> kErrors;

// Families returns the table.
std::span<const Family> Families();

// The readers of the rows, each in its own file. Their errors are those of ReadHeaders and
// CheckAsked.
base::Result<AskedFor> ReadNginx(const http::Request& request, std::string_view rest);
base::Result<AskedFor> ReadForwardAuth(const http::Request& request, std::string_view rest);
base::Result<AskedFor> ReadEnvoy(const http::Request& request, std::string_view rest);

}  // namespace bearward::gateway
