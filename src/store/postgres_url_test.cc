#include "store/postgres_url.h"

#include <gtest/gtest.h>

namespace bearward::store {
namespace {

TEST(PostgresUrl, UrlsOfOneAndOfSeveralHostsAreAccepted) {
  for (const char* url : {"postgresql://db.example.com/bearward", "postgres://u:p@h:5432/d",
                          "postgresql://u@a:5432,b:5433/d?target_session_attrs=read-write",
                          "postgresql:///d?host=/run/postgresql", "postgresql://u:%40%2F@h/d"}) {
    EXPECT_TRUE(CheckPostgresUrl(url)) << url;
  }
}

TEST(PostgresUrl, OtherTextIsRefusedWithoutQuotingIt) {
  for (const char* url : {"host=db password=hunter2", "mysql://u:hunter2@h/d", "hunter2",
                          "postgresql://u:hunter2%zz@h/d", "postgresql://u@h/d?hunter2=1"}) {
    const auto checked = CheckPostgresUrl(url);
    ASSERT_FALSE(checked) << url;
    EXPECT_EQ(checked.error().public_text.find("hunter2"), std::string::npos) << url;
  }
}

TEST(PostgresUrl, APasswordIsFoundInUserInfoAndInParameters) {
  EXPECT_TRUE(HasPassword("postgresql://u:p@h/d"));
  EXPECT_TRUE(HasPassword("postgresql://u@h/d?password=p"));
  EXPECT_TRUE(HasPassword("postgresql://u@h/d?sslpassword=p"));
  EXPECT_TRUE(HasPassword("postgresql://u:%zz@h/d")) << "unknown counts as yes";
  EXPECT_FALSE(HasPassword("postgresql://u@h/d"));
  EXPECT_FALSE(HasPassword(""));
}

}  // namespace
}  // namespace bearward::store
