#include "model/event_names.h"

#include <gtest/gtest.h>

namespace bearward::model {
namespace {

TEST(EventNames, MisspelledNameNamesTheClosestOneOrTheList) {
  EXPECT_EQ(UnknownEvent("user.creatd"),
            "Unknown event type \"user.creatd\". Did you mean \"user.created\"?");
  EXPECT_EQ(UnknownEvent("zzzzzzzzzzzz"),
            "Unknown event type \"zzzzzzzzzzzz\". docs/events.md lists them.");
}

}  // namespace
}  // namespace bearward::model
