#include "base/seeded_entropy.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/id.h"

namespace bearward::base {
namespace {

std::vector<std::string> Ids(SeededEntropy& entropy, int count) {
  std::vector<std::string> ids;
  for (int i = 0; i < count; ++i) ids.push_back(NewUlid(FromMillis(i), entropy));
  return ids;
}

TEST(SeededEntropy, OneSeedHasEqualIdsAndAnotherHasOthers) {
  SeededEntropy first(7);
  SeededEntropy second(7);
  SeededEntropy other(8);
  const auto ids = Ids(first, 100);
  EXPECT_EQ(ids, Ids(second, 100));
  EXPECT_NE(ids.front(), Ids(other, 1).front());
  for (const std::string& id : ids) EXPECT_TRUE(IsUlid(id)) << id;
  for (std::size_t i = 1; i < ids.size(); ++i) EXPECT_LT(ids[i - 1], ids[i]);
}

TEST(SeededEntropy, RewindRepeatsTheIds) {
  SeededEntropy entropy(7);
  Ids(entropy, 3);
  const std::uint64_t count = entropy.count();
  const auto ids = Ids(entropy, 5);
  entropy.Rewind(count);
  EXPECT_EQ(Ids(entropy, 5), ids);
}

TEST(SeededEntropy, SecretsStayRandom) {
  SeededEntropy first(7);
  SeededEntropy second(7);
  EXPECT_NE(NewUuid(first), NewUuid(second));
}

}  // namespace
}  // namespace bearward::base
