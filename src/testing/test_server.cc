#include "testing/test_server.h"

#include <utility>

#include "base/id.h"
#include "crypto/hash.h"
#include "store/api_keys.h"
#include "store/applications.h"
#include "store/environments.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/roles.h"
#include "store/signing_keys.h"
#include "store/users.h"
#include "testing/rsa_row.h"
#include "testing/sample_rows.h"
#include "verify/subject.h"

namespace bearward::testing {
namespace {

crypto::KeyRing MakeRing(base::Entropy& entropy) {
  return Must(crypto::KeyRing::Parse(crypto::KeyRing::Generate(entropy), entropy));
}

verify::Verifier::Settings VerifierSettings(const TestServerSettings& settings) {
  return {.issuer = std::string(kIssuer),
          .cache_capacity = settings.cache_capacity,
          .limiter_capacity = settings.limiter_capacity,
          .password_memory = settings.password_memory,
          .password_cache_key = base::Secret(std::string(32, 'k'))};
}

verify::Credential PasswordCredential(verify::Scheme scheme,
                                      const model::EnvironmentId& environment, std::string login,
                                      std::string_view password) {
  return {.scheme = scheme,
          .token = {},
          .environment = environment,
          .login = std::move(login),
          .password = base::Secret(password),
          .account = std::nullopt,
          .as_sent = std::nullopt,
          .audiences = {}};
}

}  // namespace

TestServer::TestServer(const TestServerSettings& settings)
    : entropy(settings.seed),
      ring(MakeRing(entropy)),
      store(Must(store::Store::Open(settings.source))),
      keys({*store, profiles, ring, clock, entropy}, {}),
      passwords(Must(verify::Passwords::Make({*store, clock, entropy, {}, settings.password_age},
                                             settings.cost, settings.limits))),
      verifier({*store, profiles, keys, *passwords, clock}, VerifierSettings(settings)),
      issuer({profiles, keys, ring, clock, entropy}, std::string(kIssuer)),
      cost_(settings.cost) {}

model::EnvironmentId TestServer::AddEnvironment(const std::string& name) {
  model::Environment row;
  row.id = model::NewId<model::EnvironmentId>("env", clock.Now(), entropy);
  row.name = name;
  row.created_at = clock.Now();
  const store::SigningKeyRow rsa = RsaRow(ring, row.id, clock.Now(), entropy);
  Must(store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto others, store::ListEnvironments(tx));
    row.position = static_cast<std::int64_t>(others.size());
    BW_TRY(store::InsertEnvironment(tx, row));
    return store::InsertSigningKey(tx, rsa);
  }));
  Must(keys.Rotate());
  return row.id;
}

model::OrganizationId TestServer::AddOrganization(const model::EnvironmentId& environment,
                                                  const std::string& name, std::int64_t number) {
  model::Organization row;
  row.environment = environment;
  row.id = model::NewId<model::OrganizationId>("org", clock.Now(), entropy);
  row.name = name;
  row.number = number;
  row.created_at = row.updated_at = clock.Now();
  Must(store->Write([&](store::WriteTx& tx) { return store::InsertOrganization(tx, row); }));
  return row.id;
}

void TestServer::AddRole(const model::EnvironmentId& environment, const std::string& slug,
                         std::vector<std::string> permissions) {
  const model::Role row = SampleRole(environment.text, slug, std::move(permissions));
  Must(store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto present, store::Roles().FindBy(tx, environment, "slug", slug));
    return present ? store::Roles().Update(tx, row) : store::Roles().Insert(tx, row);
  }));
}

