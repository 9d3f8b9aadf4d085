// Families: one row for each kind of proxy. What sets them apart is data; the decision is not.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"
#include "gateway/asked_for.h"
#include "http/message.h"

namespace bearward::gateway {

// Family says how one kind of proxy asks, and how it must be answered.
struct Family {
  std::string_view name;    // in the metrics: "nginx"
  std::string_view prefix;  // of its paths: "/gateway/nginx"
  http::Method method = http::Method::kGet;
  std::string_view pattern;
  // read takes the family's one fixed set of headers, and `rest` of the path below the policy.
  base::Result<AskedFor> (*read)(const http::Request& request, std::string_view rest) = nullptr;
  // masks_status: only 200, 401 and 403 are answered, the true status stands in X-Auth-Status.
  bool masks_status = false;
  // removes_credential: the proxy takes the credential off when it is told so.
  bool removes_credential = false;
  std::string_view operation;
  std::string_view summary;
};

// Families gives the table.
std::span<const Family> Families();

// The readers of the rows, each in a file of its own. They refuse as ReadHeaders and CheckAsked.
base::Result<AskedFor> ReadNginx(const http::Request& request, std::string_view rest);
base::Result<AskedFor> ReadForwardAuth(const http::Request& request, std::string_view rest);
base::Result<AskedFor> ReadEnvoy(const http::Request& request, std::string_view rest);

}  // namespace bearward::gateway
