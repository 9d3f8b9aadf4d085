// FaultyGraphqlFixture: WorkOS' client GraphQL API over a database whose calls fail on demand, with
// users who manage the members of their organization.
#pragma once

#include <string>

#include "app/contract_fixture.h"
#include "app/faulty_core_fixture.h"
#include "json/writer.h"

namespace bearward::app {

class FaultyGraphqlFixture : public FaultyCoreFixture {
 protected:
  // `users` are entries of a provisioning file; the requests are those of the user with the id
  // `user`, a member of Acme.
  explicit FaultyGraphqlFixture(const std::string& users = kAnn,
                                const std::string& user = "user_ann") {
    Apply(kAcme + kRole + users);
    const ClientAnswer made =
        AskJson(Method::kPost, "/client/token", kProductionKey,
                R"({"organization_id":"org_acme","user_id":")" + user + "\"}");
    token_ = *testing::Must(json::Parse(made.body)).Find("token")->AsString();
  }

  // Ask runs a document as the user.
  ClientAnswer Ask(const std::string& document) {
    return AskJson(Method::kPost, "/client/graphql", token_,
                   "{\"query\":" + json::Quote(document) + "}");
  }
  // EveryFaultIs503 runs a document with a fault at each of its calls of the database, until one
  // run meets none, and returns the answer of that run. `pause` is between two runs.
  ClientAnswer EveryFaultIs503(const std::string& document,
                               std::chrono::seconds pause = std::chrono::seconds(0)) {
    (void)Ask("{ me { id } }");  // the verdict is cached afterwards
    ClientAnswer answer;
    const int faults = testing::ForEveryFault(
        *plan_, [&] { answer = Ask(document); },
        [&](int n) {
          EXPECT_EQ(answer.status, 503) << n << ": " << answer.body;
          clock_.Advance(pause);
        });
    EXPECT_GT(faults, 3);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer;
  }

 private:
  static constexpr const char* kRole = R"(
[[roles]]
slug = "admin"
permissions = ["users:manage"]
)";
  static constexpr const char* kAnn = R"(
[[users]]
username = "ann"
id = "user_ann"
email = "ann@acme.example"
memberships = [{ organization = "Acme", roles = ["admin"] }]
)";

  std::string token_;
};

}  // namespace bearward::app