model::UserId TestServer::AddUser(const model::EnvironmentId& environment, const NewUser& user) {
  model::User row;
  row.environment = environment;
  row.id = model::NewId<model::UserId>("user", clock.Now(), entropy);
  row.number = user.number;
  row.username = user.username;
  row.integrator = user.integrator;
  row.email = user.username + "@example.test";
  row.password_hash =
      Must(crypto::HashPassword(base::Secret(std::string_view(kPassword)), cost_, entropy));
  row.password_changed_at = row.created_at = row.updated_at = clock.Now();
  Must(store->Write([&](store::WriteTx& tx) -> base::Status {
    if (row.number == 0) {
      BW_TRY_ASSIGN(row.number, store::NextUserNumber(tx, environment));
    }
    return store::InsertUser(tx, row);
  }));
  AddMembership(environment, row.id, user.organization, user.roles);
  return row.id;
}

void TestServer::AddMembership(const model::EnvironmentId& environment, const model::UserId& user,
                               const model::OrganizationId& organization,
                               std::vector<std::string> roles) {
  model::Membership row;
  row.environment = environment;
  row.id = model::NewId<model::MembershipId>("om", clock.Now(), entropy);
  row.user = user;
  row.organization = organization;
  row.roles = std::move(roles);
  row.created_at = row.updated_at = clock.Now();
  Must(store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto others, store::ListMemberships(tx, environment, user));
    row.position = static_cast<std::int64_t>(others.size());
    return store::PutMembership(tx, row);
  }));
}

model::ApplicationId TestServer::AddApplication(const model::EnvironmentId& environment,
                                                const NewApplication& application) {
  model::Application row;
  row.environment = environment;
  row.id = model::NewId<model::ApplicationId>("app", clock.Now(), entropy);
  row.organization = application.organization;
  row.name = application.client_id;
  row.client_id = application.client_id;
  row.access_profile = application.access_profile;
  row.permissions = application.permissions;
  row.audiences = application.audiences;
  row.jwks = application.jwks;
  row.created_at = row.updated_at = clock.Now();
  const model::AccessProfile profile{application.access_profile, {{"*", model::Operation::kRead}}};
  Must(store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY(store::PutAccessProfile(tx, environment, profile));
    return store::InsertApplication(tx, row);
  }));
  return row.id;
}

std::string TestServer::AddClientSecret(const model::EnvironmentId& environment,
                                        const model::ApplicationId& application,
                                        std::string_view secret) {
  const model::ApplicationSecret row{.environment = environment,
                                     .id = "sec_" + base::NewUlid(clock.Now(), entropy),
                                     .application = application,
                                     .hash = crypto::Sha256(secret),
                                     .created_at = clock.Now()};
  Must(store->Write([&](store::WriteTx& tx) { return store::InsertSecret(tx, row); }));
  return row.id;
}

base::Secret TestServer::AddUserKey(const model::EnvironmentId& environment,
                                    const model::UserId& user) {
  return AddKey(environment, base::NewUuid(entropy), user);
}

base::Secret TestServer::AddEnvironmentKey(const model::EnvironmentId& environment) {
  return AddKey(environment, "sk_test_" + base::NewUlid(clock.Now(), entropy), std::nullopt);
}

base::Secret TestServer::AddKey(const model::EnvironmentId& environment, std::string value,
                                std::optional<model::UserId> user) {
  model::ApiKey row;
  row.environment = environment;
  row.id = model::NewId<model::ApiKeyId>("key", clock.Now(), entropy);
  row.user = std::move(user);
  row.hash = crypto::Sha256(value);
  row.hint = value.substr(value.size() - 4);
  row.created_at = clock.Now();
  Must(store->Write([&](store::WriteTx& tx) { return store::InsertApiKey(tx, row); }));
  return base::Secret(std::move(value));
}

void TestServer::LimitUserKey(const model::EnvironmentId& environment, const model::UserId& user,
                              std::optional<model::RateLimit> limit) {
  Must(store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindLiveApiKeyOfUser(tx, environment, user));
    row->rate_limit = limit;
    BW_TRY(store::UpdateApiKey(tx, *row));
    return Announce(tx, model::EventType::kApiKeyUpdated, environment, row->id.text);
  }));
}

