// The setup link over the whole program: from an empty database to an administrator who signs in.
#include <string>

#include "app/browser_fixture.h"
#include "app/faulty_core_fixture.h"
#include "base/encode.h"

namespace bearward::app {
namespace {

using testing::ClientAnswer;
using ::testing::HasSubstr;
using testing::Must;

constexpr const char* kPassword = "long enough text";

class FirstAdministrator : public FaultyCoreFixture {
 protected:
  FirstAdministrator() : token_(testing::Must(core_->BeginSetup())->Reveal()) {}

  ClientAnswer Get(Browser& browser, const std::string& target) {
    ClientAnswer page =
        testing::DoorClient(core_->door()).Send(http::Method::kGet, target, browser.Headers(), "");
    browser.Take(page);
    return page;
  }
  ClientAnswer Post(Browser& browser, const std::string& target, const std::string& body) {
    testing::ClientHeaders headers = browser.Headers();
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    ClientAnswer answer =
        testing::DoorClient(core_->door()).Send(http::Method::kPost, target, headers, body);
    browser.Take(answer);
    return answer;
  }
  // Setup loads the page of the link and sends its form.
  ClientAnswer Setup(Browser& browser, const std::string& email,
                     const std::string& password = kPassword) {
    const ClientAnswer page = Get(browser, "/setup?token=" + token_);
    EXPECT_EQ(page.status, 200) << page.body;
    EXPECT_EQ(FieldOf(page.body, "token"), token_);
    return Post(browser, "/setup",
                "csrf=" + FieldOf(page.body, "csrf") + "&token=" + token_ + "&email=" +
                    base::PercentEncode(email) + "&password=" + base::PercentEncode(password));
  }
  ClientAnswer SignIn(const std::string& name, const std::string& password) {
    Browser browser;
    const std::string csrf = FieldOf(Get(browser, "/sign-in").body, "csrf");
    return Post(browser, "/sign-in",
                "csrf=" + csrf + "&username=" + base::PercentEncode(name) +
                    "&password=" + base::PercentEncode(password));
  }

  const std::string token_;
};

TEST_F(FirstAdministrator, TheLinkMakesAnAdministratorWhoSignsInAndWorksOnce) {
  Browser browser;
  const ClientAnswer made = Setup(browser, "eve@example.test");
  EXPECT_EQ(made.status, 303) << made.body;
  EXPECT_EQ(made.Header("Location"), "/sign-in?done=administrator");
  EXPECT_EQ(SignIn("eve@example.test", kPassword).status, 303);
  EXPECT_EQ(SignIn("eve@example.test", "another text").status, 401);

  EXPECT_EQ(Get(browser, "/setup?token=" + token_).status, 403) << "the link is used up";
  const std::string csrf = FieldOf(Get(browser, "/sign-in").body, "csrf");
  EXPECT_EQ(Post(browser, "/setup",
                 "csrf=" + csrf + "&token=" + token_ +
                     "&email=late%40example.test&password=long+enough+text")
                .status,
            403);
  EXPECT_EQ(SignIn("late@example.test", kPassword).status, 401);
}

// The link used to replace the password of the user, and an apply then restored the old one.
// The setup link makes its user by the code of provisioning, but no file made it.
TEST_F(FirstAdministrator, IsNotPrunedByAFile) {
  Browser browser;
  ASSERT_EQ(Setup(browser, "eve@example.test").status, 303);
  provision::ProvisioningFile file;
  file.environments.emplace_back().name = "production";
  EXPECT_THAT(testing::Must(core_->Plan(file, provision::Prune::kYes)).changes,
              ::testing::IsEmpty());
}

TEST_F(FirstAdministrator, AUserOfAFileKeepsItsPassword) {
  const std::string file =
      "[[environments]]\nname = \"production\"\n"
      "[[users]]\nemail = \"ann@example.test\"\npassword = \"the password of the file\"\n";
  Apply(file);
  Browser browser;
  const ClientAnswer wrong = Setup(browser, "ann@example.test");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_THAT(wrong.body, HasSubstr("A user with this name exists"));
  EXPECT_EQ(Setup(browser, "ann@example.test", "the password of the file").status, 303);
  EXPECT_EQ(SignIn("ann@example.test", kPassword).status, 401);
  EXPECT_EQ(SignIn("ann@example.test", "the password of the file").status, 303);
  Apply(file);
  EXPECT_EQ(SignIn("ann@example.test", "the password of the file").status, 303);
}

TEST_F(FirstAdministrator, AnInactiveUserIsRefusedAndTheLinkStaysValid) {
  Apply(
      "[[environments]]\nname = \"production\"\n"
      "[[users]]\nemail = \"ann@example.test\"\npassword = \"long enough text\"\n"
      "active = false\n");
  Browser browser;
  EXPECT_EQ(Setup(browser, "ann@example.test").status, 401);
  EXPECT_EQ(Setup(browser, "eve@example.test").status, 303);
  EXPECT_EQ(SignIn("eve@example.test", kPassword).status, 303);
}

// F6: a request that fails in the middle may have made the user; the next one continues with it.
TEST_F(FirstAdministrator, AnOutageOfTheStoreIs503AndTheLinkStaysValid) {
  Browser browser;
  const std::string csrf = FieldOf(Get(browser, "/setup?token=" + token_).body, "csrf");
  const std::string form =
      "csrf=" + csrf + "&token=" + token_ + "&email=eve%40example.test&password=long+enough+text";
  int faults = 0;
  ClientAnswer last;
  while (last.status != 303 && faults < 1000) {
    plan_->FailCall(++faults);
    last = Post(browser, "/setup", form);
    plan_->Heal();
    EXPECT_THAT(last.status, ::testing::AnyOf(503, 303)) << faults << ": " << last.body;
  }
  EXPECT_GT(faults, 10);
  Must(core_->Tend());
  EXPECT_EQ(SignIn("eve@example.test", kPassword).status, 303);
}

}  // namespace
}  // namespace bearward::app
