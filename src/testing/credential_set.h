// CredentialSet: one live credential of every kind, for tests that must hold for all kinds.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "testing/test_server.h"

namespace bearward::testing {

// TestCredential is one credential. `text` is the token or key, empty for passwords.
struct TestCredential {
  std::string name;
  verify::Scheme scheme;
  model::CredentialKind kind;
  std::string text;
  // of_user says whether the credential belongs to a user (ann or ian) and not to the application
  // or the environment.
  bool of_user = false;
  // profile is the token profile, session the session of the token, id the credential id that the
  // verifier reports; each is empty where there is none.
  std::string profile;
  model::SessionId session;
  std::string id;
  verify::Credential credential;
};

// CredentialSet fills a new TestServer: ann is a planner with home organization Acme (28) and has
// an API key; ian is an integrator with the same role there; the application of Acme is "exporter".
// All subjects have the permission forms:read; the environment has all permissions.
class CredentialSet {
 public:
  explicit CredentialSet(TestServer& world, const std::string& environment_name = "production");

  // all returns the credentials; they live as long as the CredentialSet.
  const std::vector<std::unique_ptr<TestCredential>>& all() const { return all_; }
  // Get returns the credential of that name.
  const TestCredential& Get(std::string_view name) const;

  model::EnvironmentId environment;
  model::OrganizationId acme;
  model::UserId ann;
  model::UserId ian;
  model::ApplicationId exporter;

 private:
  void HangTokens(TestServer& world);
  void HangSession(TestServer& world, std::string name, token::Issued issued, bool of_user);
  void HangKey(std::string name, verify::Scheme scheme, const base::Secret& key, bool of_user);
  void HangPassword(std::string name, verify::Credential credential);

  std::vector<std::unique_ptr<TestCredential>> all_;
};

}  // namespace bearward::testing
