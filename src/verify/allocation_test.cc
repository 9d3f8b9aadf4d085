// A cache hit does not allocate, and a million verdicts fit into the memory limit: this program
// counts every allocation of a thread and all bytes in use. Sanitizers replace the allocator, so
// this test is disabled with them.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define BEARWARD_ALLOCATOR_IS_TAKEN
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define BEARWARD_ALLOCATOR_IS_TAKEN
#endif

#ifndef BEARWARD_ALLOCATOR_IS_TAKEN
#include <gtest/gtest.h>

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "testing/credential_set.h"
#include "testing/faulty_engine.h"
#include "verify/usage.h"
#include "verify/verdict_cache.h"

namespace {

thread_local std::int64_t allocations = 0;
std::atomic<std::size_t> bytes_in_use = 0;

void* CountedAllocation(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  bytes_in_use += malloc_usable_size(memory) + sizeof(std::size_t);
  return memory;
}

void Free(void* memory) {
  if (memory != nullptr) bytes_in_use -= malloc_usable_size(memory) + sizeof(std::size_t);
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) { return CountedAllocation(size); }
void* operator new[](std::size_t size) { return CountedAllocation(size); }
void operator delete(void* memory) noexcept { Free(memory); }
void operator delete[](void* memory) noexcept { Free(memory); }
void operator delete(void* memory, std::size_t) noexcept { Free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { Free(memory); }

namespace bearward::verify {
namespace {

// Checks that every credential of the rack is allowed from memory without allocating. The first
// lookup may confirm the verdict after a change.
void ExpectFreeHits(testing::TestServer& world, const testing::CredentialSet& credentials,
                    testing::FaultPlan& plan) {
  const model::Need live = model::Need::Live();
  const Question question{live};
  for (const auto& hung : credentials.all()) {
    plan.Heal();
    for (int look = 0; look < 3; ++look) {
      const std::int64_t before = allocations;
      const auto decision = world.verifier.TryCached(hung->credential, question);
      EXPECT_EQ(allocations, before) << hung->name << " at look " << look;
      EXPECT_TRUE(decision && decision->allowed()) << hung->name << " at look " << look;
    }
    EXPECT_EQ(plan.calls(), 0) << hung->name;
  }
}

TEST(Allocation, RememberedVerdictIsGivenWithoutOneAndWithoutTheStore) {
  const auto plan = std::make_shared<testing::FaultPlan>();
  testing::TestServer world(
      {.source = testing::WithFaults(testing::TestEngine(), plan), .limits = {}});
  const testing::CredentialSet credentials(world);
  const testing::CredentialSet others(world, "sandbox");
  const model::Need need = model::Need::Live();
  for (const auto& hung : credentials.all()) {
    ASSERT_TRUE(world.verifier.Verify(hung->credential, {need}, "192.0.2.1").allowed());
  }
  ExpectFreeHits(world, credentials, *plan);
  // Events of another environment must not invalidate the cached verdicts.
  for (const model::EventType type :
       {model::EventType::kSessionEnded, model::EventType::kUserUpdated,
        model::EventType::kOrganizationUpdated, model::EventType::kEnvironmentUpdated,
        model::EventType::kApiKeyRevoked}) {
    testing::Must(world.store->Write([&](store::WriteTx& tx) {
      return world.Announce(tx, type, others.environment, others.environment.text);
    }));
    ExpectFreeHits(world, credentials, *plan);
  }
  // Uses become due; the first one of a thread reserves memory for many.
  world.verifier.usage().Note(std::make_shared<const model::Principal>(), "key_", {});
  world.clock.Advance(VerdictCache::kUseInterval);
  ExpectFreeHits(world, credentials, *plan);
  EXPECT_GT(world.verifier.usage().waiting(), 2U);
}

// A digest as evenly distributed as a real one, but faster to compute.
base::Digest DigestOf(std::uint64_t number) {
  base::Digest digest;
  for (std::size_t place = 0; place < digest.size(); place += sizeof number) {
    number = (number ^ (number >> 29)) * 0xbf58476d1ce4e5b9 + 0x9e3779b97f4a7c15;
    number ^= number >> 32;
    std::memcpy(digest.data() + place, &number, sizeof number);
  }
  return digest;
}

model::Principal PrincipalOf(std::size_t number) {
  const std::string who = std::to_string(1'000'000 + number);
  model::Principal principal;
  principal.environment = model::EnvironmentId{"env_01ARZ3NDEKTSV4RRFFQ69G5FAV"};
  principal.environment_name = "production";
  principal.organization = model::OrganizationId{"org_01ARZ3NDEKTSV4RRFFQ69G5FAV"};
  principal.organization_name = "Acme Corporation";
  principal.subject_id = "user_01ARZ3NDEKTSV4RRFF0" + who;
  principal.username = "someone" + who;
  principal.email = "someone" + who + "@acme.example";
  principal.full_name = "Some One " + who;
  principal.profile = "teletracker";
  principal.permissions = {"api:access", "forms:read", "forms:write"};
  principal.roles = {"planner"};
  return principal;
}

// Puts `capacity` sessions into the cache, of `principals` users in turn.
void Fill(VerdictCache& cache, std::size_t capacity, std::size_t principals) {
  std::vector<std::shared_ptr<const model::Principal>> who;
  for (std::size_t i = 0; i < principals; ++i) {
    who.push_back(std::make_shared<const model::Principal>(PrincipalOf(i)));
  }
  Verdict verdict;
  verdict.credential = {.id = base::ShortText<39>("session_01ARZ3NDEKTSV4RRFFQ69G5FAV"),
                        .expires_at = base::FromMillis(1)};
  verdict.expires_at = base::Time::max();
  for (std::size_t i = 0; i < capacity; ++i) {
    verdict.principal = who[i % principals];
    cache.Put(DigestOf(i), verdict, base::Time());
  }
}

// The whole process must stay within 250 MiB; everything except the cache takes about 30 MiB.
TEST(Allocation, MillionVerdictsFitIntoTheirBytes) {
  constexpr std::size_t kMillion = 1'000'000;
  const std::size_t before = bytes_in_use;
  const Revocations revocations;
  SubjectCache subjects{revocations};
  VerdictCache cache(subjects, kMillion);
  Fill(cache, kMillion, 1000);
  const std::size_t each = (bytes_in_use - before) / kMillion;
  EXPECT_EQ(cache.size(), kMillion);
  EXPECT_LE(each, 150U);
  EXPECT_LE(each * kMillion, cache.bytes() * 105 / 100) << "what it says of itself is true";
  RecordProperty("bytes_each", static_cast<int>(each));
}

TEST(Allocation, VerdictsOfAsManyPrincipalsStayWithinTheSameBound) {
  constexpr std::size_t kCapacity = 50'000;
  const std::size_t before = bytes_in_use;
  const Revocations revocations;
  SubjectCache subjects{revocations};
  VerdictCache cache(subjects, kCapacity);
  Fill(cache, kCapacity, kCapacity);
  // Tables of this size have a lower load factor than the estimate assumes.
  EXPECT_LE(bytes_in_use - before, kCapacity * VerdictCache::kBytesEach * 115 / 100);
  EXPECT_GT(cache.size(), kCapacity / 8) << "fewer, but still many";
}

// A credential with rate limits costs a lock and arithmetic, but no allocation.
TEST(Allocation, NeitherDoesOneUnderRateLimits) {
  testing::TestServer world;
  const testing::CredentialSet credentials(world);
  const model::RateLimit limit{1'000'000, 60};
  world.LimitOrganization(credentials.environment, credentials.acme, limit);
  world.LimitUserKey(credentials.environment, credentials.ann, limit);
  const model::Need need = model::Need::Live();
  const Question question{need};
  const Credential& key = credentials.Get("user key").credential;
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
