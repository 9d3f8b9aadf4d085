#include "dialects/oauth/client.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/encode.h"

namespace bearward::dialects::oauth {
namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";
constexpr std::string_view kAssertion =
    "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
    "&client_assertion=a.b.c";

const Server kServer{{"env_1"}, "https://door.example", "https://door.example/base"};

base::Result<verify::Credential> ClientOf(std::string_view body,
                                          std::vector<http::Header> headers = {}) {
  headers.push_back({"Content-Type", kFormType});
  http::Request request;
  request.method = http::Method::kPost;
  request.headers = headers;
  request.body = body;
  BW_TRY_ASSIGN(const Form form, Form::Read(request));
  return ReadClient(request, form, kServer);
}

std::string ReasonOf(const base::Result<verify::Credential>& client) {
  return client ? "" : client.error().reason;
}

class Basic {
 public:
  explicit Basic(std::string_view text) : value_("Basic " + base::Base64Encode(text)) {}
  http::Header header() const { return {"Authorization", value_}; }

 private:
  std::string value_;
};

TEST(OauthClient, SecretByBasicIsFormUrlencodedInside) {
  const Basic basic("a%3Ab+c:p%25%3A+%C3%A4");
  const auto client = ClientOf("grant_type=client_credentials", {basic.header()});
  ASSERT_TRUE(client);
  EXPECT_EQ(client->scheme, verify::Scheme::kClientSecret);
  EXPECT_EQ(client->environment.text, "env_1");
  EXPECT_EQ(client->login, "a:b c");
  EXPECT_EQ(client->password.Reveal(), "p%: ä");
}

// Many clients send id and secret unencoded, against RFC 6749 section 2.3.1.
TEST(OauthClient, SecretByBasicIsKeptAsSentWhereThatReadsOtherwise) {
  const Basic encoded("a%3Ab:p+c");
  const auto client = ClientOf("", {encoded.header()});
  ASSERT_TRUE(client);
  EXPECT_EQ(client->password.Reveal(), "p c");
  ASSERT_TRUE(client->as_sent);
  EXPECT_EQ(client->as_sent->login, "a%3Ab");
  EXPECT_EQ(client->as_sent->password.Reveal(), "p+c");

  const Basic plain("a:p c~");
  EXPECT_FALSE(ClientOf("", {plain.header()})->as_sent);
  const Basic broken("a:50%off");
  EXPECT_EQ(ClientOf("", {broken.header()})->password.Reveal(), "50%off");
}

TEST(OauthClient, SpacesAfterTheSchemeAreOneOrMore) {
  EXPECT_EQ(ClientOf("", {{"Authorization", "Basic    YTpw"}})->password.Reveal(), "p");
  EXPECT_EQ(ReasonOf(ClientOf("", {{"Authorization", "BasicYTpw"}})), "invalid_client");
}

TEST(OauthClient, SecretInTheBodyIsTheSameCredential) {
  const auto client = ClientOf("client_id=a%3Ab&client_secret=p%25");
  ASSERT_TRUE(client);
  EXPECT_EQ(client->scheme, verify::Scheme::kClientSecret);
  EXPECT_EQ(client->login, "a:b");
  EXPECT_EQ(client->password.Reveal(), "p%");
}

TEST(OauthClient, AssertionIsAddressedToTheIssuerOrTheTokenEndpoint) {
  const auto client = ClientOf(kAssertion);
  ASSERT_TRUE(client);
  EXPECT_EQ(client->scheme, verify::Scheme::kClientAssertion);
  EXPECT_EQ(client->login, "");
  EXPECT_EQ(client->password.Reveal(), "a.b.c");
  EXPECT_EQ(
      client->audiences,
      (std::vector<std::string>{"https://door.example", "https://door.example/base/oauth2/token"}));
  EXPECT_EQ(ClientOf("client_id=x&" + std::string(kAssertion))->login, "x");
}

// RFC 6749 section 2.3: the client MUST NOT use more than one authentication method in each
// request.
TEST(OauthClient, TwoMethodsAreAnInvalidRequest) {
  const Basic basic("a:p");
  const std::string assertion(kAssertion);
  EXPECT_EQ(ReasonOf(ClientOf("client_id=a&client_secret=p", {basic.header()})), "invalid_request");
  EXPECT_EQ(ReasonOf(ClientOf(assertion, {basic.header()})), "invalid_request");
  EXPECT_EQ(ReasonOf(ClientOf("client_id=a&client_secret=p&" + assertion)), "invalid_request");
  EXPECT_EQ(ReasonOf(ClientOf("client_id=a&client_secret=p", {{"Authorization", "Bearer x"}})),
            "invalid_request");
  EXPECT_EQ(ReasonOf(ClientOf("", {basic.header(), basic.header()})), "invalid_request");
  EXPECT_EQ(ReasonOf(ClientOf("client_id=other", {basic.header()})), "invalid_request");
  EXPECT_TRUE(ClientOf("client_id=a", {basic.header()}));
}

TEST(OauthClient, HalfAMethodIsRefused) {
  EXPECT_EQ(ReasonOf(ClientOf("client_secret=p")), "invalid_request");
  EXPECT_EQ(ReasonOf(ClientOf("client_assertion=a.b.c")), "invalid_request");
  EXPECT_EQ(ReasonOf(ClientOf("client_assertion_type=x")), "invalid_request");
  EXPECT_EQ(ReasonOf(ClientOf("client_assertion_type=x&client_assertion=a.b.c")), "invalid_client");
  EXPECT_EQ(ReasonOf(ClientOf("client_id=a")), "invalid_client") << "there are no public clients";
  EXPECT_EQ(ReasonOf(ClientOf("")), "invalid_client");
}

TEST(OauthClient, UnreadableHeaderIsAnInvalidClient) {
  for (const char* value : {"Basic", "Basic ", "Basic !!!", "Basic YQ", "Basic YQ==", "Bearer x",
                            "Digest a=b", "Basic OnA="}) {
    EXPECT_EQ(ReasonOf(ClientOf("", {{"Authorization", value}})), "invalid_client") << value;
  }
}

TEST(OauthForm, ParametersMayNotBeRepeatedButForResources) {
  EXPECT_EQ(ReasonOf(ClientOf("client_id=a&client_id=a&client_secret=p")), "invalid_request");
  EXPECT_EQ(ReasonOf(ClientOf("x=1&x=2&client_id=a&client_secret=p")), "invalid_request");
  EXPECT_TRUE(ClientOf("resource=a&resource=b&client_id=a&client_secret=p"));
}

TEST(OauthForm, OtherBodiesAreRefused) {
  http::Request request;
  request.body = R"({"client_id":"a"})";
  for (const char* type : {"", "application/json", "text/plain", "multipart/form-data"}) {
    const std::vector<http::Header> headers = {{"Content-Type", type}};
    request.headers = headers;
    EXPECT_FALSE(Form::Read(request)) << type;
  }
  const std::vector<http::Header> twice = {{"Content-Type", kFormType},
                                           {"Content-Type", kFormType}};
  request.headers = twice;
  EXPECT_FALSE(Form::Read(request));
  EXPECT_EQ(ReasonOf(ClientOf("client_id=%ff&client_secret=p")), "invalid_request");
  EXPECT_EQ(ReasonOf(ClientOf("client_id=%0")), "invalid_request");
}

}  // namespace
}  // namespace bearward::dialects::oauth
