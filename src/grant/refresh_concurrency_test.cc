#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <barrier>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "grant/grant.h"
#include "testing/cast.h"
#include "testing/committed.h"
#include "testing/temp_dir.h"

namespace bearward::grant {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using testing::Must;
using token::Issued;

constexpr int kThreads = 64;

enum class Backend { kMemory, kFile };

// GrantConcurrency runs the same races over one shared connection, and over a file with several.
class GrantConcurrency : public ::testing::TestWithParam<Backend> {
 protected:
  store::EngineSource Source() const {
    return GetParam() == Backend::kMemory ? store::SqliteMemory()
                                          : store::SqliteFile(folder_.File("grant.db"), 4);
  }
  // Race calls `run(thread)` on all threads at once and returns the results.
  template <class T>
  std::vector<base::Result<T>> Race(const std::function<base::Result<T>(int)>& run) {
    std::barrier start(kThreads);
    std::vector<base::Result<T>> results(kThreads, base::Fail(base::Internal("not run")));
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        results[static_cast<std::size_t>(i)] = run(i);
      });
    }
    for (std::thread& thread : threads) thread.join();
    return results;
  }
  RefreshRequest Request(const Issued& issued) {
    RefreshRequest request;
    request.profile = token::kTeleTracker;
    request.refresh_token = issued.refresh.value();
    return request;
  }
  base::Result<Granted> Refresh(const Issued& issued) {
    return testing::Committed(grant_.Refresh(Request(issued)));
  }
  Issued SignInAnn() {
    return world_.SignIn(cast_.production, cast_.ann, cast_.acme, token::kTeleTracker);
  }

  testing::TempDir folder_;
  testing::Cast cast_{{.source = Source(), .limits = {}}};
  testing::TestServer& world_ = cast_.world;
  Grant grant_{{*world_.store, world_.verifier, world_.issuer, world_.clock}, 10s};
};

std::string BackendName(const ::testing::TestParamInfo<Backend>& row) {
  return row.param == Backend::kMemory ? "Memory" : "File";
}

INSTANTIATE_TEST_SUITE_P(Engines, GrantConcurrency,
                         ::testing::Values(Backend::kMemory, Backend::kFile), BackendName);

// Incident class B1: two parallel refreshes used to create two families, or to sign the client out.
TEST_P(GrantConcurrency, ManyRefreshesOfOneTokenGiveOneSuccessor) {
  const Issued first = SignInAnn();
  const std::int64_t before = cast_.LastEvent();
  const auto results = Race<Granted>([&](int) { return Refresh(first); });
  std::set<std::string> pairs;
  for (const auto& result : results) {
    ASSERT_TRUE(result) << result.error().reason << result.error().detail;
    pairs.insert(std::string(result->issued.access.Reveal()) +
                 std::string(result->issued.refresh.value().Reveal()));
  }
  EXPECT_EQ(pairs.size(), 1U);
  EXPECT_TRUE(cast_.IsLive(results.front()->issued));
  EXPECT_EQ(cast_.FindSession(first.session.id).generation, 1);
  EXPECT_THAT(cast_.NamesAfter(before), ElementsAre("session.refreshed"));
}

TEST_P(GrantConcurrency, ManyReusesEndTheSessionOnce) {
  const Issued first = SignInAnn();
  const Granted next = Must(Refresh(first));
  world_.clock.Advance(1min);
  const std::int64_t before = cast_.LastEvent();
  const auto results = Race<Granted>([&](int) { return Refresh(first); });
  for (const auto& result : results) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().reason, "invalid_refresh_token");
  }
  EXPECT_FALSE(cast_.IsLive(next.issued));
  EXPECT_THAT(cast_.NamesAfter(before), ElementsAre("session.reuse_detected"));
}

TEST_P(GrantConcurrency, SessionEndedAmongRefreshesStaysEnded) {
  const Issued first = SignInAnn();
  const model::Caller caller = cast_.Of(testing::BearerOf(first.access.Reveal()));
  const auto results = Race<Granted>([&](int i) -> base::Result<Granted> {
    if (i != kThreads / 2) return Refresh(first);
    BW_TRY(grant_.EndOwnSession(caller));
    return Granted{first, {}};
  });
  EXPECT_TRUE(results[kThreads / 2]) << "only this one ends it";
  EXPECT_TRUE(cast_.FindSession(first.session.id).ended_at);
  for (const auto& result : results) {
    if (!result) continue;
    EXPECT_FALSE(cast_.IsLive(result->issued));
    EXPECT_FALSE(Refresh(result->issued));
  }
}

TEST_P(GrantConcurrency, ManyMasqueradesOfOneBearerOpenOneSession) {
  const Issued first = SignInAnn();
  const model::Caller caller = cast_.Of(testing::BearerOf(first.access.Reveal()));
  const auto results =
      Race<Granted>([&](int) { return testing::Committed(grant_.Masquerade(caller, 29)); });
  const auto opened = std::ranges::count_if(results, [](const auto& result) { return !!result; });
  EXPECT_EQ(opened, 1);
  for (const auto& result : results) {
    if (result) {
      EXPECT_TRUE(cast_.IsLive(result->issued));
    } else {
      EXPECT_EQ(result.error().reason, "session_ended");
    }
  }
  EXPECT_FALSE(cast_.IsLive(first));
}

}  // namespace
}  // namespace bearward::grant
