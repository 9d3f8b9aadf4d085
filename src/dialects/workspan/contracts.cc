#include "dialects/workspan/contracts.h"

namespace bearward::dialects::workspan {
namespace {

using door::Contract;
using door::Success;
using json::kInteger;
using json::kText;
using json::ListOf;
using json::ObjectOf;
using json::Open;
using json::Optional;
using json::OrNull;
using json::Property;
using json::Schema;
using json::Word;

constexpr Property kOauthErrorMembers[] = {{"error", kText}, {"error_description", kText}};
constexpr Schema kOauthError = ObjectOf(kOauthErrorMembers, "WorkSpanTokenError");
constexpr door::Content kOauthForms[] = {{door::kJsonType, &kOauthError}};
constexpr Property kGatewayErrorMembers[] = {{"statusCode", kInteger}, {"message", kText}};
constexpr Schema kGatewayError = ObjectOf(kGatewayErrorMembers, "WorkSpanError");
constexpr door::Content kGatewayForms[] = {{door::kJsonType, &kGatewayError}};

constexpr Schema kTextOrNull = OrNull(kText);
constexpr Property kTokenMembers[] = {
    {"grant_type", Word<"client_credentials", "refresh_token">()},
    Optional("client_id", kTextOrNull),
    Optional("client_secret", kTextOrNull),
    Optional("refresh_token", kTextOrNull),
};
constexpr Schema kTokenBody = Open(ObjectOf(kTokenMembers, "WorkSpanTokenRequest"));
constexpr Property kIssuedMembers[] = {
    {"access_token", kText},
    {"token_type", Word<"Bearer">()},
    {"expires_in", kInteger, true, "Seconds."},
    Optional("refresh_token", kText),
};
constexpr Schema kIssued = ObjectOf(kIssuedMembers, "WorkSpanTokens");
constexpr door::Parameter kAuthorizeQuery[] = {
    {"response_type", Word<"code">(), true},
    {"redirect_uri", kText, true, "A registered URI."},
    {"state", kText},
    {"x-ws-env", kText, false, "Name of the environment."},
};

constexpr Property kLinkMembers[] = {{"external_id", kText}, {"field_name", kText}};
constexpr Schema kLink = ObjectOf(kLinkMembers);
constexpr Property kLinksMembers[] = {{"object_id", kText}, {"external_ids", ListOf(kLink)}};
constexpr Schema kLinks = ObjectOf(kLinksMembers, "WorkSpanExternalIds");
constexpr Property kLinkBodyMembers[] = {{"external_id", kText},
                                         Optional("field_name", kTextOrNull)};
constexpr Schema kLinkBody = Open(ObjectOf(kLinkBodyMembers, "WorkSpanExternalIdInput"));
constexpr Property kLinkedMembers[] = {
    {"object_id", kText}, {"external_id", kText}, {"field_name", kText}};
constexpr Schema kLinked = ObjectOf(kLinkedMembers, "WorkSpanExternalId");
constexpr Property kStatusMembers[] = {
    {"field_name", kText},
    {"status_code", kText},
    {"message", kText},
    Optional("integration_id", kTextOrNull),
    Optional("external_id", kTextOrNull),
};
constexpr Schema kStatus = Open(ObjectOf(kStatusMembers, "WorkSpanIntegrationStatus"));
constexpr Property kReportedMembers[] = {
    {"object_id", kText}, {"field_name", kText}, {"status_code", kText}};
constexpr Schema kReported = ObjectOf(kReportedMembers, "WorkSpanReportedStatus");

}  // namespace

constinit const std::span<const door::Content> kOauthErrors = kOauthForms;
constinit const std::span<const door::Content> kGatewayErrors = kGatewayForms;
constinit const Contract kToken = {.body = &kTokenBody,
                                   .encodings = door::kJsonBody | door::kFormBody,
                                   .query = kEnvironmentQuery,
                                   .successes = door::kAnswer<200, "The tokens.", kIssued>,
                                   .errors = door::kStatuses<429>};
constinit const Contract kRevocation = {
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The token and its pair are revoked.">};
constinit const Contract kAuthorize = {
    .query = kAuthorizeQuery,
    .successes = door::kAnswer<302, "Redirects to redirect_uri with the code \"dummy\".">};
constinit const Contract kReadLinks = {
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The external ids of the object.", kLinks>};
constinit const Contract kUpdateLink = {
    .body = &kLinkBody,
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The stored external id.", kLinked>,
    .errors = door::kStatuses<409>};
constinit const Contract kAudit = {
    .body = &kStatus,
    .query = kEnvironmentQuery,
    .successes = door::kAnswer<200, "The stored status.", kReported>};

}  // namespace bearward::dialects::workspan
