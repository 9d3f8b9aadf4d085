#include "testing/cast.h"

#include <stdexcept>
#include <utility>

#include "store/applications.h"
#include "store/environments.h"
#include "store/events.h"
#include "store/organizations.h"
#include "store/sessions.h"
#include "store/users.h"

namespace bearward::testing {
namespace {

void AddAdminRole(TestServer& world, const model::EnvironmentId& environment) {
  world.AddRole(environment, "admin",
                {"api:access", "applications:manage", "forms:read", "keys:manage", "objects:read",
                 "sessions:manage"});
}

model::ApplicationId AddWithSecret(TestServer& world, const model::EnvironmentId& environment,
                                   const NewApplication& application) {
  const auto id = world.AddApplication(environment, application);
  world.AddClientSecret(environment, id, kSecret);
  return id;
}

}  // namespace

Cast::Cast(const TestServerSettings& settings) : world(settings) {
  production = world.AddEnvironment("production");
  sandbox = world.AddEnvironment("sandbox");
  acme = world.AddOrganization(production, "Acme", 28);
  globex = world.AddOrganization(production, "Globex", 29);
  initech = world.AddOrganization(sandbox, "Initech", 28);
  AddAdminRole(world, production);
  AddAdminRole(world, sandbox);
  world.AddRole(production, "planner", {"api:access", "forms:read"});
  ann = world.AddUser(production, {acme, "ann", {"planner"}});
  world.AddMembership(production, ann, globex, {});
  bob = world.AddUser(production, {acme, "bob"});
  admin = world.AddUser(production, {acme, "admin", {"admin"}});
  eve = world.AddUser(production, {globex, "eve", {"admin"}});
  mallory = world.AddUser(sandbox, {initech, "mallory", {"admin"}});
  exporter = AddWithSecret(world, production, {acme, "exporter"});
  collector = AddWithSecret(world, production, {globex, "collector"});
  stranger = AddWithSecret(world, sandbox, {initech, "exporter"});
}

model::Caller Cast::As(const model::UserId& user) { return As(user, HomeOf(user.text)); }

model::Caller Cast::As(const model::UserId& user, const model::OrganizationId& organization) {
  const auto issued =
      world.SignIn(EnvironmentOf(user.text), user, organization, token::kTeleTracker);
  return Of(BearerOf(issued.access.Reveal()));
}

model::Caller Cast::As(const model::ApplicationId& application) {
  const auto issued = world.SignIn(EnvironmentOf(application.text), application, token::kWorkSpan);
  return Of(BearerOf(issued.access.Reveal()));
}

model::Caller Cast::As(const model::EnvironmentId& environment) {
  const base::Secret key = world.AddEnvironmentKey(environment);
  return Of(BearerOf(key.Reveal()));
}

model::Caller Cast::Of(const verify::Credential& credential) {
  const auto need = model::Need::Live();
  const auto decision = world.verifier.Verify(credential, {need}, "192.0.2.1");
  if (!decision.allowed()) throw std::runtime_error("refused: " + decision.error().reason);
  return *decision.caller();
}

bool Cast::IsLive(const token::Issued& issued) {
  const auto need = model::Need::Live();
  return world.verifier.Verify(BearerOf(issued.access.Reveal()), {need}, "192.0.2.1").allowed();
}

model::EnvironmentId Cast::EnvironmentOf(std::string_view subject) const {
  return subject == mallory.text || subject == stranger.text ? sandbox : production;
}

model::OrganizationId Cast::HomeOf(std::string_view subject) const {
  if (EnvironmentOf(subject) == sandbox) return initech;
  return subject == eve.text || subject == collector.text ? globex : acme;
}

std::int64_t Cast::LastEvent() {
  return Must(world.store->Read([](store::ReadTx& tx) { return store::LastEventNumber(tx); }));
}

std::vector<model::Event> Cast::EventsAfter(std::int64_t number,
                                            const model::EnvironmentId& environment) {
  return Must(world.store->Read(
      [&](store::ReadTx& tx) { return store::ListEvents(tx, environment, number, 1000); }));
}

std::vector<std::string> Cast::NamesAfter(std::int64_t number) {
  std::vector<std::string> names;
  for (const model::Event& event : EventsAfter(number)) {
    names.emplace_back(model::EventName(event.type));
  }
  return names;
}

model::Session Cast::FindSession(const model::SessionId& id) {
  return Must(world.store->Read(
                  [&](store::ReadTx& tx) { return store::FindSession(tx, production, id); }))
      .value();
}

void Cast::SetUserActive(const model::UserId& user, bool active) {
  Must(world.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindUser(tx, production, user));
    row.value().active = active;
    BW_TRY(store::UpdateUser(tx, *row));
    return world.Announce(tx, model::EventType::kUserUpdated, production, user.text);
  }));
}

void Cast::SetOrganizationEnabled(const model::OrganizationId& organization, bool enabled) {
  Must(world.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindOrganization(tx, production, organization));
    row.value().enabled = enabled;
    BW_TRY(store::UpdateOrganization(tx, *row));
    return world.Announce(tx, model::EventType::kOrganizationUpdated, production,
                          organization.text);
  }));
}

void Cast::SetApplicationEnabled(const model::ApplicationId& application, bool enabled) {
  Must(world.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindApplication(tx, production, application));
    row.value().enabled = enabled;
    BW_TRY(store::UpdateApplication(tx, *row));
    return world.Announce(tx, model::EventType::kApplicationUpdated, production, application.text);
  }));
}

void Cast::SetEnvironmentEnabled(const model::EnvironmentId& environment, bool enabled) {
  Must(world.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::FindEnvironment(tx, environment));
    row.value().enabled = enabled;
    BW_TRY(store::UpdateEnvironment(tx, *row));
    return world.Announce(tx, model::EventType::kEnvironmentUpdated, environment, environment.text);
  }));
}

}  // namespace bearward::testing
