#include "store/users.h"

#include <gtest/gtest.h>

#include <chrono>

#include "store/environments.h"
#include "store/login_failures.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::SampleUser;

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};

class UsersTable : public ::testing::Test {
 protected:
  UsersTable() {
    for (const char* env : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(env));
    }
  }
  std::string WhoIs(const model::EnvironmentId& environment, const std::string& login) {
    const auto user = db_.Read(FindUserByLogin, environment, login);
    return user ? user->id.text : "nobody";
  }
  static model::User Named(std::int64_t number, const std::string& username,
                           const std::string& email) {
    auto user = SampleUser("env_1", number);
    user.username = username;
    user.email = email;
    return user;
  }
  testing::MemoryStore db_;
};

TEST_F(UsersTable, AUserIsReadBackCompletely) {
  auto user = SampleUser("env_1", 1804);
  user.username = "Ann";
  user.password_hash = "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA";
  user.active = false;
  user.updated_at += std::chrono::seconds(1);
  db_.Write(InsertUser, user);
  const auto found = db_.Read(FindUser, kOne, user.id);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->environment, kOne);
  EXPECT_EQ(found->number, 1804);
  EXPECT_EQ(found->username, "Ann");
  EXPECT_EQ(found->email, user.email);
  EXPECT_EQ(found->first_name, "Ann");
  EXPECT_EQ(found->last_name, "Lee");
  EXPECT_EQ(found->job_title, "Planner");
  EXPECT_EQ(found->password_hash, user.password_hash);
  EXPECT_EQ(found->password_changed_at, testing::kSampleTime);
  EXPECT_FALSE(found->active);
  EXPECT_EQ(found->created_at, testing::kSampleTime);
  EXPECT_EQ(found->updated_at, user.updated_at);
}

TEST_F(UsersTable, ALoginIsAUsernameOrAnEmailWithoutCase) {
  db_.Write(InsertUser, Named(1, "Ann", "Ann.Lee@Acme.Example"));
  EXPECT_EQ(WhoIs(kOne, "ANN"), "user_1");
  EXPECT_EQ(WhoIs(kOne, "ann.lee@acme.example"), "user_1");
  EXPECT_EQ(WhoIs(kOne, "ann.lee"), "nobody");
  EXPECT_EQ(WhoIs(kOne, "ann "), "nobody");
}

// Regression: NFD did not equal NFC, and letters beyond ASCII were compared case-sensitively.
TEST_F(UsersTable, ALoginIsComparedByRfc8265) {
  db_.Write(InsertUser, Named(1, "J\u00fcrgen", "J\u00d6rg@Acme.Example"));
  for (const char* login :
       {"j\u00fcrgen", "J\u00dcRGEN", "ju\u0308rgen", "JU\u0308RGEN", "\uff2a\u00fcrgen",
        "jo\u0308rg@acme.example", "J\u00d6RG@ACME.EXAMPLE"}) {
    EXPECT_EQ(WhoIs(kOne, login), "user_1") << login;
  }
  EXPECT_EQ(WhoIs(kOne, "jurgen"), "nobody");
  EXPECT_EQ(db_.WriteCode(InsertUser, Named(2, "JU\u0308RGEN", "")), base::Code::kExists);
  EXPECT_EQ(db_.WriteCode(InsertUser, Named(2, "", "ju\u0308rgen")), base::Code::kExists);
}

TEST_F(UsersTable, TheSameLoginIsAnotherUserInAnotherEnvironment) {
  db_.Write(InsertUser, SampleUser("env_1", 1));
  EXPECT_EQ(WhoIs(kTwo, "user1"), "nobody");
  EXPECT_FALSE(db_.Read(FindUser, kTwo, model::UserId{"user_1"}).has_value());
  auto other = SampleUser("env_2", 1);
  other.id = {"user_other"};
  db_.Write(InsertUser, other);
  EXPECT_EQ(WhoIs(kOne, "user1"), "user_1");
  EXPECT_EQ(WhoIs(kTwo, "user1@acme.example"), "user_other");
}

TEST_F(UsersTable, AnEmptyLoginMatchesNoUser) {
  db_.Write(InsertUser, Named(1, "", "ann@acme.example"));
  db_.Write(InsertUser, Named(2, "bob", ""));
  db_.Write(InsertUser, Named(3, "", "cy@acme.example"));
  db_.Write(InsertUser, Named(4, "dan", ""));
  EXPECT_EQ(WhoIs(kOne, ""), "nobody");
}

TEST_F(UsersTable, IdNumberUsernameAndEmailAreUniqueWithoutCase) {
  db_.Write(InsertUser, Named(1, "ann", "ann@acme.example"));
  auto same_id = Named(2, "bob", "bob@acme.example");
  same_id.id = {"user_1"};
  auto same_number = Named(2, "bob", "bob@acme.example");
  same_number.number = 1;
  EXPECT_EQ(db_.WriteCode(InsertUser, same_id), base::Code::kExists);
  EXPECT_EQ(db_.WriteCode(InsertUser, same_number), base::Code::kExists);
  EXPECT_EQ(db_.WriteCode(InsertUser, Named(2, "ANN", "bob@acme.example")), base::Code::kExists);
  EXPECT_EQ(db_.WriteCode(InsertUser, Named(2, "bob", "Ann@Acme.example")), base::Code::kExists);
}

