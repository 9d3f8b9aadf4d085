// The rules of endpoints.
#include "webhooks/endpoints.h"

#include <algorithm>

#include "webhooks/webhook_fixture.h"

namespace bearward::webhooks {
namespace {

using testing::CodeOf;
using ::testing::ElementsAre;
using ::testing::MatchesRegex;
using testing::Must;
using ::testing::Not;

class EndpointsTest : public WebhookFixture {
 protected:
  std::string Refusal(const std::string& url, std::vector<std::string> events = {}) {
    model::WebhookEndpoint row;
    row.url = url;
    row.events = std::move(events);
    const auto made = endpoints_.Create(key_, row);
    return made ? "none" : made.error().reason;
  }
  std::string SecretOf(const model::WebhookEndpoint& endpoint) {
    return std::string(Must(endpoints_.SecretsOf(endpoint, clock().Now())).present.Reveal());
  }
};

TEST_F(EndpointsTest, AnEndpointHasASecretOfItsOwnThatIsStoredEncrypted) {
  const auto one = Add("/one");
  const auto two = Add("/two");
  EXPECT_THAT(SecretOf(one), MatchesRegex("whsec_[A-Za-z0-9+/]{32}"));
  EXPECT_NE(SecretOf(one), SecretOf(two));
  EXPECT_THAT(one.sealed, Not(::testing::HasSubstr(SecretOf(one).substr(6))));
  model::WebhookEndpoint exchanged = one;
  exchanged.sealed = two.sealed;
  EXPECT_FALSE(endpoints_.SecretsOf(exchanged, clock().Now())) << "a secret opens in its row only";
}

TEST_F(EndpointsTest, EventsAreStoredOnceInOrder) {
  EXPECT_THAT(Add("/hook", {"user.created", "group.created", "user.created"}).events,
              ElementsAre("group.created", "user.created"));
}

// Incident class G1: a refused address is an error at once, and is refused again when it is used.
TEST_F(EndpointsTest, AUrlMustBeAnHttpUrlOfAPublicAddress) {
  for (const char* url : {"", "example.com", "ftp://example.com/", "https://user@example.com/",
                          "http://10.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/",
                          "http://[::ffff:10.0.0.1]/", "http://2130706433/", "http://0x7f.1/"}) {
    EXPECT_EQ(Refusal(url), "invalid_url") << url;
  }
  EXPECT_EQ(Refusal("https://example.com/webhooks"), "none");
  EXPECT_EQ(Refusal("https://example.com/webhooks"), "webhook_endpoint_exists");
  EXPECT_EQ(Refusal("http://127.0.0.1:9/"), "none") << "an allowed range";
}

TEST_F(EndpointsTest, AnUnknownEventIsRefused) {
  EXPECT_EQ(Refusal("https://example.com/", {"group.created", "group.exploded"}),
            "unknown_event_type");
}

TEST_F(EndpointsTest, OnlyTheEnvironmentHasEndpoints) {
  const auto endpoint = Add();
  for (const model::Caller& caller : {cast_.As(cast_.admin), cast_.As(cast_.exporter)}) {
    EXPECT_EQ(CodeOf(endpoints_.Get(caller, endpoint.id)), base::Code::kDenied);
    EXPECT_EQ(CodeOf(endpoints_.RollSecret(caller, endpoint.id)), base::Code::kDenied);
    EXPECT_EQ(CodeOf(deliveries_.ListOf(caller, endpoint.id, {})), base::Code::kDenied);
  }
  const model::Caller sandbox = cast_.As(cast_.sandbox);
  EXPECT_EQ(CodeOf(endpoints_.RollSecret(sandbox, endpoint.id)), base::Code::kNotFound);
  EXPECT_EQ(CodeOf(deliveries_.ListOf(sandbox, endpoint.id, {})), base::Code::kNotFound);
}

TEST_F(EndpointsTest, AReplacedSecretStaysValidForADay) {
  const auto endpoint = Add();
  const std::string before = SecretOf(endpoint);
  const auto rolled = Must(endpoints_.RollSecret(key_, endpoint.id));
  EXPECT_NE(SecretOf(rolled), before);
  EXPECT_EQ(Must(endpoints_.SecretsOf(rolled, clock().Now())).previous.Reveal(), before);
  Advance(kOverlap);
  EXPECT_TRUE(Must(endpoints_.SecretsOf(rolled, clock().Now())).previous.empty());
}

TEST_F(EndpointsTest, AnEventAboutAnEndpointHasNoSecret) {
  const auto first = cast_.LastEvent();
  const auto endpoint = Add();
  Must(endpoints_.RollSecret(key_, endpoint.id));
  for (const model::Event& event : cast_.EventsAfter(first)) {
    EXPECT_THAT(event.data, Not(::testing::HasSubstr("v1.")));
    EXPECT_THAT(event.data, Not(::testing::HasSubstr("whsec_")));
  }
}

}  // namespace
}  // namespace bearward::webhooks
