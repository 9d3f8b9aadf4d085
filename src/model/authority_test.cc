#include "model/authority.h"

#include <gtest/gtest.h>

#include <random>

namespace bearward::model {
namespace {

bool Covers(const Authority& actor, const Authority& subject) {
  const base::Status status = CheckCovers(actor, subject);
  EXPECT_EQ(status ? "exceeds_own_permissions" : status.error().reason, "exceeds_own_permissions");
  return status.has_value();
}

const HeldRole kWorker{.slug = "worker", .permissions = {"forms:read"}};
const HeldRole kVault{.slug = "vault"};
const HeldRole kPlanner{.slug = "planner", .permissions = {"forms:read"}, .opens_objects = true};

TEST(Authority, PermissionsAreCoveredWhereverTheyComeFrom) {
  const Authority reader{.permissions = {"forms:read"}};
  const Authority worker{.roles = {kWorker}};
  EXPECT_TRUE(Covers(reader, {}));
  EXPECT_TRUE(Covers(reader, worker));
  EXPECT_TRUE(Covers(worker, reader));
  EXPECT_FALSE(Covers({}, reader));
  EXPECT_FALSE(Covers({}, worker));
  EXPECT_FALSE(Covers(reader, {.permissions = {"forms:read", "keys:manage"}}));
  EXPECT_FALSE(Covers(reader, {.permissions = {"*"}}));
}

TEST(Authority, ARoleWithoutPermissionsMustBeHeldItself) {
  const Authority subject{.roles = {kVault}};
  EXPECT_FALSE(Covers({.permissions = {"forms:read"}, .roles = {kWorker}}, subject));
  EXPECT_TRUE(Covers({.roles = {kWorker, kVault}}, subject));
}

TEST(Authority, ARoleThatOpensObjectsMustBeHeldItself) {
  const Authority subject{.roles = {kPlanner}};
  EXPECT_FALSE(Covers({.permissions = {"forms:read"}}, subject));
  EXPECT_TRUE(Covers({.roles = {kPlanner}}, subject));
}

TEST(Authority, AccessGrantsAreComparedByKindAndOperation) {
  const Authority reads_forms{.grants = {{"form", Operation::kRead}}};
  const Authority reads_all{.grants = {{"*", Operation::kRead}}};
  EXPECT_TRUE(Covers(reads_all, reads_forms));
  EXPECT_FALSE(Covers(reads_forms, reads_all));
  EXPECT_FALSE(Covers(reads_all, {.grants = {{"form", Operation::kWrite}}}));
  EXPECT_FALSE(Covers({.permissions = {"forms:read"}}, reads_forms));
}

// Users have no access profile, so the right to manage such an application comes from a role.
TEST(Authority, AnAccessGrantIsCoveredByThePermissionOfItsOperation) {
  const Authority reader{.permissions = {"objects:read"}};
  const Authority by_role{.roles = {{.slug = "librarian", .permissions = {"objects:read"}}}};
  for (const Authority& actor : {reader, by_role}) {
    EXPECT_TRUE(Covers(actor, {.grants = {{"form", Operation::kRead}, {"*", Operation::kRead}}}));
    EXPECT_FALSE(Covers(actor, {.grants = {{"form", Operation::kWrite}}}));
    EXPECT_FALSE(Covers(actor, {.grants = {{"form", Operation::kLink}}}));
  }
}

TEST(Authority, AnAccessGrantDoesNotCoverThePermissionOfItsOperation) {
  EXPECT_FALSE(Covers({.grants = {{"*", Operation::kRead}}}, {.permissions = {"objects:read"}}));
}

TEST(Authority, EverythingCoversAll) {
  const Authority all{.permissions = {"*"}};
  EXPECT_TRUE(Covers(all, {.permissions = {"*", "keys:manage"},
                           .roles = {kVault, kPlanner},
                           .grants = {{"*", Operation::kLink}}}));
}

TEST(Authority, TheRefusalNamesWhatIsMissing) {
  EXPECT_EQ(CheckCovers({}, {.roles = {kVault}}).error().public_text,
            "The subject holds the role vault, which you do not hold.");
}

Authority Random(std::mt19937& numbers) {
  const auto coin = [&numbers] { return numbers() % 2 == 0; };
  Authority made;
  for (const char* permission : {"a", "objects:read", "objects:write"}) {
    if (coin()) made.permissions.emplace_back(permission);
  }
  for (const HeldRole& role : {kWorker, kVault, kPlanner}) {
    if (coin()) made.roles.push_back(role);
  }
  for (const AccessGrant& grant :
       {AccessGrant{"form", Operation::kRead}, AccessGrant{"*", Operation::kRead},
        AccessGrant{"form", Operation::kWrite}}) {
    if (coin()) made.grants.push_back(grant);
  }
  return made;
}

// The rule is an order: no subject gains rights by way of a third one.
TEST(Authority, CoveringIsReflexiveAndTransitive) {
  std::mt19937 numbers(7);
  int chains = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Authority a = Random(numbers);
    const Authority b = Random(numbers);
    const Authority c = Random(numbers);
    EXPECT_TRUE(Covers(a, a));
    if (!Covers(a, b) || !Covers(b, c)) continue;
    ++chains;
    EXPECT_TRUE(Covers(a, c));
  }
  EXPECT_GT(chains, 50);
}

}  // namespace
}  // namespace bearward::model
