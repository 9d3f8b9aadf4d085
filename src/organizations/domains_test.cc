#include "organizations/domains.h"

#include <gtest/gtest.h>

#include "testing/cast.h"

namespace bearward::organizations {
namespace {

using model::DomainState;
using model::OrganizationDomain;
using testing::Must;

class DomainsTest : public ::testing::Test {
 protected:
  OrganizationDomain Add(const std::string& name) {
    OrganizationDomain domain;
    domain.organization = cast_.acme;
    domain.domain = name;
    return Must(domains_.Create(key_, domain));
  }
  std::string ReasonOfVerify(const std::string& id) {
    const auto verified = domains_.Verify(key_, id);
    return verified ? "none" : verified.error().reason;
  }

  testing::Cast cast_;
  base::Result<std::vector<std::string>> records_;
  std::string asked_;
  Domains domains_{{*cast_.world.store, cast_.world.clock, cast_.world.entropy},
                   [this](const std::string& name) {
                     asked_ = name;
                     return records_;
                   }};
  model::Caller key_ = cast_.As(cast_.production);
};

TEST_F(DomainsTest, ANewDomainIsPendingAndHasItsOwnTokenAndPrefix) {
  const OrganizationDomain first = Add("one.example");
  const OrganizationDomain second = Add("two.example");
  EXPECT_EQ(first.state, DomainState::kPending);
  EXPECT_EQ(first.token.size(), 16U);
  EXPECT_NE(first.token, second.token);
  EXPECT_NE(first.prefix, second.prefix);
}

TEST_F(DomainsTest, ATxtRecordWithTheTokenVerifiesADomain) {
  const OrganizationDomain domain = Add("one.example");
  records_ = std::vector<std::string>{"v=spf1 -all", domain.token};
  const std::int64_t start = cast_.LastEvent();
  EXPECT_EQ(Must(domains_.Verify(key_, domain.id)).state, DomainState::kVerified);
  EXPECT_EQ(asked_, domain.prefix + ".one.example");
  EXPECT_EQ(cast_.NamesAfter(start), std::vector<std::string>{"organization_domain.verified"});
  EXPECT_EQ(ReasonOfVerify(domain.id), "domain_already_verified");
}

TEST_F(DomainsTest, ADomainThatNeedsNoLookupCausesNone) {
  const OrganizationDomain domain = Add("one.example");
  const auto reader = cast_.world.AddApplication(
      cast_.production,
      {.organization = cast_.acme, .client_id = "reader", .permissions = {"organizations:read"}});
  const auto refused = domains_.Verify(cast_.As(reader), domain.id);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, base::Code::kDenied);
  EXPECT_EQ(asked_, "");
  records_ = std::vector<std::string>{domain.token};
  Must(domains_.Verify(key_, domain.id));
  asked_.clear();
  EXPECT_EQ(ReasonOfVerify(domain.id), "domain_already_verified");
  EXPECT_EQ(asked_, "");
}

TEST_F(DomainsTest, ADomainWithoutThatRecordStaysPending) {
  const OrganizationDomain domain = Add("one.example");
  const std::int64_t start = cast_.LastEvent();
  for (const auto& records : {std::vector<std::string>(), {domain.token + "x", "other"}}) {
    records_ = records;
    EXPECT_EQ(Must(domains_.Verify(key_, domain.id)).state, DomainState::kPending);
  }
  EXPECT_EQ(cast_.NamesAfter(start).size(), 2U);
}

TEST_F(DomainsTest, AFailedLookupChangesNothing) {
  const OrganizationDomain domain = Add("one.example");
  const std::int64_t start = cast_.LastEvent();
  records_ = base::Fail(base::Unavailable("dns_unavailable", "no answer"));
  EXPECT_EQ(ReasonOfVerify(domain.id), "dns_unavailable");
  EXPECT_EQ(cast_.LastEvent(), start);
}

TEST_F(DomainsTest, ARecordForADomainOfAnotherEnvironmentIsNotAsked) {
  const OrganizationDomain domain = Add("one.example");
  const auto verified = domains_.Verify(cast_.As(cast_.sandbox), domain.id);
  ASSERT_FALSE(verified.has_value());
  EXPECT_EQ(verified.error().reason, "organization_domain_not_found");
  EXPECT_EQ(asked_, "");
}

}  // namespace
}  // namespace bearward::organizations
