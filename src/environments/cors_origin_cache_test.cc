#include "environments/cors_origin_cache.h"

#include <gtest/gtest.h>

#include "environments/sign_in_settings.h"
#include "testing/cast.h"

namespace bearward::environments {
namespace {

using testing::Must;

class CorsOriginCacheTest : public ::testing::Test {
 protected:
  void Allow(const model::EnvironmentId& environment, const std::string& origin) {
    model::CorsOrigin row;
    row.origin = origin;
    Must(origins_.Create(faulty_.cast.As(environment), row));
  }

  testing::FaultyCast faulty_;
  store::Store& store_ = *faulty_.cast.world.store;
  CorsOrigins origins_{{store_, faulty_.cast.world.clock, faulty_.cast.world.entropy}};
};

TEST_F(CorsOriginCacheTest, AnOriginOfAnyEnvironmentIsThereAfterItsCommit) {
  Allow(faulty_.cast.production, "https://before.example");
  const CorsOriginCache cache(store_);
  EXPECT_EQ(cache.All()->size(), 1U);
  Allow(faulty_.cast.sandbox, "http://localhost:3000");
  EXPECT_TRUE(cache.All()->contains("http://localhost:3000"));
  EXPECT_TRUE(cache.All()->contains("https://before.example"));
  EXPECT_FALSE(cache.All()->contains("https://other.example"));
}

}  // namespace
}  // namespace bearward::environments
