#include "dialects/oauth/contracts.h"

#include "token/jwks_schema.h"

namespace bearward::dialects::oauth {
namespace {

using door::Contract;
using door::Success;
using json::kFlag;
using json::kInteger;
using json::kText;
using json::kTexts;
using json::ObjectOf;
using json::Open;
using json::Optional;
using json::Property;
using json::Schema;
using json::Word;

constexpr Property kErrorMembers[] = {{"error", kText, true, "Error code of the OAuth 2.0 family."},
                                      {"error_description", kText}};
constexpr Schema kError = ObjectOf(kErrorMembers, "OAuthError");
constexpr door::Content kErrorForms[] = {{door::kJsonType, &kError}};

// The ways of client authentication in the body; the others are headers (RFC 6749 section 2.3).
constexpr std::string_view kInBody = "Only for client authentication in the body.";
constexpr Property kTokenMembers[] = {
    {"grant_type", Word<"client_credentials", "refresh_token">()},
    Optional("scope", kText, "Names separated by spaces."),
    Optional("resource", kText, "URI of an audience (RFC 8707). May be repeated."),
    Optional("refresh_token", kText),
    Optional("client_id", kText, kInBody),
    Optional("client_secret", kText, kInBody),
    Optional("client_assertion", kText, kInBody),
    Optional("client_assertion_type", kText, kInBody),
};
constexpr Schema kTokenBody = Open(ObjectOf(kTokenMembers, "OAuthTokenRequest"));
constexpr Property kAccessMembers[] = {
    {"access_token", kText},
    {"token_type", Word<"Bearer">()},
    {"expires_in", kInteger, true, "Seconds."},
    Optional("scope", kText),
    Optional("refresh_token", kText),
};
constexpr Schema kAccess = ObjectOf(kAccessMembers, "OAuthToken");
constexpr int kClientErrors[] = {401, 429};

constexpr Property kQuestionMembers[] = {
    {"token", kText},
    Optional("token_type_hint", kText),
    Optional("client_id", kText, kInBody),
    Optional("client_secret", kText, kInBody),
    Optional("client_assertion", kText, kInBody),
    Optional("client_assertion_type", kText, kInBody),
};
constexpr Schema kQuestion = Open(ObjectOf(kQuestionMembers, "OAuthTokenQuestion"));
constexpr Schema kAudiences[] = {kText, kTexts};
constexpr Property kActorMembers[] = {{"sub", kText}};
constexpr Schema kActor = ObjectOf(kActorMembers, "OAuthActor");
constexpr Property kActiveMembers[] = {
    {"active", kFlag},
    Optional("scope", kText),
    Optional("client_id", kText),
    Optional("username", kText),
    Optional("token_type", Word<"Bearer">()),
    Optional("exp", kInteger),
    Optional("iat", kInteger),
    Optional("nbf", kInteger),
    Optional("sub", kText),
    Optional("act", kActor, "Who acts as the subject (RFC 8693 section 4.1)."),
    Optional("aud", {.type = json::Type::kChoice, .choices = kAudiences}),
    Optional("iss", kText),
    Optional("jti", kText),
    Optional("sid", kText, "The session."),
    Optional("organization_id", kText),
    Optional("environment_id", kText),
};
constexpr Schema kActive = ObjectOf(kActiveMembers, "OAuthIntrospection");
constexpr Success kIntrospected[] = {
    {200, "The claims of an active token; only active: false for any other.", &kActive},
    {200, "The same as a signed JWT (RFC 9701).", &kText, "application/token-introspection+jwt"},
};

constexpr Success kKeys[] = {{200, "The keys.", &token::kKeySet},
                             {304, "The copy of the client is current."}};
constexpr Property kServerMembers[] = {
    {"issuer", kText},
    {"token_endpoint", kText},
    {"jwks_uri", kText},
    {"grant_types_supported", kTexts},
    {"response_types_supported", kTexts},
    {"token_endpoint_auth_methods_supported", kTexts},
    {"token_endpoint_auth_signing_alg_values_supported", kTexts},
    {"introspection_endpoint", kText},
    {"introspection_endpoint_auth_methods_supported", kTexts},
    {"introspection_endpoint_auth_signing_alg_values_supported", kTexts},
    {"introspection_signing_alg_values_supported", kTexts},
    {"revocation_endpoint", kText},
    {"revocation_endpoint_auth_methods_supported", kTexts},
    {"revocation_endpoint_auth_signing_alg_values_supported", kTexts},
    {"protected_resources", kTexts},
    Optional("authorization_endpoint", kText),
    Optional("subject_types_supported", kTexts),
    Optional("id_token_signing_alg_values_supported", kTexts),
};
constexpr Schema kServerDocument = ObjectOf(kServerMembers, "OAuthServerMetadata");
constexpr Success kServerFound[] = {{200, "The metadata.", &kServerDocument},
                                    {304, "The copy of the client is current."}};
constexpr Property kResourceMembers[] = {
    {"resource", kText},
    {"authorization_servers", kTexts},
    {"bearer_methods_supported", kTexts},
    {"resource_name", kText},
};
constexpr Schema kResource = ObjectOf(kResourceMembers, "OAuthResourceMetadata");
constexpr Success kResourceFound[] = {{200, "The metadata.", &kResource},
                                      {304, "The copy of the client is current."}};
constexpr int kNotFound[] = {404};

}  // namespace

constinit const std::span<const door::Content> kErrors = kErrorForms;
constinit const Contract kToken = {.body = &kTokenBody,
                                   .encodings = door::kFormBody,
                                   .successes = door::kAnswer<200, "The tokens.", kAccess>,
                                   .errors = kClientErrors};
constinit const Contract kJwks = {.successes = kKeys, .errors = kNotFound};
constinit const Contract kAuthorize = {.errors = door::kStatuses<400>};
constinit const Contract kServerMetadata = {.successes = kServerFound, .errors = kNotFound};
constinit const Contract kResourceMetadata = {.successes = kResourceFound, .errors = kNotFound};
constinit const Contract kIntrospect = {.body = &kQuestion,
                                        .encodings = door::kFormBody,
                                        .successes = kIntrospected,
                                        .errors = kClientErrors};
constinit const Contract kRevoke = {
    .body = &kQuestion,
    .encodings = door::kFormBody,
    .successes = door::kAnswer<200, "The token is not valid any more, or never was.">,
    .errors = kClientErrors};

}  // namespace bearward::dialects::oauth