// One login name must never identify two users: a user who takes another user's email as username
// would receive the password guesses for that user, and could lock that user out.
TEST_F(UsersTable, AUsernameIsNeverTheEmailOfAnotherUser) {
  db_.Write(InsertUser, Named(1, "ann", "ann@acme.example"));
  db_.Write(InsertUser, Named(2, "bob@acme.example", ""));
  EXPECT_EQ(db_.WriteCode(InsertUser, Named(3, "Ann@acme.example", "")), base::Code::kExists);
  EXPECT_EQ(db_.WriteCode(InsertUser, Named(3, "cy", "BOB@acme.example")), base::Code::kExists);
  db_.Write(InsertUser, Named(3, "cy", "cy@acme.example"));
  EXPECT_EQ(db_.WriteCode(UpdateUser, Named(3, "ann@acme.example", "")), base::Code::kExists);
  EXPECT_EQ(db_.WriteCode(UpdateUser, Named(3, "cy", "bob@acme.example")), base::Code::kExists);
  EXPECT_EQ(WhoIs(kOne, "cy@acme.example"), "user_3");
}

TEST_F(UsersTable, AUsernameMayBeTheEmailOfTheSameUser) {
  db_.Write(InsertUser, Named(1, "ann@acme.example", "ann@acme.example"));
  db_.Write(UpdateUser, Named(1, "ANN@acme.example", "ann@acme.example"));
  EXPECT_EQ(WhoIs(kOne, "ann@acme.example"), "user_1");
}

TEST_F(UsersTable, AnUpdateReachesOneUserOfOneEnvironment) {
  db_.Write(InsertUser, SampleUser("env_1", 1));
  db_.Write(InsertUser, SampleUser("env_2", 1));
  auto changed = SampleUser("env_1", 1);
  changed.username = "Renamed";
  changed.active = false;
  changed.created_at = {};
  db_.Write(UpdateUser, changed);
  EXPECT_EQ(WhoIs(kOne, "user1"), "nobody");
  EXPECT_EQ(WhoIs(kOne, "renamed"), "user_1");
  EXPECT_FALSE(db_.Read(FindUser, kOne, changed.id)->active);
  EXPECT_EQ(db_.Read(FindUser, kOne, changed.id)->created_at, testing::kSampleTime);
  EXPECT_TRUE(db_.Read(FindUser, kTwo, changed.id)->active);
  EXPECT_EQ(db_.WriteCode(UpdateUser, SampleUser("env_1", 9)), base::Code::kInternal);
}

TEST_F(UsersTable, NumbersContinueFromTheHighestOfTheEnvironment) {
  EXPECT_EQ(db_.Read(NextUserNumber, kOne), 1);
  db_.Write(InsertUser, SampleUser("env_1", 1804));
  EXPECT_EQ(db_.Read(NextUserNumber, kOne), 1805);
  EXPECT_EQ(db_.Read(NextUserNumber, kTwo), 1);
}

TEST_F(UsersTable, PreviousPasswordsAreListedNewestFirstAndTheOldestAreDeleted) {
  const auto user = SampleUser("env_1", 1);
  const auto other = SampleUser("env_2", 1);
  db_.Write(InsertUser, user);
  db_.Write(InsertUser, other);
  EXPECT_TRUE(db_.Read(PreviousPasswords, user, 5).empty());
  for (const char* hash : {"$1", "$2", "$3", "$4"}) {
    db_.Write(RememberPassword, user, std::string(hash), testing::kSampleTime, 3);
  }
  db_.Write(RememberPassword, other, std::string("$other"), testing::kSampleTime, 3);
  EXPECT_EQ(db_.Read(PreviousPasswords, user, 5), (std::vector<std::string>{"$4", "$3", "$2"}));
  EXPECT_EQ(db_.Read(PreviousPasswords, user, 1), std::vector<std::string>{"$4"});
  EXPECT_EQ(db_.Read(PreviousPasswords, other, 5), std::vector<std::string>{"$other"});
  db_.Write(RememberPassword, user, std::string("$5"), testing::kSampleTime, 0);
  EXPECT_TRUE(db_.Read(PreviousPasswords, user, 5).empty());
}

TEST_F(UsersTable, LoginFailuresAreStoredUntilTheyAreZero) {
  db_.Write(InsertUser, SampleUser("env_1", 1));
  db_.Write(InsertUser, SampleUser("env_2", 1));
  const model::UserId id = {"user_1"};
  EXPECT_EQ(db_.Read(FindLoginFailures, kOne, id).count, 0);
  db_.Write(PutLoginFailures, kOne, id, LoginFailures{.count = 2, .locked_until = {}});
  db_.Write(PutLoginFailures, kOne, id,
            LoginFailures{.count = 3, .locked_until = testing::kSampleTime});
  EXPECT_EQ(db_.Read(FindLoginFailures, kOne, id).count, 3);
  EXPECT_EQ(db_.Read(FindLoginFailures, kOne, id).locked_until, testing::kSampleTime);
  EXPECT_EQ(db_.Read(FindLoginFailures, kTwo, id).count, 0);
  db_.Write(PutLoginFailures, kOne, id, LoginFailures{});
  EXPECT_EQ(db_.Read(FindLoginFailures, kOne, id).count, 0);
  EXPECT_FALSE(db_.Read(FindLoginFailures, kOne, id).locked_until.has_value());
}

}  // namespace
}  // namespace bearward::store
