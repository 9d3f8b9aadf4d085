#include "model/email_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace bearward::model {
namespace {

using ::testing::ElementsAre;

TEST(SendsEmail, TheEventsOfNewCodesAndInvitationsDo) {
  std::vector<std::string> names;
  for (int i = 0; i < static_cast<int>(EventType::kCount_); ++i) {
    const auto type = static_cast<EventType>(i);
    if (SendsEmail(type)) names.emplace_back(EventName(type));
  }
  EXPECT_THAT(names,
              ElementsAre("email_verification.created", "magic_auth.created",
                          "password_reset.created", "email_change.created",
                          "passwordless_session.sent", "invitation.created", "invitation.resent"));
}

}  // namespace
}  // namespace bearward::model
