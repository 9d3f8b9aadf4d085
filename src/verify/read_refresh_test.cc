#include <gtest/gtest.h>

#include "store/sessions.h"
#include "testing/credential_set.h"
#include "testing/faulty_engine.h"

namespace bearward::verify {
namespace {

using std::chrono::milliseconds;
using testing::CredentialSet;
using testing::Must;
using testing::TestServer;

struct Row {
  std::string_view profile;
  std::string_view other_profile;
};

class ReadRefresh : public ::testing::TestWithParam<Row> {
 protected:
  token::Issued SignIn() {
    return GetParam().profile == token::kWorkSpan
               ? world_.SignIn(credentials_.environment, credentials_.exporter, GetParam().profile)
               : world_.SignIn(credentials_.environment, credentials_.ann, credentials_.acme,
                               GetParam().profile);
  }
  base::Result<RefreshClaim> Read(const base::Secret& text) {
    return world_.verifier.ReadRefresh(text, GetParam().profile);
  }
  void ExpectInvalid(const base::Result<RefreshClaim>& claim) {
    ASSERT_FALSE(claim);
    EXPECT_EQ(claim.error().code, base::Code::kUnauthenticated);
    EXPECT_EQ(claim.error().reason, "invalid_refresh_token");
  }

  const std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  TestServer world_{{.source = testing::WithFaults(testing::TestEngine(), plan_), .limits = {}}};
  const CredentialSet credentials_{world_};
};

TEST_P(ReadRefresh, TokenNamesItsSessionAndGeneration) {
  const token::Issued issued = SignIn();
  const RefreshClaim claim = Must(Read(*issued.refresh));
  EXPECT_EQ(claim.environment, credentials_.environment);
  EXPECT_EQ(claim.session, issued.session.id);
  EXPECT_EQ(claim.generation, 0);
}

TEST_P(ReadRefresh, AccessTokenIsNone) { ExpectInvalid(Read(SignIn().access)); }

TEST_P(ReadRefresh, OtherProfilesDoNotKnowIt) {
  const token::Issued issued = SignIn();
  for (const std::string_view profile : {GetParam().other_profile, token::kWorkMobile,
                                         std::string_view("none"), std::string_view()}) {
    ExpectInvalid(world_.verifier.ReadRefresh(*issued.refresh, profile));
  }
}

TEST_P(ReadRefresh, ItEndsToTheMillisecond) {
  const token::Issued issued = SignIn();
  world_.clock.Set(*issued.session.refresh_expires_at - milliseconds(1));
  EXPECT_TRUE(Read(*issued.refresh));
  world_.clock.Set(*issued.session.refresh_expires_at);
  ExpectInvalid(Read(*issued.refresh));
}

TEST_P(ReadRefresh, AlteredTokensAreNone) {
  const token::Issued issued = SignIn();
  const std::string good(issued.refresh->Reveal());
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string flipped = good;
    flipped[i] = static_cast<char>(flipped[i] ^ 1);
    ExpectInvalid(Read(base::Secret(flipped)));
    ExpectInvalid(Read(base::Secret(good.substr(0, i))));
  }
  ExpectInvalid(Read(base::Secret(good + "=")));
  ExpectInvalid(Read(base::Secret()));
}

// A spent token must still be recognized: its second use reveals theft.
TEST_P(ReadRefresh, SpentTokenIsStillRecognised) {
  const token::Issued issued = SignIn();
  Must(world_.store->Write([&](store::WriteTx& tx) {
    model::Session session = issued.session;
    ++session.generation;
    return store::UpdateSession(tx, session);
  }));
  EXPECT_EQ(Must(Read(*issued.refresh)).generation, 0);
}

TEST_P(ReadRefresh, StorageFailureIsNoVerdict) {
  const token::Issued issued = SignIn();
  testing::ForEveryFault(
      *plan_,
      [&] {
        const auto claim = Read(*issued.refresh);
        if (!claim) {
          EXPECT_EQ(claim.error().code, base::Code::kUnavailable);
        }
      },
      [](int) {});
  EXPECT_TRUE(Read(*issued.refresh));
}

INSTANTIATE_TEST_SUITE_P(Profiles, ReadRefresh,
                         ::testing::Values(Row{token::kTeleTracker, token::kWorkSpan},
                                           Row{token::kWorkSpan, token::kTeleTracker}),
                         [](const auto& row) { return std::string(row.param.profile); });

}  // namespace
}  // namespace bearward::verify
