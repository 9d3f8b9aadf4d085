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
    {"done", kText, false,
     "What was done before: `administrator`, `password`, `invitation` or `email`."}};
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
constexpr json::Property kAddressMembers[] = {
    kCsrf,
    Optional("return_to", kText, "Path of the console to show after the sign-in."),
    {"email", kText}};
constexpr json::Schema kAddressBody = ObjectOf(kAddressMembers);
constexpr json::Property kCodeMembers[] = {
    kCsrf,
    Optional("return_to", kText, "Path of the console to show after the sign-in."),
    {"email", kText, true, "The address to which the code was sent."},
    {"code", kText, true, "Six digits; spaces between them are ignored."}};
constexpr json::Schema kCodeBody = ObjectOf(kCodeMembers);
constexpr json::Property kPasswordMembers[] = {kCsrf, {"password", kText}};
constexpr json::Schema kPasswordBody = ObjectOf(kPasswordMembers);
constexpr json::Property kChoosePasswordMembers[] = {
    kCsrf,
    Optional("return_to", kText, "Path of the console to show after the sign-in."),
    {"password", kText}};
constexpr json::Schema kChoosePasswordBody = ObjectOf(kChoosePasswordMembers);
constexpr json::Property kChooseOrganizationMembers[] = {
    kCsrf, Optional("return_to", kText, "Path of the console to show after the sign-in."),
    Optional("organization", kText,
             "Id of the organization; without it an administrator chooses the whole environment.")};
constexpr json::Schema kChooseOrganizationBody = ObjectOf(kChooseOrganizationMembers);
constexpr json::Property kAcceptMembers[] = {
    kCsrf, Optional("password", kText, "Required of a person without a password.")};
constexpr json::Schema kAcceptBody = ObjectOf(kAcceptMembers);
constexpr door::Parameter kAddressQuery[] = {kSignInQuery[0], kSignInTarget[0]};
constexpr door::Parameter kResetQuery[] = {
    kSignInTarget[0],
    {"token", kText, false, "The token of the link. A browser keeps it in a cookie."}};
constexpr door::Parameter kInvitationQuery[] = {
    kSignInTarget[0],
    {"invitation_token", kText, false, "The token of the link. A browser keeps it in a cookie."}};
constexpr door::Parameter kLookQuery[] = {
    kSignInTarget[0], {"v", kText, false, "The version of the branding, for caches."}};
constexpr Success kLogo[] = {{200, "The logo.", &kText, "image/png"}};
constexpr Success kLinked[] = {
    {200, "The page.", &kText, door::kHtmlType},
    {303, "Redirects to the page without the token, which a cookie holds."}};

}  // namespace

constinit const std::span<const door::Content> kErrorForms = kForms;

constinit const door::Contract kReadSignIn = {.query = kSignInQuery, .successes = kPage};
constinit const door::Contract kSignIn = {
    .body = &kSignInBody,
    .encodings = door::kFormBody,
    .query = kSignInTarget,
    .successes = door::kAnswer<303,
                               "Redirects to the console, with the cookies of a session, or to the "
                               "page of the next step: a new password or the organization.">,
    .errors = door::kStatuses<401, 403, 429>};
constinit const door::Contract kReadStyle = {.query = kLookQuery, .successes = kStyle};
constinit const door::Contract kReadLogo = {
    .query = kLookQuery, .successes = kLogo, .errors = door::kStatuses<404>};
constinit const door::Contract kSignOut = {.successes =
                                               door::kAnswer<204, "The session has ended.">};
constinit const door::Contract kChangeOrganization = {
    .body = &json::kNoMembers,
    .successes = door::kAnswer<204, "The page /sign-in/organization offers the organizations.">};
constinit const door::Contract kReadSetup = {
    .query = kSetupQuery, .successes = kPage, .errors = door::kStatuses<403>};
constinit const door::Contract kCreateAdministrator = {
    .body = &kSetupBody,
    .encodings = door::kFormBody,
    .successes = door::kAnswer<303, "Redirects to the sign-in page.">,
    .errors = door::kStatuses<401, 403, 409, 429>};

constinit const door::Contract kReadAddress = {
    .query = kAddressQuery, .successes = kPage, .errors = door::kStatuses<404>};
constinit const door::Contract kReadSent = {
    .query = kSignInTarget, .successes = kPage, .errors = door::kStatuses<404>};
constinit const door::Contract kSendLink = {
    .body = &kAddressBody,
    .encodings = door::kFormBody,
    .query = kSignInTarget,
    .successes = door::kAnswer<303, "Redirects to a page that says so, for every address.">,
    .errors = door::kStatuses<403, 404, 429>};
constinit const door::Contract kSendCode = {.body = &kAddressBody,
                                            .encodings = door::kFormBody,
                                            .query = kSignInTarget,
                                            .successes = kPage,
                                            .errors = door::kStatuses<403, 404, 429>};
constinit const door::Contract kSignInByCode = {
    .body = &kCodeBody,
    .encodings = door::kFormBody,
    .query = kSignInTarget,
    .successes = door::kAnswer<303, "Redirects to the console, with the cookies of a session.">,
    .errors = door::kStatuses<401, 403, 404, 429>};
constinit const door::Contract kVerifyEmail = {
    .body = &kCodeBody,
    .encodings = door::kFormBody,
    .query = kSignInTarget,
    .successes = door::kAnswer<303, "Redirects to the sign-in page.">,
    .errors = door::kStatuses<401, 403, 429>};
constinit const door::Contract kReadNewPassword = {
    .query = kAddressQuery, .successes = kPage, .errors = door::kStatuses<404>};
constinit const door::Contract kChoosePassword = {
    .body = &kChoosePasswordBody,
    .encodings = door::kFormBody,
    .query = kSignInTarget,
    .successes = door::kAnswer<303, "Redirects to the console, with the cookies of a session.">,
    .errors = door::kStatuses<401, 403, 404, 409, 429>};
constinit const door::Contract kReadOrganizations = {
    .query = kAddressQuery, .successes = kPage, .errors = door::kStatuses<404>};
constinit const door::Contract kChooseOrganization = {
    .body = &kChooseOrganizationBody,
    .encodings = door::kFormBody,
    .query = kSignInTarget,
    .successes = door::kAnswer<303, "Redirects to the console, with the cookies of a session.">,
    .errors = door::kStatuses<401, 403, 404, 429>};
constinit const door::Contract kReadReset = {
    .query = kResetQuery, .successes = kLinked, .errors = door::kStatuses<404>};
constinit const door::Contract kSetPassword = {
    .body = &kPasswordBody,
    .encodings = door::kFormBody,
    .query = kSignInTarget,
    .successes = door::kAnswer<303, "Redirects to the sign-in page.">,
    .errors = door::kStatuses<403, 404, 409, 429>};
constinit const door::Contract kReadInvitation = {
    .query = kInvitationQuery, .successes = kLinked, .errors = door::kStatuses<404>};
constinit const door::Contract kAcceptInvitation = {
    .body = &kAcceptBody,
    .encodings = door::kFormBody,
    .query = kSignInTarget,
    .successes = door::kAnswer<303, "Redirects to the sign-in page.">,
    .errors = door::kStatuses<403, 404, 409, 429>};

}  // namespace bearward::signin
