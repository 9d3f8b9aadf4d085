// Cast: a TestServer with sample users and applications, for the tests of use cases.
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
#include "testing/test_server.h"

namespace bearward::testing {

// kSecret is the client secret of the applications of the cast.
inline constexpr std::string_view kSecret = "0123456789abcdef0123456789abcdef";

// Cast has two environments. Production contains acme (28) and globex (29), the sandbox contains
// initech (also 28). The role "admin" has sessions:manage, keys:manage, applications:manage and
// objects:read.
struct Cast {
  explicit Cast(const TestServerSettings& settings = {});

  TestServer world;
  model::EnvironmentId production, sandbox;
  model::OrganizationId acme, globex, initech;
  model::UserId ann;               // planner; home is acme, also in globex without a role
  model::UserId bob;               // of acme, without a role
  model::UserId admin;             // admin of acme
  model::UserId eve;               // admin of globex
  model::UserId mallory;           // admin of initech
  model::ApplicationId exporter;   // of acme, "exporter"
  model::ApplicationId collector;  // of globex, "collector"
  model::ApplicationId stranger;   // of initech, also "exporter"

  // As returns the Caller of a user signed in at the home organization or at another, of an
  // application, or of a new key of an environment.
  model::Caller As(const model::UserId& user);
  model::Caller As(const model::UserId& user, const model::OrganizationId& organization);
  model::Caller As(const model::ApplicationId& application);
  model::Caller As(const model::EnvironmentId& environment);
  // Of returns the Caller of a credential, which must be live.
  model::Caller Of(const verify::Credential& credential);
  // IsLive says whether the access token is live.
  bool IsLive(const token::Issued& issued);

  // EnvironmentOf and HomeOf return the environment and the home organization of a subject of the
  // cast.
  model::EnvironmentId EnvironmentOf(std::string_view subject) const;
  model::OrganizationId HomeOf(std::string_view subject) const;

  // LastEvent returns the number of the newest event, EventsAfter all later events of an
  // environment.
  std::int64_t LastEvent();
  std::vector<model::Event> EventsAfter(std::int64_t number) {
    return EventsAfter(number, production);
  }
  std::vector<model::Event> EventsAfter(std::int64_t number,
                                        const model::EnvironmentId& environment);
  // NamesAfter returns the names of those events.
  std::vector<std::string> NamesAfter(std::int64_t number);
  // FindSession returns the row of a session in production.
  model::Session FindSession(const model::SessionId& id);

  // SetUserActive and the following functions change the state of a row in production and append
  // the event of the change.
  void SetUserActive(const model::UserId& user, bool active);
  void SetOrganizationEnabled(const model::OrganizationId& organization, bool enabled);
  void SetApplicationEnabled(const model::ApplicationId& application, bool enabled);
  void SetEnvironmentEnabled(const model::EnvironmentId& environment, bool enabled);
};

// FaultyCast is a cast over an in-memory store whose calls fail according to a FaultPlan.
struct FaultyCast {
  FaultyCast() : cast({.source = WithFaults(TestEngine(), plan), .limits = {}}) {}

  std::shared_ptr<FaultPlan> plan = std::make_shared<FaultPlan>();
  Cast cast;
};

// HookClock returns the time of another clock, and runs a hook at the n-th call, with n from 1. Use
// cases and issuers read the clock between a read and a write, so the hook simulates a concurrent
// change.
class HookClock final : public base::Clock {
 public:
  HookClock(const base::Clock& clock, std::function<void()> hook, int n = 1)
      : clock_(clock), hook_(std::move(hook)), left_(n) {}
  // fired says whether the hook has run.
  bool fired() const { return left_ <= 0; }
  base::Time Now() const override {
    if (--left_ == 0) hook_();
    return clock_.Now();
  }
  std::int64_t Ticks() const override { return clock_.Ticks(); }

 private:
  const base::Clock& clock_;
  std::function<void()> hook_;
  mutable int left_;
};

// HookedIssuer is an issuer of the world that runs the hook before it issues the first token.
struct HookedIssuer {
  HookedIssuer(TestServer& world, std::function<void()> hook)
      : clock(world.clock, std::move(hook)),
        issuer({world.profiles, world.keys, world.ring, clock, world.entropy},
               std::string(kIssuer)) {}

  HookClock clock;
  token::Issuer issuer;
};

}  // namespace bearward::testing
