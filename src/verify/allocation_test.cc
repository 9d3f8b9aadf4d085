// A remembered verdict is given without allocating: this program counts every allocation of a
// thread. Sanitizers bring their own allocator, so under them this test is left out.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define BEARWARD_ALLOCATOR_IS_TAKEN
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define BEARWARD_ALLOCATOR_IS_TAKEN
#endif

#ifndef BEARWARD_ALLOCATOR_IS_TAKEN
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "testing/rack.h"

namespace {

thread_local std::int64_t allocations = 0;

void* CountedAllocation(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) { return CountedAllocation(size); }
void* operator new[](std::size_t size) { return CountedAllocation(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace bearward::verify {
namespace {

TEST(Allocation, RememberedVerdictIsGivenWithoutOne) {
  testing::World world;
  const testing::Rack rack(world);
  const model::Need need = model::Need::All({"forms:read"});
  const Question question{need};
  std::size_t looked_at = 0;
  for (const auto& hung : rack.all()) {
    (void)world.verifier.Verify(hung->credential, question, "192.0.2.1");
    const std::int64_t before = allocations;
    const auto decision = world.verifier.TryCached(hung->credential, question);
    EXPECT_EQ(allocations, before) << hung->name;
    EXPECT_TRUE(decision->allowed()) << hung->name;
    ++looked_at;
  }
  EXPECT_EQ(looked_at, rack.all().size());
}

// A limited credential pays with a lock and some arithmetic, not with memory.
TEST(Allocation, NeitherDoesOneUnderRateLimits) {
  testing::World world;
  const testing::Rack rack(world);
  const model::RateLimit limit{1'000'000, 60};
  world.LimitOrganization(rack.environment, rack.acme, limit);
  world.LimitUserKey(rack.environment, rack.ann, limit);
  const model::Need need = model::Need::Live();
  const Question question{need};
  const Credential& key = rack.Get("user key").credential;
  (void)world.verifier.Verify(key, question, "192.0.2.1");
  const std::int64_t before = allocations;
  const auto decision = world.verifier.TryCached(key, question);
  EXPECT_EQ(allocations, before);
  ASSERT_TRUE(decision && decision->limit());
  EXPECT_EQ(decision->limit()->remaining, limit.permits - 2);
}

TEST(Allocation, CounterCounts) {
  const std::int64_t before = allocations;
  const auto memory = std::make_unique<std::string>(100, 'x');
  EXPECT_EQ(allocations, before + 2);
  EXPECT_EQ(memory->size(), 100U);
}

}  // namespace
}  // namespace bearward::verify
#endif
