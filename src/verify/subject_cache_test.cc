#include "verify/subject_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace bearward::verify {
namespace {

struct Facts {
  std::string environment = "env_1", kind = "client", subject = "exporter", organization = "org_1",
              profile = "oauth.jwt";
  model::CredentialKind credential = model::CredentialKind::kJwt;
  std::optional<std::vector<std::string>> scopes = {{"a", "b"}};
  std::vector<std::string> audiences = {"x"};

  SubjectKey key() const {
    return {.environment = environment,
            .kind = kind,
            .subject = subject,
            .organization = organization,
            .profile = profile,
            .credential = credential,
            .scopes = scopes ? &*scopes : nullptr,
            .audiences = &audiences};
  }
};

class SubjectCacheTest : public ::testing::Test {
 protected:
  static CachedSubject Make() {
    model::Principal principal;
    principal.environment = model::EnvironmentId{"env_1"};
    principal.organization = model::OrganizationId{"org_1"};
    principal.subject_id = "app_1";
    return {std::make_shared<const model::Principal>(principal), 3};
  }
  void Touch(model::EventType type, const std::string& target) {
    model::Event event;
    event.environment.text = target.starts_with("env") ? target : "env_9";
    event.type = type;
    event.target = target;
    revocations_.Apply({&event, 1});
  }

  Revocations revocations_;
  SubjectCache cache_{revocations_};
};

TEST_F(SubjectCacheTest, FindReturnsWhatWasPut) {
  const Facts facts;
  EXPECT_FALSE(cache_.Find(facts.key()));
  const CachedSubject subject = Make();
  cache_.Put(facts.key(), subject, revocations_.Now());
  const auto found = cache_.Find(facts.key());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->principal, subject.principal);
  EXPECT_EQ(found->generation, 3);
}

// Adjacent texts and lists do not run together.
TEST_F(SubjectCacheTest, KeyThatDiffersInOneFactIsAMiss) {
  const std::vector<std::function<void(Facts&)>> changes = {
      [](auto& f) { f.environment = "env_2"; },
      [](auto& f) { f.kind = "user"; },
      [](auto& f) { f.subject = "other"; },
      [](auto& f) { f.organization = "org_2"; },
      [](auto& f) { f.profile = "x"; },
      [](auto& f) { f.credential = model::CredentialKind::kReference; },
      [](auto& f) { f.scopes = std::nullopt; },
      [](auto& f) { f.scopes = std::vector<std::string>{}; },
      [](auto& f) { f.scopes = {{"a"}}; },
      [](auto& f) { f.scopes = {{"ab"}}; },
      [](auto& f) { f.scopes = {{"a", "b", "x"}}, f.audiences = {}; },
      [](auto& f) { f.audiences = {}; },
      [](auto& f) { f.audiences = {"x", "y"}; },
      [](auto& f) { f.environment = "env_1client", f.kind = ""; },
  };
  cache_.Put(Facts().key(), Make(), revocations_.Now());
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Facts other;
    changes[i](other);
    EXPECT_FALSE(cache_.Find(other.key())) << i;
  }
}

TEST_F(SubjectCacheTest, ChangeOfWhatASubjectDependsOnIsAMiss) {
  const Facts facts;
  const std::vector<std::pair<model::EventType, std::string>> ends = {
      {model::EventType::kEnvironmentUpdated, "env_1"},
      {model::EventType::kOrganizationUpdated, "org_1"},
      {model::EventType::kApplicationUpdated, "app_1"}};
  for (const auto& [type, target] : ends) {
    cache_.Put(facts.key(), Make(), revocations_.Now());
    Touch(model::EventType::kApplicationUpdated, "app_2");
    EXPECT_TRUE(cache_.Find(facts.key())) << "the event is about another application";
    Touch(type, target);
    EXPECT_FALSE(cache_.Find(facts.key())) << target;
  }
}

// Facts that were read before a change never count as read after it.
TEST_F(SubjectCacheTest, FactsReadBeforeAChangeAreNotUsedAfterIt) {
  const Facts facts;
  const std::uint64_t before = revocations_.Now();
  Touch(model::EventType::kApplicationUpdated, "app_1");
  cache_.Put(facts.key(), Make(), before);
  EXPECT_FALSE(cache_.Find(facts.key()));
  const CachedSubject fresh = Make();
  cache_.Put(facts.key(), fresh, revocations_.Now());
  cache_.Put(facts.key(), Make(), before);
  ASSERT_TRUE(cache_.Find(facts.key()));
  EXPECT_EQ(cache_.Find(facts.key())->principal, fresh.principal);
}

TEST_F(SubjectCacheTest, SizeIsBounded) {
  for (std::size_t i = 0; i < 3 * SubjectCache::kStripes * SubjectCache::kMostInStripe; ++i) {
    Facts facts;
    facts.subject = std::to_string(i);
    cache_.Put(facts.key(), Make(), revocations_.Now());
    EXPECT_TRUE(cache_.Find(facts.key()));
  }
  EXPECT_LE(cache_.size(), SubjectCache::kStripes * SubjectCache::kMostInStripe);
}

model::Principal PrincipalOf(int number, const std::string& role = "planner") {
  model::Principal principal;
  principal.environment = model::EnvironmentId{"env_1"};
  principal.organization = model::OrganizationId{"org_1"};
  principal.subject_id = "user_" + std::to_string(number);
  principal.roles = {role};
  return principal;
}

