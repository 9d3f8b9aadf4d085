#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "grant/grant.h"
#include "store/administrators.h"
#include "testing/cast.h"
#include "testing/committed.h"

namespace bearward::grant {
namespace {

using namespace std::chrono_literals;
using testing::Must;
using token::Issued;

// Stage is a cast over a database that fails by a plan, with two signed-in sessions.
struct Stage {
  testing::FaultyCast faulty;
  testing::Cast& cast = faulty.cast;
  testing::TestServer& world = cast.world;
  Grant grant{{*world.store, world.verifier, world.issuer, world.clock}, 10s};
  Issued ann = world.SignIn(cast.production, cast.ann, cast.acme, token::kTeleTracker);
  Issued exporter = world.SignIn(cast.production, cast.exporter, token::kWorkSpan);
  model::Caller caller = cast.Of(testing::BearerOf(ann.access.Reveal()));
  model::Caller key = cast.As(cast.production);

  RefreshRequest Request(const Issued& issued, std::string_view profile) const {
    RefreshRequest request;
    request.profile = profile;
    request.refresh_token = issued.refresh.value();
    return request;
  }
};

base::Status Drop(base::Result<Granted> result) {
  if (!result) return base::Fail(std::move(result).error());
  return {};
}

struct FaultCase {
  std::string name;
  std::function<void(Stage&)> prepare;
  std::function<base::Status(Stage&)> run;
  std::vector<std::string> events;  // of the run without a fault
  bool succeeds = true;
};

void Nothing(Stage&) {}

void SpendAndWait(Stage& stage) {
  Must(testing::Committed(stage.grant.Refresh(stage.Request(stage.ann, token::kTeleTracker))));
  stage.world.clock.Advance(1min);
}

void SignInOperator(Stage& stage) {
  testing::Cast& cast = stage.cast;
  Must(stage.world.store->Write([&](store::WriteTx& tx) {
    return store::InsertAdministrator(tx, cast.production, cast.ann, stage.world.clock.Now());
  }));
  const Issued own = stage.world.SignIn(cast.production, cast.ann, {}, token::kConsole);
  stage.caller = cast.Of(testing::BearerOf(own.access.Reveal()));
}

base::Status ActForSandbox(Stage& stage) {
  return Drop(testing::Committed(stage.grant.ActForEnvironment(stage.caller, stage.cast.sandbox)));
}

std::vector<FaultCase> Cases() {
  std::vector<FaultCase> cases;
  cases.push_back(
      {"ClientCredentials",
       Nothing,
       [](Stage& stage) {
         static const model::Need kLive = model::Need::Live();
         auto decision = stage.world.verifier.Verify(
             testing::ClientSecretOf(stage.cast.production, "exporter", testing::kSecret), {kLive},
             "192.0.2.1");
         if (!decision.allowed()) return base::Status(base::Fail(decision.error()));
         return Drop(testing::Committed(
             stage.grant.ClientCredentials(decision.TakeCaller(), token::kWorkSpan)));
       },
       {"session.created"}});
  cases.push_back({"RefreshOfAReference",
                   Nothing,
                   [](Stage& stage) {
                     return Drop(testing::Committed(
                         stage.grant.Refresh(stage.Request(stage.ann, token::kTeleTracker))));
                   },
                   {"session.refreshed"}});
  cases.push_back(
      {"RefreshOfAJwtByItsClient",
       Nothing,
       [](Stage& stage) {
         auto request = stage.Request(stage.exporter, token::kWorkSpan);
         request.client = {
             stage.cast.production, "exporter", base::Secret(testing::kSecret), {"192.0.2.1"}};
         return Drop(testing::Committed(stage.grant.Refresh(request)));
       },
       {"session.refreshed"}});
  cases.push_back({"ReuseOfARefreshToken",
                   SpendAndWait,
                   [](Stage& stage) {
                     return Drop(testing::Committed(
                         stage.grant.Refresh(stage.Request(stage.ann, token::kTeleTracker))));
                   },
                   {"session.reuse_detected"},
                   false});
  cases.push_back({"Masquerade",
                   Nothing,
                   [](Stage& stage) {
                     return Drop(testing::Committed(stage.grant.Masquerade(stage.caller, 29)));
                   },
                   {"session.ended", "session.created"}});
  // Its events are in the other environment.
  cases.push_back({"ActForEnvironment", SignInOperator, ActForSandbox, {}});
  cases.push_back({"ClientToken",
                   Nothing,
                   [](Stage& stage) {
                     return Drop(testing::Committed(
                         stage.grant.ClientToken(stage.key, stage.cast.acme, stage.cast.ann)));
                   },
                   {"session.created"}});
  cases.push_back({"EndOwnSession",
                   Nothing,
                   [](Stage& stage) { return stage.grant.EndOwnSession(stage.caller); },
                   {"session.ended"}});
  cases.push_back(
      {"EndSession",
       Nothing,
       [](Stage& stage) { return stage.grant.EndSession(stage.key, stage.ann.session.id); },
       {"session.ended"}});
  return cases;
}

class GrantFaults : public ::testing::TestWithParam<FaultCase> {};

std::string CaseName(const ::testing::TestParamInfo<FaultCase>& row) { return row.param.name; }
INSTANTIATE_TEST_SUITE_P(Verbs, GrantFaults, ::testing::ValuesIn(Cases()), CaseName);

TEST_P(GrantFaults, EveryFaultIsUnavailableAndLeavesNothingHalfDone) {
  Stage stage;
  GetParam().prepare(stage);
  const std::int64_t before = stage.cast.LastEvent();
  const model::Session session = stage.cast.FindSession(stage.ann.session.id);
  base::Status status;
  const int faults = testing::ForEveryFault(
      *stage.faulty.plan, [&] { status = GetParam().run(stage); },
      [&](int n) {
        ASSERT_FALSE(status) << n;
        EXPECT_EQ(status.error().code, base::Code::kUnavailable) << n;
        EXPECT_EQ(stage.cast.LastEvent(), before) << n;
        const model::Session now = stage.cast.FindSession(session.id);
        EXPECT_EQ(now.generation, session.generation) << n;
        EXPECT_EQ(now.ended_at, session.ended_at) << n;
      });
  EXPECT_GT(faults, 3);
  EXPECT_EQ(status.has_value(), GetParam().succeeds) << "the run without a fault";
  EXPECT_EQ(stage.cast.NamesAfter(before), GetParam().events);
}

// The writer runs a closure again after a retryable failure: the effect must occur once.
TEST_P(GrantFaults, EveryRetryHasTheEffectOnce) {
  int calls = 1;
  for (int n = 1; n <= calls; ++n) {
    Stage stage;
    GetParam().prepare(stage);
    const std::int64_t before = stage.cast.LastEvent();
    stage.faulty.plan->FailCall(n, 1, true);
    const base::Status status = GetParam().run(stage);
    calls = stage.faulty.plan->calls();
    stage.faulty.plan->Heal();
    if (!status && status.error().code == base::Code::kUnavailable) {
      EXPECT_EQ(stage.cast.LastEvent(), before) << n << ": a read is not tried again";
      calls = n + 1;
      continue;
    }
    EXPECT_EQ(status.has_value(), GetParam().succeeds) << n;
    EXPECT_EQ(stage.cast.NamesAfter(before), GetParam().events) << n;
  }
}

}  // namespace
}  // namespace bearward::grant
