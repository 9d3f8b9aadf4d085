#include "dialects/workmobile/contracts.h"
#include "field_service/kinds.h"
#include "objects/kind_schema.h"

namespace bearward::dialects::workmobile {
namespace {

using door::Contract;
using door::Success;
using json::kInteger;
using json::kText;
using json::ListOf;
using json::ObjectOf;
using json::Open;
using json::Optional;
using json::Property;
using json::Schema;

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

constexpr Schema kItem =
    ObjectOf(objects::kResponseOf<field_service::kForm, objects::kListed>, "WorkMobileFormSummary");
constexpr Schema kItems = ListOf(kItem);
constexpr Schema kFormBody =
    ObjectOf(objects::kResponseOf<field_service::kForm, objects::kDetailed>, "WorkMobileForm");

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
