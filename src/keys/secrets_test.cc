// Several secrets of one application, so that rotation needs no downtime (P32).
#include <gtest/gtest.h>

#include "keys/keys.h"
#include "testing/cast.h"

namespace bearward::keys {
namespace {

using namespace std::chrono_literals;
using testing::Must;

class SecretsTest : public ::testing::Test {
 protected:
  bool Opens(std::string_view secret) {
    const model::Need live = model::Need::Live();
    return world_.verifier
        .Verify(testing::ClientSecretOf(cast_.production, "exporter", secret), {live}, "192.0.2.1")
        .allowed();
  }
  bool Opens(const token::ClientSecret& secret) { return Opens(secret.value.Reveal()); }
  token::ClientSecret Add(std::chrono::seconds overlap) {
    return Must(keys_.AddSecret(cast_.As(cast_.admin), cast_.exporter, overlap));
  }
  std::vector<model::ApplicationSecret> List() {
    return Must(keys_.ListSecrets(cast_.As(cast_.admin), cast_.exporter));
  }

  testing::Cast cast_;
  testing::TestServer& world_ = cast_.world;
  Keys keys_{{*world_.store, world_.clock, world_.entropy}};
};

TEST_F(SecretsTest, OldAndNewWorkUntilTheOverlapEnds) {
  ASSERT_TRUE(Opens(testing::kSecret));
  const token::ClientSecret added = Add(1h);
  EXPECT_EQ(added.value.Reveal().size(), 32U);
  EXPECT_TRUE(Opens(testing::kSecret));
  EXPECT_TRUE(Opens(added));
  world_.clock.Advance(1h - 1ms);
  EXPECT_TRUE(Opens(testing::kSecret));
  world_.clock.Advance(1ms);
  EXPECT_FALSE(Opens(testing::kSecret)) << "though it was remembered";
  EXPECT_TRUE(Opens(added));
}

TEST_F(SecretsTest, WithoutOverlapTheOldOnesEndAtOnce) {
  ASSERT_TRUE(Opens(testing::kSecret));
  const token::ClientSecret added = Add(0s);
  EXPECT_FALSE(Opens(testing::kSecret));
  EXPECT_TRUE(Opens(added));
}

TEST_F(SecretsTest, LaterOverlapDoesNotProlongAnEarlierOne) {
  Add(1min);
  Add(1h);
  world_.clock.Advance(1min);
  EXPECT_FALSE(Opens(testing::kSecret));
}

TEST_F(SecretsTest, ListTellsThemApartWithoutTheirValues) {
  world_.clock.Advance(1ms);  // ids made later sort later
  const token::ClientSecret added = Add(1h);
  const auto secrets = List();
  ASSERT_EQ(secrets.size(), 2U);
  EXPECT_EQ(secrets[0].expires_at, world_.clock.Now() + 1h);
  EXPECT_EQ(secrets[1].id, added.secret.id);
  EXPECT_FALSE(secrets[1].expires_at);
  EXPECT_EQ(secrets[1].hint, added.value.Reveal().substr(28));
  world_.clock.Advance(1h);
  EXPECT_EQ(List().size(), 1U);
}

TEST_F(SecretsTest, RemovedOneEndsAtOnceAndTokensLiveOn) {
  const token::ClientSecret added = Add(1h);
  ASSERT_TRUE(Opens(added));
  const auto token =
      world_.TokenFor(cast_.production, cast_.exporter,
                      {.issuer = std::string(testing::kIssuer),
                       .bounds = {.scopes = {}, .audiences = {std::string(testing::kIssuer)}}});
  Must(keys_.RemoveSecret(cast_.As(cast_.admin), cast_.exporter, added.secret.id));
  EXPECT_FALSE(Opens(added));
  EXPECT_TRUE(Opens(testing::kSecret));
  cast_.Of(testing::BearerOf(token.access.Reveal()));
  const auto again = keys_.RemoveSecret(cast_.As(cast_.admin), cast_.exporter, added.secret.id);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().reason, "secret_not_found");
}

TEST_F(SecretsTest, ResetEndsAllOfThemAndEveryToken) {
  const token::ClientSecret added = Add(1h);
  const auto token =
      world_.TokenFor(cast_.production, cast_.exporter,
                      {.issuer = std::string(testing::kIssuer),
                       .bounds = {.scopes = {}, .audiences = {std::string(testing::kIssuer)}}});
  cast_.Of(testing::BearerOf(token.access.Reveal()));
  Must(keys_.ResetSecret(cast_.As(cast_.admin), cast_.exporter));
  EXPECT_FALSE(Opens(added));
  EXPECT_FALSE(Opens(testing::kSecret));
  EXPECT_THROW(cast_.Of(testing::BearerOf(token.access.Reveal())), std::runtime_error);
  EXPECT_EQ(List().size(), 1U);
}

TEST_F(SecretsTest, EachChangeIsAnEventOfTheApplication) {
  const model::Caller admin = cast_.As(cast_.admin);
  const std::int64_t before = cast_.LastEvent();
  const token::ClientSecret added = Must(keys_.AddSecret(admin, cast_.exporter, 1h));
  Must(keys_.RemoveSecret(admin, cast_.exporter, added.secret.id));
  const auto events = cast_.EventsAfter(before);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(model::EventName(events[0].type), "application.secret_added");
  EXPECT_EQ(model::EventName(events[1].type), "application.secret_removed");
  for (const model::Event& event : events) {
    EXPECT_EQ(event.target, cast_.exporter.text);
    EXPECT_EQ(event.organization, cast_.acme);
    EXPECT_EQ(event.actor.id, cast_.admin.text);
    EXPECT_EQ(event.data, "{\"secret_id\":\"" + added.secret.id + "\"}");
  }
}

TEST_F(SecretsTest, ThereAreOnlySoMany) {
  for (std::size_t i = 1; i < kMostSecrets; ++i) Add(1h);
  const auto more = keys_.AddSecret(cast_.As(cast_.admin), cast_.exporter, 1h);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().reason, "too_many_secrets");
  world_.clock.Advance(1h);
  EXPECT_TRUE(Opens(Add(0s))) << "those that are over do not count";
}

TEST_F(SecretsTest, OverlapHasBounds) {
  for (const std::chrono::seconds overlap : {-1s, kLongestSecretOverlap + 1s}) {
    const auto added = keys_.AddSecret(cast_.As(cast_.admin), cast_.exporter, overlap);
    ASSERT_FALSE(added);
    EXPECT_EQ(added.error().reason, "overlap_out_of_range");
    EXPECT_EQ(added.error().fields, std::vector<std::string>{"overlap_seconds"});
  }
}

TEST_F(SecretsTest, WhoMayNotSeesNothing) {
  const token::ClientSecret mine = Add(1h);
  for (const model::Caller& caller : {cast_.As(cast_.ann), cast_.As(cast_.eve),
                                      cast_.As(cast_.mallory), cast_.As(cast_.exporter)}) {
    for (const base::Error& error :
         {keys_.AddSecret(caller, cast_.exporter, 0s).error(),
          keys_.ListSecrets(caller, cast_.exporter).error(),
          keys_.RemoveSecret(caller, cast_.exporter, mine.secret.id).error()}) {
      EXPECT_EQ(error.reason, "application_not_found");
    }
  }
  const auto elsewhere = keys_.RemoveSecret(cast_.As(cast_.eve), cast_.collector, mine.secret.id);
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error().reason, "secret_not_found") << "of another application";
  EXPECT_TRUE(Opens(mine));
}

}  // namespace
}  // namespace bearward::keys
