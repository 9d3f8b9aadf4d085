#include "environments/cors_origin_cache.h"

#include <gtest/gtest.h>

#include "environments/sign_in_settings.h"
#include "testing/cast.h"

namespace bearward::environments {
namespace {

using testing::Must;

class CorsOriginCacheTest : public ::testing::Test {
 protected:
  std::string Allow(const model::EnvironmentId& environment, const std::string& origin) {
    model::CorsOrigin row;
    row.origin = origin;
    return Must(origins_.Create(faulty_.cast.As(environment), row)).id;
  }

  testing::FaultyCast faulty_;
  const model::EnvironmentId& production_ = faulty_.cast.production;
  const model::EnvironmentId& sandbox_ = faulty_.cast.sandbox;
  store::Store& store_ = *faulty_.cast.world.store;
  CorsOrigins origins_{{store_, faulty_.cast.world.clock, faulty_.cast.world.entropy}};
};

TEST_F(CorsOriginCacheTest, AnOriginIsAllowedInItsEnvironmentAfterItsCommit) {
  Allow(production_, "https://before.example");
  const CorsOriginCache cache(store_);
  EXPECT_TRUE(cache.Allows("https://before.example", production_.text));
  Allow(sandbox_, "http://localhost:3000");
  EXPECT_TRUE(cache.Allows("http://localhost:3000", sandbox_.text));
  EXPECT_FALSE(cache.Allows("http://localhost:3000", production_.text));
  EXPECT_TRUE(cache.Allows("https://before.example", production_.text));
  EXPECT_FALSE(cache.Allows("https://before.example", sandbox_.text));
}

TEST_F(CorsOriginCacheTest, WithoutAnEnvironmentTheOriginsOfAllAreAllowed) {
  const CorsOriginCache cache(store_);
  EXPECT_FALSE(cache.may_allow());
  Allow(production_, "https://app.example");
  EXPECT_TRUE(cache.may_allow());
  Allow(sandbox_, "http://localhost:3000");
  EXPECT_TRUE(cache.Allows("https://app.example", ""));
  EXPECT_TRUE(cache.Allows("http://localhost:3000", ""));
  EXPECT_FALSE(cache.Allows("https://other.example", ""));
}

TEST_F(CorsOriginCacheTest, ADeletedOriginIsNotAllowed) {
  const CorsOriginCache cache(store_);
  const std::string id = Allow(production_, "https://app.example");
  ASSERT_TRUE(cache.Allows("https://app.example", production_.text));
  Must(origins_.Delete(faulty_.cast.As(production_), id));
  EXPECT_FALSE(cache.Allows("https://app.example", production_.text));
  EXPECT_FALSE(cache.Allows("https://app.example", ""));
  EXPECT_FALSE(cache.may_allow());
}

TEST_F(CorsOriginCacheTest, AfterAFailedReadNoOriginIsAllowedUntilItIsReadAgain) {
  Allow(production_, "https://app.example");
  faulty_.plan->FailCall(1);
  CorsOriginCache cache(store_);
  ASSERT_TRUE(faulty_.plan->fired());
  faulty_.plan->Heal();
  EXPECT_FALSE(cache.Allows("https://app.example", production_.text));
  EXPECT_FALSE(cache.Allows("https://app.example", ""));
  Must(cache.Retry());
  EXPECT_TRUE(cache.Allows("https://app.example", production_.text));
}

}  // namespace
}  // namespace bearward::environments
