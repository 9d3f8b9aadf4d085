#include "dialects/workos/contracts.h"

#include "token/jwks_schema.h"

namespace bearward::dialects::workos {
namespace {

using json::kText;
using json::ListOf;
using json::ObjectOf;
using json::Open;
using json::Optional;
using json::Property;
using json::Schema;

constexpr Property kFaultMembers[] = {
    Optional("field", kText),
    Optional("code", kText),
    Optional("instancePath", kText, "A JSON pointer into the event of an audit log."),
    {"message", kText}};
constexpr Schema kFault = ObjectOf(kFaultMembers);
// The message is a list in errors of the exports of audit logs and of widget tokens.
constexpr Schema kMessages[] = {kText, json::kTexts};
constexpr Schema kMessage = {.type = json::Type::kChoice, .choices = kMessages};
constexpr Property kErrorMembers[] = {
    {"message", kMessage},
    Optional("code", kText),
    Optional("error", kText, "Of the exports of audit logs and of widget tokens."),
    Optional("entity_id", kText, "Id of the resource that does not exist."),
    Optional("errors", ListOf(kFault), "The invalid members of the body."),
};
constexpr Schema kError = ObjectOf(kErrorMembers, "WorkOSError");
constexpr door::Content kErrorForms[] = {{door::kJsonType, &kError}};

constexpr Property kTokenMembers[] = {{"organization_id", kText}, {"user_id", kText}};
constexpr Schema kTokenBody = Open(ObjectOf(kTokenMembers, "WorkOSClientTokenRequest"));
constexpr Property kIssuedMembers[] = {{"token", kText}};
constexpr Schema kIssued = ObjectOf(kIssuedMembers, "WorkOSClientToken");

}  // namespace

constinit const std::span<const door::Content> kErrors = kErrorForms;
constinit const std::span<const int> kInvalidErrors = door::kStatuses<422>;
constinit const door::Contract kClientToken = {
    .body = &kTokenBody,
    .successes = door::kAnswer<201, "The client token.", kIssued>,
    .errors = door::kStatuses<404, 422>};
constinit const door::Contract kJwks = {.successes =
                                            door::kAnswer<200, "The keys.", token::kKeySet>};

}  // namespace bearward::dialects::workos
