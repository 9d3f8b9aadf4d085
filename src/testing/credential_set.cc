#include "testing/credential_set.h"

#include <stdexcept>
#include <utility>

namespace bearward::testing {
namespace {

model::CredentialKind KindOf(verify::Scheme password) {
  if (password == verify::Scheme::kClientSecret) return model::CredentialKind::kClientSecret;
  return password == verify::Scheme::kBasic ? model::CredentialKind::kBasic
                                            : model::CredentialKind::kIntegrator;
}

}  // namespace

CredentialSet::CredentialSet(TestServer& world, const std::string& environment_name)
    : environment(world.AddEnvironment(environment_name)),
      acme(world.AddOrganization(environment, "Acme", 28)) {
  world.AddRole(environment, "planner", {"forms:read"});
  ann = world.AddUser(environment, {acme, "ann", {"planner"}});
  ian = world.AddUser(
      environment,
      {.organization = acme, .username = "ian", .roles = {"planner"}, .integrator = true});
  exporter = world.AddApplication(
      environment, {.organization = acme, .client_id = "exporter", .permissions = {"forms:read"}});

  for (const std::string_view profile :
       {token::kWorkMobile, token::kWorkOsClient, token::kWorkOsWidget, token::kTeleTracker}) {
    HangSession(world, std::string(profile), world.SignIn(environment, ann, acme, profile), true);
  }
  HangSession(world, std::string(token::kWorkSpan),
              world.SignIn(environment, exporter, token::kWorkSpan), false);
  HangTokens(world);
  HangKey("user key", verify::Scheme::kApiKey, world.AddUserKey(environment, ann), true);
  HangKey("environment key", verify::Scheme::kBearer, world.AddEnvironmentKey(environment), false);
  HangPassword("basic", BasicOf(environment, "ann"));
  HangPassword("integrator", IntegratorOf(environment, "ian", 28));
  world.AddClientSecret(environment, exporter);
  HangPassword("client secret", ClientSecretOf(environment, "exporter"));
}

const TestCredential& CredentialSet::Get(std::string_view name) const {
  for (const auto& hung : all_) {
    if (hung->name == name) return *hung;
  }
  throw std::runtime_error("nothing hangs there: " + std::string(name));
}

// HangTokens adds the three kinds of access token of an OAuth client: a JWT without a session, and
// a JWT and a reference token with a session.
void CredentialSet::HangTokens(TestServer& world) {
  const token::Terms terms{.issuer = std::string(kIssuer),
                           .bounds = {{{"forms:read"}}, {std::string(kIssuer)}},
                           .refresh = true};
  const token::SelfContained alone = world.TokenFor(environment, exporter, terms);
  auto hung = std::make_unique<TestCredential>();
  hung->name = "token";
  hung->profile = token::kOauthJwt;
  hung->scheme = verify::Scheme::kBearer;
  hung->kind = model::CredentialKind::kJwt;
  hung->text = alone.access.Reveal();
  hung->id = alone.id;
  hung->credential = BearerOf(hung->text);
  all_.push_back(std::move(hung));
  for (const std::string_view profile : {token::kOauthJwt, token::kOauthReference}) {
    HangSession(world, std::string(profile), world.SignIn(environment, exporter, profile, terms),
                false);
  }
}

void CredentialSet::HangSession(TestServer& world, std::string name, token::Issued issued,
                                bool of_user) {
  const bool jwt = world.profiles.Find(name)->format == token::Format::kJwt;
  auto hung = std::make_unique<TestCredential>();
  hung->name = std::move(name);
  hung->profile = hung->name;
  hung->id = issued.session.id.text;
  hung->scheme = verify::Scheme::kBearer;
  hung->kind = jwt ? model::CredentialKind::kJwt : model::CredentialKind::kReference;
  hung->text = issued.access.Reveal();
  hung->of_user = of_user;
  hung->session = issued.session.id;
  hung->credential = BearerOf(hung->text);
  all_.push_back(std::move(hung));
}

void CredentialSet::HangKey(std::string name, verify::Scheme scheme, const base::Secret& key,
                            bool of_user) {
  auto hung = std::make_unique<TestCredential>();
  hung->name = std::move(name);
  hung->scheme = scheme;
  hung->kind = model::CredentialKind::kApiKey;
  hung->text = key.Reveal();
  hung->of_user = of_user;
  hung->credential =
      scheme == verify::Scheme::kApiKey ? ApiKeyOf(hung->text) : BearerOf(hung->text);
  all_.push_back(std::move(hung));
}

void CredentialSet::HangPassword(std::string name, verify::Credential credential) {
  auto hung = std::make_unique<TestCredential>();
  hung->name = std::move(name);
  hung->scheme = credential.scheme;
  hung->kind = KindOf(credential.scheme);
  hung->of_user = credential.scheme != verify::Scheme::kClientSecret;
  hung->credential = std::move(credential);
  all_.push_back(std::move(hung));
}

}  // namespace bearward::testing
