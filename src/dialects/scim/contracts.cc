#include "dialects/scim/contracts.h"

#include "dialects/scim/codec.h"

namespace bearward::dialects::scim {
namespace {

using door::Contract;
using door::Success;
using json::kFlag;
using json::kInteger;
using json::kText;
using json::kTexts;
using json::kTime;
using json::ListOf;
using json::ObjectOf;
using json::Open;
using json::Optional;
using json::OrNull;
using json::Property;
using json::Schema;
using json::Word;

constexpr Property kErrorMembers[] = {
    {"schemas", kTexts}, Optional("scimType", kText), {"detail", kText}, {"status", kText}};
constexpr Schema kErrorBody = ObjectOf(kErrorMembers, "ScimError");
constexpr door::Content kErrorForms[] = {{kScimType, &kErrorBody}};

constexpr Property kNameMembers[] = {Optional("givenName", kText), Optional("familyName", kText)};
constexpr Property kEmailMembers[] = {
    {"primary", kFlag}, {"value", kText}, {"type", Word<"work">()}};
constexpr Schema kEmail = ObjectOf(kEmailMembers);
constexpr Property kEnterpriseMembers[] = {{"department", kText}};
constexpr Property kMetaMembers[] = {
    {"resourceType", Word<"User">()}, {"created", kTime}, {"lastModified", kTime}};
constexpr Property kUserMembers[] = {
    {"schemas", kTexts},
    {"id", kText},
    {"userName", kText},
    Optional("name", ObjectOf(kNameMembers)),
    Optional("displayName", kText),
    Optional("emails", ListOf(kEmail)),
    {"active", kFlag, true, "Whether the user can act in the organization."},
    Optional(kEnterpriseSchema, ObjectOf(kEnterpriseMembers)),
    {"meta", ObjectOf(kMetaMembers)},
};
constexpr Schema kUser = ObjectOf(kUserMembers, "ScimUser");
constexpr Property kListMembers[] = {{"schemas", kTexts},
                                     {"totalResults", kInteger},
                                     {"startIndex", kInteger},
                                     {"itemsPerPage", kInteger},
                                     {"Resources", ListOf(kUser)}};
constexpr Schema kList = ObjectOf(kListMembers, "ScimUserList");

constexpr Schema kTextOrNull = OrNull(kText);
constexpr Property kNewNameMembers[] = {Optional("givenName", kTextOrNull),
                                        Optional("familyName", kTextOrNull)};
constexpr Property kNewEmailMembers[] = {Optional("value", kTextOrNull),
                                         Optional("primary", OrNull(kFlag))};
constexpr Schema kNewEmail = Open(ObjectOf(kNewEmailMembers));
constexpr Property kNewEnterpriseMembers[] = {Optional("department", kTextOrNull)};
constexpr Property kNewUserMembers[] = {
    {"userName", kText, true, "The email address."},
    Optional("name", OrNull(Open(ObjectOf(kNewNameMembers)))),
    Optional("displayName", kTextOrNull),
    Optional("emails", OrNull(ListOf(kNewEmail)), "The primary one must equal userName."),
    Optional("active", OrNull(kFlag)),
    Optional(kEnterpriseSchema, OrNull(Open(ObjectOf(kNewEnterpriseMembers)))),
};
constexpr Schema kNewUser = Open(ObjectOf(kNewUserMembers, "ScimUserInput"));

constexpr Property kOperationMembers[] = {
    {"op", kText, true, "add, replace or remove, in any case."},
    Optional("path", kTextOrNull, "Such as `name.givenName`. Required by remove."),
    Optional("value", json::kAny, "Required by add and replace."),
};
constexpr Schema kOperation = Open(ObjectOf(kOperationMembers));
constexpr Property kPatchMembers[] = {Optional("schemas", kTexts),
                                      {"Operations", ListOf(kOperation), true, "At most 100."}};
constexpr Schema kPatch = Open(ObjectOf(kPatchMembers, "ScimPatch"));

constexpr door::Parameter kListQuery[] = {
    {"filter", kText, false, "On userName only, for example `userName eq \"ann@example.com\"`."},
    {"startIndex", kInteger, false, "From 1."},
    {"count", kInteger, false, "At most 100."},
};
constexpr Success kCreated[] = {{201, "The new user.", &kUser, kScimType}};
constexpr Success kOne[] = {{200, "The user.", &kUser, kScimType}};
constexpr Success kSome[] = {{200, "The users of the list.", &kList, kScimType}};

}  // namespace

constinit const std::span<const door::Content> kErrors = kErrorForms;
constinit const Contract kCreateUser = {
    .body = &kNewUser, .encodings = kBodies, .successes = kCreated, .errors = door::kStatuses<409>};
constinit const Contract kListUsers = {.query = kListQuery, .successes = kSome};
constinit const Contract kReadUser = {.successes = kOne};
constinit const Contract kReplaceUser = {
    .body = &kNewUser, .encodings = kBodies, .successes = kOne, .errors = door::kStatuses<409>};
constinit const Contract kPatchUser = {
    .body = &kPatch, .encodings = kBodies, .successes = kOne, .errors = door::kStatuses<409>};

}  // namespace bearward::dialects::scim
