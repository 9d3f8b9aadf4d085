// WorkSpanFixture: tokens of the Application Users of examples/demo.toml.
#pragma once

#include <string>

#include "app/contract_fixture.h"

namespace bearward::app {

class WorkSpanFixture : public ContractFixture {
 protected:
  static ClientHeaders Machine(const std::string& id, const std::string& secret) {
    return Bearer(
        Text(Json(Method::kPost, "/oauth/token",
                  R"({"grant_type":"client_credentials","client_id":"WS-ApplicationUser_)" + id +
                      R"(","client_secret":")" + secret + R"("})"),
             "access_token"));
  }
  // Reader may read, Linker read, write and link, both for Acme; Globex does all for Globex.
  static ClientHeaders Reader() { return Machine("report", "0123456789abcdef0123456789abcdef"); }
  static ClientHeaders Linker() { return Machine("link", "fedcba9876543210fedcba9876543210"); }
  static ClientHeaders Globex() { return Machine("globex", "00112233445566778899aabbccddeeff"); }

  static ClientAnswer Post(const std::string& path, const std::string& body,
                           const ClientHeaders& who) {
    return Json(Method::kPost, path, body, who);
  }
  // Member returns a member of the response as JSON text, by its path.
  static std::string Member(const ClientAnswer& answer,
                            std::initializer_list<std::string_view> path) {
    const json::Value value = Value(answer);
    const json::Value* at = &value;
    for (const std::string_view name : path) {
      at = at->IsArray() ? &at->AsArray()->at(0) : at->Find(name);
      if (at == nullptr) return "";
    }
    return json::ToText(*at);
  }
};

}  // namespace bearward::app
