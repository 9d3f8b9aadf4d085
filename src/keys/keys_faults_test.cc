#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "keys/keys.h"
#include "store/applications.h"
#include "testing/cast.h"

namespace bearward::keys {
namespace {

using testing::Must;

// Stage is a cast over a database that fails by a plan, with a key and a live application.
struct Stage {
  testing::FaultyCast faulty;
  testing::Cast& cast = faulty.cast;
  testing::TestServer& world = cast.world;
  Keys keys{{*world.store, world.clock, world.entropy}};
  model::Caller ann = cast.As(cast.ann);
  model::Caller admin = cast.As(cast.admin);
  NewApiKey key = Must(keys.Generate(ann, cast.ann, "before"));
  token::Issued live = world.SignIn(cast.production, cast.exporter, token::kWorkSpan);

  std::vector<model::ApplicationSecret> Secrets() {
    return Must(world.store->Read(
        [&](store::ReadTx& tx) { return store::ListSecrets(tx, cast.production, cast.exporter); }));
  }
};

template <class T>
base::Status Drop(base::Result<T> result) {
  if (!result) return base::Fail(std::move(result).error());
  return {};
}

struct FaultCase {
  std::string name;
  std::function<base::Status(Stage&)> run;
  std::vector<std::string> events;  // of the run without a fault
};

std::vector<FaultCase> Cases() {
  return {
      {"Generate",
       [](Stage& stage) { return Drop(stage.keys.Generate(stage.ann, stage.cast.ann, "after")); },
       {"api_key.revoked", "api_key.created"}},
      {"Change",
       [](Stage& stage) {
         return Drop(stage.keys.Change(stage.ann, stage.key.key.id, {.description = "after"}));
       },
       {"api_key.updated"}},
      {"Revoke",
       [](Stage& stage) { return stage.keys.Revoke(stage.ann, stage.key.key.id); },
       {"api_key.revoked"}},
      {"FindOfUser",
       [](Stage& stage) { return Drop(stage.keys.FindOfUser(stage.ann, stage.cast.ann)); },
       {}},
      {"ResetSecret",
       [](Stage& stage) { return Drop(stage.keys.ResetSecret(stage.admin, stage.cast.exporter)); },
       {"application.secret_reset", "session.ended"}},
  };
}

class KeysFaults : public ::testing::TestWithParam<FaultCase> {};

std::string CaseName(const ::testing::TestParamInfo<FaultCase>& row) { return row.param.name; }
INSTANTIATE_TEST_SUITE_P(Verbs, KeysFaults, ::testing::ValuesIn(Cases()), CaseName);

TEST_P(KeysFaults, EveryFaultIsUnavailableAndLeavesNothingHalfDone) {
  Stage stage;
  const std::int64_t before = stage.cast.LastEvent();
  const base::Digest secret = stage.Secrets().at(0).hash;
  base::Status status;
  const int faults = testing::ForEveryFault(
      *stage.faulty.plan, [&] { status = GetParam().run(stage); },
      [&](int n) {
        ASSERT_FALSE(status) << n;
        EXPECT_EQ(status.error().code, base::Code::kUnavailable) << n;
        EXPECT_EQ(stage.cast.LastEvent(), before) << n;
        const model::ApiKey key = Must(stage.keys.FindOfUser(stage.ann, stage.cast.ann));
        EXPECT_EQ(key.id, stage.key.key.id) << n;
        EXPECT_EQ(key.description, "before") << n;
        ASSERT_EQ(stage.Secrets().size(), 1U) << n;
        EXPECT_EQ(stage.Secrets()[0].hash, secret) << n;
        EXPECT_FALSE(stage.cast.FindSession(stage.live.session.id).ended_at) << n;
      });
  EXPECT_GT(faults, 3);
  EXPECT_TRUE(status) << "the run without a fault";
  EXPECT_EQ(stage.cast.NamesAfter(before), GetParam().events);
}

}  // namespace
}  // namespace bearward::keys
