// Asking: the request that the proxies of each family send, and a reader of their responses.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <utility>

#include "gateway/families.h"
#include "testing/door_client.h"

namespace bearward::gateway {

using testing::ClientAnswer;
using testing::ClientHeaders;

// AskingFor is one request of a proxy's client.
struct AskingFor {
  std::string method = "GET";
  std::string path = "/forms/1";  // with its query
  std::string policy = "forms";
  std::string peer = "127.0.0.1";
};

// HeadersOf returns the headers that a proxy of the family sends for a request, after those in
// `more`.
inline ClientHeaders HeadersOf(const Family& family, const AskingFor& asking,
                               ClientHeaders more = {}) {
  if (family.name == "nginx") {
    more.emplace_back("X-Original-Method", asking.method);
    more.emplace_back("X-Original-URL", "https://api.example" + asking.path);
  } else if (family.name == "forward-auth") {
    more.emplace_back("X-Forwarded-Method", asking.method);
    more.emplace_back("X-Forwarded-Proto", "https");
    more.emplace_back("X-Forwarded-Host", "api.example");
    more.emplace_back("X-Forwarded-Uri", asking.path);
  } else {
    more.emplace_back("Host", "api.example");
    more.emplace_back("X-Forwarded-Proto", "https");
  }
  more.emplace_back("X-Forwarded-For", "203.0.113.9");
  return more;
}

// TrueStatusOf returns the status of the decision and checks the response format of the family.
inline int TrueStatusOf(const Family& family, const ClientAnswer& answer) {
  EXPECT_EQ(answer.Header("Cache-Control"), "no-store") << family.name;
  const bool refused = answer.status == 401 || answer.status == 403;
  EXPECT_EQ(answer.Header("WWW-Authenticate").empty(), !refused) << family.name;
  if (!family.masks_status) {
    EXPECT_EQ(answer.Header("X-Auth-Status"), "") << family.name;
    return answer.status;
  }
  EXPECT_TRUE(answer.status == 200 || refused) << answer.status;
  const int truth = std::stoi("0" + answer.Header("X-Auth-Status"));
  EXPECT_EQ(answer.status == 200, truth == 200);
  EXPECT_EQ(answer.status == 401, truth == 401);
  return truth;
}

}  // namespace bearward::gateway
