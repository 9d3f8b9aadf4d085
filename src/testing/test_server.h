// TestServer: the complete core in memory for tests: store, keys, verifier and issuer with a fake
// clock. Helpers add rows as the use cases do, and append the events of changes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/key_ring.h"
#include "store/store.h"
#include "testing/fake_clock.h"
#include "testing/fake_entropy.h"
#include "testing/must.h"
#include "testing/test_engine.h"
#include "token/issuer.h"
#include "token/keys.h"
#include "token/profiles.h"
#include "verify/limiter.h"
#include "verify/passwords.h"
#include "verify/verifier.h"

namespace bearward::testing {

// kIssuer is the public base URL of the TestServer, kPassword the password of every user.
inline constexpr std::string_view kIssuer = "https://door.example";
inline constexpr std::string_view kPassword = "correct horse battery staple";

// TestServerSettings are the settings that a test may change. The default password cost is the
// minimum.
struct TestServerSettings {
  store::EngineSource source = TestEngine();
  crypto::PasswordCost cost{.memory_kib = 8, .passes = 1};
  verify::ThrottleLimits limits;
  std::chrono::seconds password_memory{300};
  std::chrono::days password_age{0};  // 0: passwords never expire
  std::size_t cache_capacity = 10'000;
  std::size_t limiter_capacity = verify::Limiter::kCapacity;
  std::uint64_t seed = 1;  // of FakeEntropy
};

// NewUser and NewApplication describe rows; the user belongs to the organization with these roles.
struct NewUser {
  model::OrganizationId organization;
  std::string username;
  std::vector<std::string> roles = {};
  std::int64_t number = 0;  // 0: the next free number
  bool integrator = false;
};
struct NewApplication {
  model::OrganizationId organization;
  std::string client_id;
  std::string access_profile = "ObjectRead";
  std::vector<std::string> permissions = {};
  std::vector<std::string> audiences = {};
  std::string jwks = {};
};

// TestServer owns all its parts. Its helpers throw when the store returns an error, which fails the
// test.
class TestServer {
 public:
  explicit TestServer(const TestServerSettings& settings = {});

  // AddEnvironment also creates the signing keys of the environment. The other functions add one
  // row each and return its id; AddUserKey and AddEnvironmentKey return the key itself.
  model::EnvironmentId AddEnvironment(const std::string& name);
  model::OrganizationId AddOrganization(const model::EnvironmentId& environment,
                                        const std::string& name, std::int64_t number);
  // AddRole replaces the role with this slug.
  void AddRole(const model::EnvironmentId& environment, const std::string& slug,
               std::vector<std::string> permissions);
  model::UserId AddUser(const model::EnvironmentId& environment, const NewUser& user);
  void AddMembership(const model::EnvironmentId& environment, const model::UserId& user,
                     const model::OrganizationId& organization, std::vector<std::string> roles);
  model::ApplicationId AddApplication(const model::EnvironmentId& environment,
                                      const NewApplication& application);
  // AddClientSecret adds one more live secret to an application, and returns the id of the secret.
  std::string AddClientSecret(const model::EnvironmentId& environment,
                              const model::ApplicationId& application,
                              std::string_view secret = kPassword);
  base::Secret AddUserKey(const model::EnvironmentId& environment, const model::UserId& user);
  base::Secret AddEnvironmentKey(const model::EnvironmentId& environment);

  // LimitUserKey and the following functions set or remove the rate limit of a row, and append the
  // event of the change.
  void LimitUserKey(const model::EnvironmentId& environment, const model::UserId& user,
                    std::optional<model::RateLimit> limit);
  void LimitApplication(const model::EnvironmentId& environment,
                        const model::ApplicationId& application,
                        std::optional<model::RateLimit> limit);
  void LimitOrganization(const model::EnvironmentId& environment,
                         const model::OrganizationId& organization,
                         std::optional<model::RateLimit> limit);

  // SignIn creates a session of a user or an application, as a sign-in does after its checks.
  token::Issued SignIn(const model::EnvironmentId& environment, const model::UserId& user,
                       const model::OrganizationId& organization, std::string_view profile);
  token::Issued SignIn(const model::EnvironmentId& environment,
                       const model::ApplicationId& application, std::string_view profile);
  // SignIn with terms does the same for an OAuth client. TokenFor issues a token without a session.
  token::Issued SignIn(const model::EnvironmentId& environment,
                       const model::ApplicationId& application, std::string_view profile,
                       const token::Terms& terms);
  token::SelfContained TokenFor(const model::EnvironmentId& environment,
                                const model::ApplicationId& application, const token::Terms& terms);

  // Announce appends an event of the system, which invalidates the cached verdicts about `target`.
  base::Status Announce(store::WriteTx& tx, model::EventType type,
                        const model::EnvironmentId& environment, const std::string& target);

  FakeClock clock;
  FakeEntropy entropy;
  crypto::KeyRing ring;
  std::unique_ptr<store::Store> store;
  token::Profiles profiles;
  token::Keys keys;
  std::unique_ptr<verify::Passwords> passwords;
  verify::Verifier verifier;
  token::Issuer issuer;

 private:
  base::Secret AddKey(const model::EnvironmentId& environment, std::string value,
                      std::optional<model::UserId> user);
  token::Issued Persist(token::Issued issued);
  token::Subject SubjectOf(const model::EnvironmentId& environment,
                           const model::ApplicationId& application);

  crypto::PasswordCost cost_;
};

// BearerOf and the following functions create credentials. The token must outlive a bearer or key
// credential.
verify::Credential BearerOf(std::string_view token);
verify::Credential ApiKeyOf(std::string_view key);
verify::Credential BasicOf(const model::EnvironmentId& environment, std::string login,
                           std::string_view password = kPassword);
verify::Credential IntegratorOf(const model::EnvironmentId& environment, std::string login,
                                std::int64_t account, std::string_view password = kPassword);

// ClientSecretOf creates the credential of a client with its id and secret in an environment.
verify::Credential ClientSecretOf(const model::EnvironmentId& environment, std::string client_id,
                                  std::string_view secret = kPassword);

}  // namespace bearward::testing