void TestServer::LimitApplication(const model::EnvironmentId& environment,
                                  const model::ApplicationId& application,
                                  std::optional<model::RateLimit> limit) {
  Must(store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindApplication(tx, environment, application));
    row->rate_limit = limit;
    BW_TRY(store::UpdateApplication(tx, *row));
    return Announce(tx, model::EventType::kApplicationUpdated, environment, application.text);
  }));
}

void TestServer::LimitOrganization(const model::EnvironmentId& environment,
                                   const model::OrganizationId& organization,
                                   std::optional<model::RateLimit> limit) {
  Must(store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindOrganization(tx, environment, organization));
    row->rate_limit = limit;
    BW_TRY(store::UpdateOrganization(tx, *row));
    return Announce(tx, model::EventType::kOrganizationUpdated, environment, organization.text);
  }));
}

token::Issued TestServer::SignIn(const model::EnvironmentId& environment, const model::UserId& user,
                                 const model::OrganizationId& organization,
                                 std::string_view profile) {
  const token::Subject subject = Must(store->Read([&](store::ReadTx& tx) {
    return verify::LoadUserSubject(tx, environment, user, organization);
  }));
  return Persist(Must(issuer.Open(subject, profile)));
}

token::Issued TestServer::SignIn(const model::EnvironmentId& environment,
                                 const model::ApplicationId& application,
                                 std::string_view profile) {
  return Persist(Must(issuer.Open(SubjectOf(environment, application), profile)));
}

token::Issued TestServer::SignIn(const model::EnvironmentId& environment,
                                 const model::ApplicationId& application, std::string_view profile,
                                 const token::Terms& terms) {
  return Persist(Must(issuer.Open(SubjectOf(environment, application), profile, terms)));
}

token::SelfContained TestServer::TokenFor(const model::EnvironmentId& environment,
                                          const model::ApplicationId& application,
                                          const token::Terms& terms) {
  return Must(issuer.Issue(SubjectOf(environment, application), token::kOauthJwt, terms));
}

token::Subject TestServer::SubjectOf(const model::EnvironmentId& environment,
                                     const model::ApplicationId& application) {
  return Must(store->Read([&](store::ReadTx& tx) {
    return verify::LoadApplicationSubject(tx, environment, application);
  }));
}

token::Issued TestServer::Persist(token::Issued issued) {
  Must(store->Write([&](store::WriteTx& tx) { return token::PersistNew(tx, issued); }));
  return issued;
}

base::Status TestServer::Announce(store::WriteTx& tx, model::EventType type,
                                  const model::EnvironmentId& environment,
                                  const std::string& target) {
  return tx.Append(model::EventBy(environment, {}, clock.Now()).Make(type, target, std::nullopt));
}

verify::Credential BearerOf(std::string_view token) {
  verify::Credential credential;
  credential.scheme = verify::Scheme::kBearer;
  credential.token = token;
  return credential;
}

verify::Credential ApiKeyOf(std::string_view key) {
  verify::Credential credential;
  credential.scheme = verify::Scheme::kApiKey;
  credential.token = key;
  return credential;
}

verify::Credential BasicOf(const model::EnvironmentId& environment, std::string login,
                           std::string_view password) {
  return PasswordCredential(verify::Scheme::kBasic, environment, std::move(login), password);
}

verify::Credential IntegratorOf(const model::EnvironmentId& environment, std::string login,
                                std::int64_t account, std::string_view password) {
  auto credential =
      PasswordCredential(verify::Scheme::kIntegrator, environment, std::move(login), password);
  credential.account = account;
  return credential;
}

verify::Credential ClientSecretOf(const model::EnvironmentId& environment, std::string client_id,
                                  std::string_view secret) {
  return PasswordCredential(verify::Scheme::kClientSecret, environment, std::move(client_id),
                            secret);
}

}  // namespace bearward::testing
