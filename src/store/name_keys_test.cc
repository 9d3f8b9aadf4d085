#include "store/name_keys.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "store/columns.h"
#include "store/engine_sqlite.h"
#include "store/migrations.h"
#include "store/users.h"
#include "testing/must.h"

namespace bearward::store {
namespace {

using testing::Must;

const model::EnvironmentId kOne = {"env_1"};

// A database of release 0.1.0: its six migrations, and keys case-folded in ASCII only.
class NameKeys : public ::testing::Test {
 protected:
  NameKeys() {
    Must(Migrate(*engine_, Migrations().first(6)));
    Must(
        engine_->Execute("INSERT INTO environments (id, name, sandbox, enabled, position, "
                         "created_at) VALUES ('env_1', 'production', 0, 1, 0, 0)",
                         {}));
  }
  void Add(std::int64_t number, const std::string& username, const std::string& username_key,
           const std::string& email = "", const std::string& email_key = "") {
    const std::array<Parameter, 6> values = {
        "user_" + std::to_string(number), number, username, username_key, email, email_key};
    Must(engine_->Execute(
        "INSERT INTO users (environment_id, id, number, username, username_key, email, email_key, "
        "first_name, last_name, job_title, password_hash, password_changed_at, active, created_at, "
        "updated_at) VALUES ('env_1', ?1, ?2, ?3, ?4, ?5, ?6, '', '', '', '', 0, 1, 0, 0)",
        values));
  }
  void Upgrade() { Must(Migrate(*engine_, Migrations())); }
  std::string WhoIs(const std::string& login) {
    const auto user = Must(FindUserByLogin(tx_, kOne, login));
    return user ? user->id.text : "nobody";
  }
  std::string KeyOf(std::int64_t number) {
    const std::array<Parameter, 1> values = {number};
    const auto rows = Must(ReadAll<std::string>(
        engine_->Execute("SELECT username_key FROM users WHERE number = ?1", values),
        [](Columns& columns) { return columns.Text(); }));
    return rows.at(0);
  }
  std::unique_ptr<Engine> engine_ = Must(OpenSqlite(":memory:", true));
  const EventChain chain_;
  WriteTx tx_{*engine_, chain_, {}};
};

TEST_F(NameKeys, UsersOfAnEarlierReleaseAreFoundInEverySpelling) {
  Add(1, "J\u00dcRGEN", "j\u00dcrgen", "J\u00d6rg@acme.example", "j\u00d6rg@acme.example");
  Add(2, "Ann", "ann");
  Add(3, "rene\u0301e", "rene\u0301e");
  Upgrade();
  for (const char* login :
       {"J\u00dcRGEN", "j\u00fcrgen", "ju\u0308rgen", "j\u00f6rg@acme.example"}) {
    EXPECT_EQ(WhoIs(login), "user_1") << login;
  }
  EXPECT_EQ(WhoIs("ANN"), "user_2");
  EXPECT_EQ(WhoIs("REN\u00c9E"), "user_3");
}

TEST_F(NameKeys, UsersWhoseNamesBecomeEqualStillSignInWithTheirSpelling) {
  Add(1, "ju\u0308rgen", "ju\u0308rgen");
  Add(2, "J\u00dcRGEN", "j\u00dcrgen");
  Add(3, "j\u00fcrgen", "j\u00fcrgen");
  Upgrade();
  EXPECT_EQ(WhoIs("ju\u0308rgen"), "user_1");
  EXPECT_EQ(WhoIs("J\u00dcRGEN"), "user_2");
  EXPECT_EQ(WhoIs("j\u00fcrgen"), "user_3");
  EXPECT_EQ(WhoIs("J\u00fcrgen"), "user_3");
  // An update of another field must not remove the name of such a user either.
  auto second = *Must(FindUser(tx_, kOne, {"user_2"}));
  second.job_title = "Planner";
  Must(UpdateUser(tx_, second));
  EXPECT_EQ(WhoIs("J\u00dcRGEN"), "user_2");
  second.username = "Ju\u0308rgen";
  EXPECT_EQ(testing::CodeOf(UpdateUser(tx_, second)), base::Code::kExists);
  second.username = "J\u00dcRGEN 2";
  Must(UpdateUser(tx_, second));
  EXPECT_EQ(WhoIs("j\u00fcrgen 2"), "user_2");
}

TEST_F(NameKeys, TheUserWithTheLowestNumberGetsAFreeKey) {
  Add(1, "J\u00dcRGEN", "j\u00dcrgen");
  Add(2, "ju\u0308rgen", "ju\u0308rgen");
  Upgrade();
  EXPECT_EQ(KeyOf(1), "j\u00fcrgen");
  EXPECT_EQ(KeyOf(2), "ju\u0308rgen");
  EXPECT_EQ(WhoIs("j\u00fcrgen"), "user_1");
  EXPECT_EQ(WhoIs("J\u00dcRGEN"), "user_1");
  EXPECT_EQ(WhoIs("ju\u0308rgen"), "user_2");
}

// A username that equals another user's email would receive that user's sign-ins.
TEST_F(NameKeys, AUsernameNeverBecomesAnotherUsersEmail) {
  Add(1, "J\u00d6RG@acme.example", "j\u00d6rg@acme.example");
  Add(2, "bob", "bob", "j\u00f6rg@acme.example", "j\u00f6rg@acme.example");
  Upgrade();
  EXPECT_EQ(WhoIs("j\u00f6rg@acme.example"), "user_2");
  EXPECT_EQ(WhoIs("J\u00d6RG@acme.example"), "user_1");
}

}  // namespace
}  // namespace bearward::store
