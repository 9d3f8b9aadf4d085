#include "dialects/oauth/client.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/encode.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "door/accept_client.h"

namespace bearward::dialects::oauth {
namespace {

constexpr std::string_view kAssertionType =
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

base::Error Invalid(std::string_view text) {
  return base::Unauthenticated("invalid_client", std::string(text));
}

base::Error TwoMethods() {
  return InvalidRequest(
      "The request identifies the client in more than one way. Use one method of client "
      "authentication.");
}

// Basic returns the client id and secret of the header, both form-urlencoded (section 2.3.1).
base::Result<verify::Credential> Basic(std::string_view encoded) {
  const auto unreadable = [] {
    return base::Fail(Invalid("The Authorization header cannot be read."));
  };
  std::optional<std::string> decoded = base::Base64Decode(encoded);
  if (!decoded) return unreadable();
  const base::Secret plain(*std::move(decoded));
  const std::string_view text = plain.Reveal();
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return unreadable();
  const std::string_view id = text.substr(0, colon);
  const std::string_view secret = text.substr(colon + 1);
  auto login = base::PercentDecode(id, true);
  auto password = base::PercentDecode(secret, true);
  const bool encoded_well = login && password;
  verify::Credential credential;
  credential.login = encoded_well ? *std::move(login) : std::string(id);
  credential.password = base::Secret(encoded_well ? *std::move(password) : std::string(secret));
  if (credential.login.empty() || !base::IsUtf8(credential.login)) return unreadable();
  // Many clients do not encode them as RFC 6749 section 2.3.1 requires, so the verifier tries both.
  if (credential.login != id || credential.password.Reveal() != secret) {
    credential.as_sent = {.login = std::string(id), .password = base::Secret(secret)};
  }
  return credential;
}

// BasicOf returns nullopt when there is no Authorization header.
base::Result<std::optional<verify::Credential>> BasicOf(const http::Request& request) {
  const std::size_t lines = request.Count("Authorization");
  if (lines == 0) return std::nullopt;
  if (lines > 1) return base::Fail(TwoMethods());
  const std::string_view value = request.Find("Authorization");
  const std::size_t space = value.find(' ');
  if (space == std::string_view::npos || !base::EqualsIgnoreCase(value.substr(0, space), "Basic")) {
    return base::Fail(Invalid("The client authentication method is not supported."));
  }
  return Basic(value.substr(std::min(value.find_first_not_of(' ', space), value.size())));
}

base::Result<verify::Credential> Assertion(const Form& form, const Server& server) {
  const std::string_view type = form.Find("client_assertion_type");
  const std::string_view assertion = form.Find("client_assertion");
  if (type.empty() || assertion.empty()) {
    return base::Fail(
        InvalidRequest("client_assertion and client_assertion_type must be sent together."));
  }
  if (type != kAssertionType) {
    return base::Fail(Invalid("The client authentication method is not supported."));
  }
  verify::Credential credential;
  credential.scheme = verify::Scheme::kClientAssertion;
  credential.login = form.Find("client_id");
  credential.password = base::Secret(assertion);
  credential.audiences = {server.issuer, server.Url("/oauth2/token")};
  return credential;
}

base::Result<verify::Credential> Read(const http::Request& request, const Form& form,
                                      const Server& server) {
  const std::string_view id = form.Find("client_id");
  const bool has_secret = !form.Find("client_secret").empty();
  const bool has_assertion =
      !form.Find("client_assertion").empty() || !form.Find("client_assertion_type").empty();
  const bool has_header = request.Count("Authorization") > 0;
  if (int{has_secret} + int{has_assertion} + int{has_header} > 1) return base::Fail(TwoMethods());
  if (has_assertion) return Assertion(form, server);
  BW_TRY_ASSIGN(auto credential, BasicOf(request));
  if (credential) {
    // Some clients also send client_id in the body; accept it when it is the same.
    if (!id.empty() && id != credential->login) return base::Fail(TwoMethods());
  } else {
    if (id.empty() && has_secret) {
      return base::Fail(InvalidRequest("client_id is missing."));
    }
    if (!has_secret) return base::Fail(Invalid("The client must authenticate."));
    credential.emplace();
    credential->login = id;
    credential->password = base::Secret(form.Find("client_secret"));
  }
  credential->scheme = verify::Scheme::kClientSecret;
  return *std::move(credential);
}

const model::Need& AnyLive() {
  static const model::Need kLive = model::Need::Live();
  return kLive;
}

}  // namespace

base::Result<verify::Credential> ReadClient(const http::Request& request, const Form& form,
                                            const Server& server) {
  BW_TRY_ASSIGN(verify::Credential credential, Read(request, form, server));
  credential.environment = server.environment;
  return credential;
}

base::Result<model::Caller> BelieveClient(verify::Verifier& verifier, door::Call& call,
                                          const Form& form, const Server& server) {
  BW_TRY_ASSIGN(const verify::Credential credential, ReadClient(call.request(), form, server));
  return door::AcceptClient(verifier.Verify(credential, {AnyLive()}, call.client_address()), call);
}

std::optional<base::Result<model::Caller>> RecallClient(const verify::Verifier& verifier,
                                                        door::Call& call, const Form& form,
                                                        const Server& server) {
  const auto credential = ReadClient(call.request(), form, server);
  if (!credential) return std::nullopt;
  auto decision = verifier.TryCached(*credential, {AnyLive()});
  if (!decision) return std::nullopt;
  return door::AcceptClient(*std::move(decision), call);
}

}  // namespace bearward::dialects::oauth
