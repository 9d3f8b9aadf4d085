// Cast: a world with people in it, for the tests of use cases.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/caller.h"
#include "model/event.h"
#include "testing/faulty_engine.h"
#include "testing/world.h"

namespace bearward::testing {

// kSecret is the client secret of the cast's applications.
inline constexpr std::string_view kSecret = "0123456789abcdef0123456789abcdef";

// Cast has two environments. In production live acme (28) and globex (29), in the sandbox initech
// (28 as well). The role "admin" holds sessions:manage, keys:manage, applications:manage and
// objects:read.
struct Cast {
  explicit Cast(const WorldSettings& settings = {});

  World world;
  model::EnvironmentId production, sandbox;
  model::OrganizationId acme, globex, initech;
  model::UserId ann;               // planner at home in acme, and in globex without a role
  model::UserId bob;               // of acme, without a role
  model::UserId admin;             // admin of acme
  model::UserId eve;               // admin of globex
  model::UserId mallory;           // admin of initech
  model::ApplicationId exporter;   // of acme, "exporter"
  model::ApplicationId collector;  // of globex, "collector"
  model::ApplicationId stranger;   // of initech, "exporter" as well

  // As gives a user signed in at home or elsewhere, an application, or an environment's new key.
  model::Caller As(const model::UserId& user);
  model::Caller As(const model::UserId& user, const model::OrganizationId& organization);
  model::Caller As(const model::ApplicationId& application);
  model::Caller As(const model::EnvironmentId& environment);
  // Of gives the caller behind a credential that must be live.
  model::Caller Of(const verify::Credential& credential);
  // IsLive says whether the access token is.
  bool IsLive(const token::Issued& issued);

  // EnvironmentOf and HomeOf know where everybody lives.
  model::EnvironmentId EnvironmentOf(std::string_view subject) const;
  model::OrganizationId HomeOf(std::string_view subject) const;

  // LastEvent gives the number of the newest event, EventsAfter all later ones of an environment.
  std::int64_t LastEvent();
  std::vector<model::Event> EventsAfter(std::int64_t number) {
    return EventsAfter(number, production);
  }
  std::vector<model::Event> EventsAfter(std::int64_t number,
                                        const model::EnvironmentId& environment);
  // NamesAfter gives their names.
  std::vector<std::string> NamesAfter(std::int64_t number);
  // FindSession gives the row of a session of production.
  model::Session FindSession(const model::SessionId& id);

  // SetUserActive and its neighbours throw a switch in production, and announce it.
  void SetUserActive(const model::UserId& user, bool active);
  void SetOrganizationEnabled(const model::OrganizationId& organization, bool enabled);
  void SetApplicationEnabled(const model::ApplicationId& application, bool enabled);
  void SetEnvironmentEnabled(const model::EnvironmentId& environment, bool enabled);
};

// FaultyCast is a cast over a memory store that obeys a plan.
struct FaultyCast {
  FaultyCast() : cast({.source = WithFaults(store::SqliteMemory(), plan), .limits = {}}) {}

  std::shared_ptr<FaultPlan> plan = std::make_shared<FaultPlan>();
  Cast cast;
};

// HookClock tells the time of another clock, and does something the first time that it is asked:
// what happens between a verb's reading and its writing, since issuers ask for the time there.
class HookClock final : public base::Clock {
 public:
  HookClock(const base::Clock& clock, std::function<void()> hook)
      : clock_(clock), hook_(std::move(hook)) {}
  base::Time Now() const override {
    if (auto hook = std::exchange(hook_, nullptr)) hook();
    return clock_.Now();
  }
  std::int64_t Ticks() const override { return clock_.Ticks(); }

 private:
  const base::Clock& clock_;
  mutable std::function<void()> hook_;
};

// HookedIssuer is an issuer of the world that runs the hook before it first issues.
struct HookedIssuer {
  HookedIssuer(World& world, std::function<void()> hook)
      : clock(world.clock, std::move(hook)),
        issuer({world.profiles, world.keys, world.ring, clock, world.entropy},
               std::string(kIssuer)) {}

  HookClock clock;
  token::Issuer issuer;
};

}  // namespace bearward::testing
