#include "dialects/workmobile/contracts.h"

namespace bearward::dialects::workmobile {
namespace {

using door::Contract;
using door::Success;
using json::kFlag;
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

constexpr door::Content kErrorForms[] = {{door::kTextType, &kText}, {door::kJsonType, &kText}};

constexpr Property kInstanceMembers[] = {
    {"name", kText}, {"version", kText}, {"serverTimeUtc", json::kTime}};
constexpr Schema kInstanceBody = ObjectOf(kInstanceMembers, "WorkMobileInstance");

// Names are case-insensitive, and email and login are other names of username.
constexpr Property kLoginMembers[] = {Optional("username", kText),
                                      Optional("email", kText, "The same as username."),
                                      Optional("login", kText, "The same as username."),
                                      {"password", kText}};
constexpr Schema kLogin = Open(ObjectOf(kLoginMembers, "WorkMobileLogin"));
constexpr Success kSignedIn[] = {{200, "The token.", &kText, door::kTextType},
                                 {200, "The token.", &kText, door::kJsonType}};

constexpr Property kAccountMembers[] = {{"email", kText},
                                        {"customerId", kInteger},
                                        {"firstName", kText},
                                        {"lastName", kText},
                                        {"jobTitle", kText}};
constexpr Schema kAccountBody = ObjectOf(kAccountMembers, "WorkMobileAccount");

constexpr Schema kFlagText = Word<"0", "1">();
constexpr Property kItemMembers[] = {
    {"UserFormId", kInteger},
    {"Name", kText},
    {"Description", kText},
    {"Live", kFlag},
    {"MobileVisible", kFlag},
    {"LocationAware", kFlag},
    {"AutoUpload", kFlag},
    {"SaveToDrafts", kFlagText},
    {"Subform", kFlagText},
    {"LastUpload", OrNull(kText)},
    {"Created", kText, true, "Time in UTC, without a zone."},
    {"CreatedBy", kText},
    {"Updated", kText, true, "Time in UTC, without a zone."},
    {"UpdatedBy", kText},
};
constexpr Schema kItem = ObjectOf(kItemMembers, "WorkMobileFormSummary");
constexpr Schema kItems = ListOf(kItem);
constexpr Property kFormMembers[] = {
    {"CustomerId", kInteger},
    {"FormId", kInteger},
    {"Name", kText},
    {"IsDataEditorEnabled", kFlag},
    {"IsShareDataEnabled", kFlag},
    {"CurrentRevision", kInteger},
    {"StaticFieldNames", ListOf(json::kAny)},
};
constexpr Schema kFormBody = ObjectOf(kFormMembers, "WorkMobileForm");

}  // namespace

constinit const std::span<const door::Content> kErrors = kErrorForms;
constinit const Contract kInstance = {.successes =
                                          door::kAnswer<200, "The instance.", kInstanceBody>};
constinit const Contract kAuthenticate = {.body = &kLogin,
                                          .encodings = door::kJsonBody | door::kFormBody,
                                          .successes = kSignedIn,
                                          .errors = door::kStatuses<401, 429>};
constinit const Contract kAccount = {.successes = door::kAnswer<200, "The account.", kAccountBody>,
                                     .errors = door::kStatuses<404>};
constinit const Contract kForms = {
    .successes = door::kAnswer<200, "The forms that the user can see.", kItems>};
constinit const Contract kForm = {.successes = door::kAnswer<200, "The form.", kFormBody>,
                                  .errors = door::kStatuses<400>};

}  // namespace bearward::dialects::workmobile