TEST(SharedPrincipal, EqualPrincipalsAreOneObject) {
  Revocations revocations;
  SubjectCache cache{revocations};
  const auto first = cache.Share(PrincipalOf(1));
  EXPECT_EQ(first->principal(), PrincipalOf(1));
  EXPECT_EQ(cache.Share(PrincipalOf(1)), first);
  EXPECT_NE(cache.Share(PrincipalOf(2)), first);
}

TEST(SharedPrincipal, PrincipalThatDiffersInOneFactIsAnotherObject) {
  const std::vector<std::function<void(model::Principal&)>> changes = {
      [](auto& who) { who.environment = model::EnvironmentId{"env_2"}; },
      [](auto& who) { who.environment_name = "x"; },
      [](auto& who) { who.organization = model::OrganizationId{"org_2"}; },
      [](auto& who) { who.organization_number = 9; },
      [](auto& who) { who.organization_name = "x"; },
      [](auto& who) { who.subject_kind = model::SubjectKind::kApplication; },
      [](auto& who) { who.subject_id = "user_2"; },
      [](auto& who) { who.subject_number = 9; },
      [](auto& who) { who.username = "x"; },
      [](auto& who) { who.email = "x"; },
      [](auto& who) { who.full_name = "x"; },
      [](auto& who) { who.credential = model::CredentialKind::kJwt; },
      [](auto& who) { who.profile = "x"; },
      [](auto& who) { who.profile_bit = 1; },
      [](auto& who) { who.permissions = {"x"}; },
      [](auto& who) { who.roles = {"x"}; },
      [](auto& who) { who.access_profile = "x"; },
      [](auto& who) { who.limits.emplace_back(); },
      [](auto& who) { who.client = base::Shared(model::ClientTerms{}); },
      [](auto& who) { who.audience = base::Shared(model::Audience{{"x"}, false}); },
  };
  Revocations revocations;
  SubjectCache cache{revocations};
  const auto plain = cache.Share(PrincipalOf(1));
  for (const auto& change : changes) {
    model::Principal other = PrincipalOf(1);
    change(other);
    const auto kept = cache.Share(other);
    EXPECT_NE(kept, plain);
    EXPECT_EQ(kept->principal(), other);
  }
  EXPECT_EQ(plain->principal(), PrincipalOf(1));
}

TEST(SharedPrincipal, EqualPartsOfDifferentPrincipalsAreOneObject) {
  Revocations revocations;
  SubjectCache cache{revocations};
  const auto one = cache.Share(PrincipalOf(1));
  const auto other = cache.Share(PrincipalOf(2));
  EXPECT_EQ(&*one->principal().environment, &*other->principal().environment);
  EXPECT_EQ(&*one->principal().organization, &*other->principal().organization);
  EXPECT_EQ(&one->principal().roles.texts(), &other->principal().roles.texts());
  const auto boss = cache.Share(PrincipalOf(2, "boss"));
  EXPECT_NE(&boss->principal().roles.texts(), &other->principal().roles.texts());
}

TEST(SharedPrincipal, NumberOfSharersIsBounded) {
  Revocations revocations;
  SubjectCache cache{revocations};
  std::vector<std::shared_ptr<const SharedPrincipal>> held;
  for (std::size_t i = 0; i < SubjectCache::kMostSharers + 1; ++i) {
    held.push_back(cache.Share(PrincipalOf(1)));
  }
  EXPECT_EQ(held.front(), held[SubjectCache::kMostSharers - 1]);
  EXPECT_NE(held.front(), held.back());
}

TEST(SharedPrincipal, PrincipalWithAnIdIsNotShared) {
  Revocations revocations;
  SubjectCache cache{revocations};
  const base::ShortText<39> odd("odd");
  const auto plain = cache.Share(PrincipalOf(1));
  const auto one = cache.KeepWithId(PrincipalOf(1), odd);
  EXPECT_EQ(one->id, odd);
  EXPECT_EQ(one->principal(), PrincipalOf(1));
  EXPECT_NE(cache.KeepWithId(PrincipalOf(1), odd), one);
  EXPECT_EQ(cache.Share(PrincipalOf(1)), plain);
}

TEST(SharedPrincipal, ObjectIsReleasedWithItsLastReference) {
  Revocations revocations;
  SubjectCache cache{revocations};
  EXPECT_EQ(cache.shared_bytes(), 0U);
  {
    const auto one = cache.Share(PrincipalOf(1));
    const auto same_user = cache.Share(PrincipalOf(1, "boss"));
    const auto two = cache.Share(PrincipalOf(2));
    EXPECT_GT(cache.shared_bytes(), 3 * sizeof(model::Principal));
  }
  EXPECT_EQ(cache.shared_bytes(), 0U);
  EXPECT_EQ(cache.Share(PrincipalOf(1))->principal(), PrincipalOf(1));
}

TEST(SharedPrincipal, ObjectOutlivesTheCache) {
  Revocations revocations;
  auto cache = std::make_unique<SubjectCache>(revocations);
  const auto kept = cache->Share(PrincipalOf(1));
  cache.reset();
  EXPECT_EQ(kept->principal(), PrincipalOf(1));
}

TEST(SharedPrincipalConcurrency, EachThreadGetsAnEqualPrincipal) {
  Revocations revocations;
  SubjectCache cache{revocations};
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      std::vector<std::shared_ptr<const SharedPrincipal>> held(16);
      for (int i = 0; i < 10'000; ++i) {
        const int number = (i + thread) % 7;
        auto& place = held[static_cast<std::size_t>(i) % held.size()];
        place = cache.Share(PrincipalOf(number));
        if (place->principal().subject_id != "user_" + std::to_string(number)) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(cache.shared_bytes(), 0U);
}

}  // namespace
}  // namespace bearward::verify
