// Rack: one live credential of every kind, for tests that hold for all of them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "testing/world.h"

namespace bearward::testing {

// Hung is one credential on the rack. `text` is the token or key, empty for passwords.
struct Hung {
  std::string name;
  verify::Scheme scheme;
  model::CredentialKind kind;
  std::string text;
  // of_user tells those of ann, and of ian, from those of the application and the environment.
  bool of_user = false;
  // profile is that of a token, session the one behind it, id what the verifier calls it by; each
  // is empty where there is none.
  std::string profile;
  model::SessionId session;
  std::string id;
  verify::Credential credential;
};

// Rack fills a fresh world: ann is a planner at home in Acme (28) and has an API key; ian is an
// integrator with the same role there; Acme's
// application is "exporter". Everybody's permission is forms:read, the environment's is all.
class Rack {
 public:
  explicit Rack(World& world, const std::string& environment_name = "production");

  // all gives the credentials; they live as long as the rack.
  const std::vector<std::unique_ptr<Hung>>& all() const { return all_; }
  // Get gives the credential of that name.
  const Hung& Get(std::string_view name) const;

  model::EnvironmentId environment;
  model::OrganizationId acme;
  model::UserId ann;
  model::UserId ian;
  model::ApplicationId exporter;

 private:
  void HangTokens(World& world);
  void HangSession(World& world, std::string name, token::Issued issued, bool of_user);
  void HangKey(std::string name, verify::Scheme scheme, const base::Secret& key, bool of_user);
  void HangPassword(std::string name, verify::Credential credential);

  std::vector<std::unique_ptr<Hung>> all_;
};

}  // namespace bearward::testing
