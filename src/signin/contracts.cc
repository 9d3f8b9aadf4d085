#include "signin/contracts.h"

#include "door/page.h"
#include "door/problem_schema.h"

namespace bearward::signin {
namespace {

using door::Success;
using json::kText;
using json::ObjectOf;
using json::Optional;

constexpr door::Content kForms[] = {{door::kHtmlType, &kText},
                                    {door::kProblemType, &door::kProblem}};
constexpr Success kPage[] = {{200, "The page.", &kText, door::kHtmlType}};
constexpr Success kStyle[] = {{200, "The style sheet.", &kText, "text/css"}};

constexpr json::Property kCsrf =
    Optional("csrf", kText, "The token of the form; the form's cookie must belong to it.");
constexpr door::Parameter kSignInQuery[] = {
    {"return_to", kText, false, "Path of the console to show after the sign-in."},
    {"environment", kText, false, "Id of the environment of the user."},
    {"ready", kText, false, "1 after the first administrator was made."}};
constexpr door::Parameter kSignInTarget[] = {
    {"environment", kText, false, "Id of the environment; the default one if empty."}};
constexpr json::Property kSignInMembers[] = {
    kCsrf,
    Optional("return_to", kText, "Path of the console to show after the sign-in."),
    {"username", kText, true, "Username or email."},
    {"password", kText}};
constexpr json::Schema kSignInBody = ObjectOf(kSignInMembers);
constexpr door::Parameter kSetupQuery[] = {
    {"token", kText, false, "The secret of the setup link."}};
constexpr json::Property kSetupMembers[] = {
    kCsrf, Optional("token", kText, "The secret of the setup link."), Optional("email", kText),
    Optional("password", kText)};
constexpr json::Schema kSetupBody = ObjectOf(kSetupMembers);

}  // namespace

constinit const std::span<const door::Content> kErrorForms = kForms;

constinit const door::Contract kReadSignIn = {.query = kSignInQuery, .successes = kPage};
constinit const door::Contract kSignIn = {
    .body = &kSignInBody,
    .encodings = door::kFormBody,
    .query = kSignInTarget,
    .successes = door::kAnswer<303, "Redirects to the console, with the cookies of a session.">,
    .errors = door::kStatuses<401, 403, 429>};
constinit const door::Contract kReadStyle = {.successes = kStyle};
constinit const door::Contract kSignOut = {.successes =
                                               door::kAnswer<204, "The session has ended.">};
constinit const door::Contract kReadSetup = {
    .query = kSetupQuery, .successes = kPage, .errors = door::kStatuses<403>};
constinit const door::Contract kCreateAdministrator = {
    .body = &kSetupBody,
    .encodings = door::kFormBody,
    .successes = door::kAnswer<303, "Redirects to the sign-in page.">,
    .errors = door::kStatuses<401, 403, 409, 429>};

}  // namespace bearward::signin
