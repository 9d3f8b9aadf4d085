// Audit: the fixture of the audit trail's tests.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/email_code_fixture.h"
#include "store/events.h"

namespace bearward::app {

inline constexpr const char* kClientSecret =
    "00112233445566778899aabbccddeeff";            // of the Globex Link
inline constexpr const char* kPeer = "192.0.2.7";  // of testing/door_client.h

// Canaries are secrets in the requests of this file; no event may contain one.
inline const std::vector<std::string> kCanaries = {
    kAnnPassword,        kAnnKey,      kProductionKey, "canary-new-password",
    "canary-typed-name", "canary-bad", kClientSecret,  "a rather long password"};

class Audit : public EmailCodeFixture {
 protected:
  struct Request {
    std::string operation;
    Method method;
    std::string target;
    std::string body;
    ClientHeaders headers;
  };
  // Expected has the members that every event of a request must have; `credential` is a prefix.
  struct Expected {
    std::string event;
    std::string actor;
    std::string credential;
    std::set<std::string> besides = {};  // further events of the same request
  };

  static std::int64_t Last() {
    return testing::Must(
        core_->store().Read([](store::ReadTx& tx) { return store::LastEventNumber(tx); }));
  }
  static std::vector<model::Event> After(std::int64_t number) {
    testing::Must(core_->Tend());
    return testing::Must(
        core_->store().Read([&](store::ReadTx& tx) { return store::ListAllEvents(tx, number); }));
  }
  static ClientHeaders Key() { return Bearer(kProductionKey); }

  // WithoutObject removes the snapshot of the row, which model/snapshot_test.cc checks.
  static std::string WithoutObject(const std::string& data) {
    const auto at = data.find("},\"object\":{");
    return at == std::string::npos ? data : data.substr(0, at + 1) + "}";
  }

  // Change sends a request that must succeed with one event of that name, and returns the response.
  // Events of sessions that end with the change are allowed in addition.
  ClientAnswer Change(Request request, const Expected& expected) {
    const std::int64_t before = Last();
    const ClientAnswer answer = Ask(request);
    EXPECT_LT(answer.status, 400) << request.operation << ": " << answer.body;
    int found = 0;
    for (const model::Event& event : After(before)) {
      const std::string name(model::EventName(event.type));
      found += name == expected.event ? 1 : 0;
      const bool besides =
          name == "session.ended" || name == "api_key.revoked" || expected.besides.contains(name);
      EXPECT_TRUE(name == expected.event || besides) << request.operation << ": " << name;
      EXPECT_EQ(event.actor.kind, expected.actor) << request.operation;
      EXPECT_NE(event.actor.id, "") << request.operation;
      EXPECT_EQ(event.actor.credential_id.substr(0, expected.credential.size()),
                expected.credential)
          << request.operation;
      EXPECT_EQ(event.actor.credential_id.empty(), expected.credential.empty());
      EXPECT_EQ(event.actor.origin, (model::Origin{kPeer, id_})) << request.operation;
      if (name != expected.event) continue;
      data_ = WithoutObject(event.data);
      target_ = event.target;
    }
    EXPECT_EQ(found, 1) << request.operation << " must append one " << expected.event;
    return answer;
  }
  // Refuse sends a request that must fail and write exactly one refusal with that name and reason.
  void Refuse(Request request, const Expected& expected, const std::string& reason);
  ClientAnswer Ask(Request& request) {
    id_ = "audit-" + std::to_string(++requests_);
    operations_.insert(request.operation);
    request.headers.emplace_back("X-Request-Id", id_);
    if (request.body.starts_with('{')) {
      return Json(request.method, request.target, request.body, request.headers);
    }
    if (request.body.starts_with("--b\r\n")) {
      request.headers.emplace_back("Content-Type", "multipart/form-data; boundary=b");
      return Send(request.method, request.target, request.headers, request.body);
    }
    if (request.body.empty()) return Send(request.method, request.target, request.headers);
    return Form(request.target, request.body, request.headers);
  }

  void ChangePolicies();
  void ChangeUsers();
  void ChangeOrganizations();
  void ChangePermissionsAndRoles();
  void ChangeRoles(const std::string& roles, const std::string& slug, const std::string& operation);
  void ChangeOrganizationKeys();
  void ChangeSignInSettings();
  void ChangeEmailCodes();
  void ChangeInvitations();
  void ChangeByMailbox();
  void ChangeGroups();
  void ChangeWebhooks();
  void ChangeAuthorization();
  std::string ChangeResources();
  void ChangeAssignments(const std::string& operation, const std::string& path,
                         const std::string& resource);
  void ChangeFeatureFlags();
  void ChangeAuditLogs();
  void ChangeLogStreams();
  void ChangeMembers();
  void ChangeByWidget();
  void ChangeApplications();
  void SignIn();
  void GrantTokens();
  void ChangeConsoleSession();
  void ChangeEnvironments(const ClientHeaders& session);
  void ChangeObjects();
  void ChangeJobs();
  void ChangeNotifications();
  void ChangeCalls();
  void ChangeWorkSpan();
  void ChangePartnerData(const ClientHeaders& linker);
  void ChangeSubscribers(const ClientHeaders& linker);
  // Subject returns the id of the caller, "" if it has none.
  std::string Subject(const ClientHeaders& who);
  ClientHeaders Linker() {
    return Bearer(
        Text(Json(Method::kPost, "/oauth/token",
                  R"({"grant_type":"client_credentials","client_id":"WS-ApplicationUser_link",)"
                  R"("client_secret":"fedcba9876543210fedcba9876543210"})"),
             "access_token"));
  }

  std::set<std::string> operations_;
  std::string id_;
  int requests_ = 0;
  std::string data_;  // of the last event
  std::string target_;
};

}  // namespace bearward::app
