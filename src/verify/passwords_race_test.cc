// What another request changes while a password is compared.
#include <gtest/gtest.h>

#include <string>

#include "model/user.h"
#include "store/table.h"
#include "testing/cast.h"
#include "testing/must.h"
#include "testing/test_server.h"
#include "verify/passwords.h"

namespace bearward::verify {
namespace {

using testing::Must;

// A failure of the store would be 503, and would show that the user existed. The user is deleted at
// each reading of the clock in turn.
TEST(PasswordsRace, AUserThatIsDeletedDuringTheCheckIsRefusedLikeAWrongPassword) {
  testing::TestServer world;
  const model::EnvironmentId environment = world.AddEnvironment("production");
  const model::OrganizationId acme = world.AddOrganization(environment, "Acme", 28);
  int n = 0;
  for (bool fired = true; fired;) {
    const std::string name = "gone" + std::to_string(++n);
    const model::UserId gone = world.AddUser(environment, {acme, name});
    const auto remove = [&] {
      Must(world.store->Write([&](store::WriteTx& tx) {
        return store::Table(model::kUserRecord).Delete(tx, environment, gone.text);
      }));
    };
    const testing::HookClock clock(world.clock, remove, n);
    const auto passwords =
        Must(Passwords::Make({*world.store, clock, world.entropy}, {8, 1}, ThrottleLimits()));
    const auto refused = passwords->Check({environment, name, base::Secret("wrong"), {}});
    EXPECT_EQ(testing::CodeOf(refused), base::Code::kUnauthenticated) << n;
    fired = clock.fired();
  }
  EXPECT_GT(n, 2) << "the clock is read during a check";
}

}  // namespace
}  // namespace bearward::verify
