#include "signin/pending_routes.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <variant>

#include "base/encode.h"
#include "door/page.h"
#include "signin/contracts.h"
#include "signin/forms.h"
#include "signin/pending_pages.h"
#include "verify/passwords.h"

namespace bearward::signin {
namespace {

using base::Result;
using door::Call;
using door::Outcome;
using door::Reply;

base::Error Lapsed() {
  return base::NotFound("sign_in_lapsed",
                        "The sign-in has expired or was finished, or the browser blocks cookies. "
                        "Sign in again.");
}

// ForPeople replaces the text of an error that names a parameter of an API.
template <class T>
Result<T> ForPeople(Result<T> result) {
  if (result || result.error().reason != "invalid_pending_authentication_token") return result;
  return base::Fail(Lapsed());
}

// ClaimOf returns the token of the sign-in that waits in this browser.
Result<login::PendingClaim> ClaimOf(const Uses& uses, const Call& call) {
  BW_TRY_ASSIGN(const users::Visitor visitor, VisitorOf(call));
  BW_TRY_ASSIGN(const auto token, door::CookieValue(call.request(), NamesOf(uses, call).pending));
  if (token.empty()) return base::Fail(Lapsed());
  return login::PendingClaim{visitor.environment, base::Secret(token), visitor.origin};
}

Result<Reply> TryShowNewPassword(const Uses& uses, const Call& call, int status,
                                 NewPasswordForm page) {
  BW_TRY_ASSIGN(const login::PendingClaim claim, ClaimOf(uses, call));
  BW_TRY_ASSIGN(const model::User user, ForPeople(uses.login.FindExpired(claim)));
  BW_TRY_ASSIGN(page.minimum_length, uses.users.MinimumLength(user));
  page.login = user.email.empty() ? user.username : user.email;
  return Show(uses, call, status, std::move(page), &NewPasswordPage);
}

Result<Reply> ReadNewPassword(const Uses& uses, Call& call) {
  return TryShowNewPassword(
      uses, call, 200,
      {.form = FormOf(uses, call), .return_to = SafeReturn(QueryOf(call, "return_to"))});
}

Result<Outcome> ChoosePassword(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kFormBody));
  BW_TRY(CheckForm(call, NamesOf(uses, call), body));
  BW_TRY_ASSIGN(const login::PendingClaim claim, ClaimOf(uses, call));
  BW_TRY_ASSIGN(const base::Secret password, body.RequiredSecret("password"));
  BW_TRY_ASSIGN(const model::User user, ForPeople(uses.login.FindExpired(claim)));
  BW_TRY_ASSIGN(const auto replace, uses.users.PrepareOwn(user, password));
  return ContinueSignIn(
      uses, call, ForPeople(uses.login.ReplaceExpired(claim, replace, ClientOf(uses, call))), body);
}

// The organization that this browser has used last comes first. The cookie is a preference: it
// selects among the organizations of the user only.
Result<Reply> TryShowOrganizations(const Uses& uses, const Call& call, int status,
                                   OrganizationForm page) {
  BW_TRY_ASSIGN(const login::PendingClaim claim, ClaimOf(uses, call));
  BW_TRY_ASSIGN(login::Choice choice, ForPeople(uses.login.FindConsoleChoice(claim)));
  page.organizations = std::move(choice.organizations);
  page.administers = choice.administers;
  page.changes = choice.changes;
  const auto kept = door::CookieValue(call.request(), NamesOf(uses, call).organization);
  const auto last =
      std::ranges::find_if(page.organizations, [&](const model::Organization& organization) {
        return kept && base::PercentEncode(organization.id.text) == *kept;
      });
  page.has_last_used = last != page.organizations.end();
  if (page.has_last_used) std::rotate(page.organizations.begin(), last, std::next(last));
  return Show(uses, call, status, std::move(page), &OrganizationPage);
}

Result<Reply> ReadOrganizations(const Uses& uses, Call& call) {
  return TryShowOrganizations(
      uses, call, 200,
      {.form = FormOf(uses, call), .return_to = SafeReturn(QueryOf(call, "return_to"))});
}

Result<Outcome> ChooseOrganization(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kFormBody));
  BW_TRY(CheckForm(call, NamesOf(uses, call), body));
  BW_TRY_ASSIGN(const login::PendingClaim claim, ClaimOf(uses, call));
  BW_TRY_ASSIGN(const auto organization, body.Text("organization"));
  return EnterConsole(uses, call,
                      ForPeople(uses.login.ChooseForConsole(claim, {organization.value_or("")},
                                                            ClientOf(uses, call))),
                      body);
}

// AskFor leads to the page of the next step. The token stays in a cookie that scripts cannot read,
// and is in no URL.
Reply AskFor(std::string_view path, const Uses& uses, const Call& call, const base::Secret& token,
             const door::Body& body) {
  const std::string return_to = SafeReturn(TextOf(body, "return_to"));
  Reply reply = RedirectIn(call, path, "return_to=" + base::PercentEncode(return_to));
  const door::CookieNames names = NamesOf(uses, call);
  reply.headers.Add("Set-Cookie",
                    door::SetCookie(names.pending, token.Reveal(), names.secure, true));
  return reply;
}

// ShownAgain is a form of a step, or the fault alone if the sign-in no longer waits for it.
Reply ShownAgain(const Uses& uses, const Call& call, int status, const Sent& sent,
                 Result<Reply> shown) {
  if (shown) return *std::move(shown);
  return PageOf(status, FaultPage(FormOf(uses, call, sent.fault)));
}

}  // namespace

Reply ShowNewPassword(const Uses& uses, const Call& call, int status, const Sent& sent) {
  return ShownAgain(uses, call, status, sent,
                    TryShowNewPassword(uses, call, status,
                                       {.form = FormOf(uses, call, sent.fault),
                                        .return_to = SafeReturn(TextOf(sent.body, "return_to"))}));
}

Reply ShowOrganizations(const Uses& uses, const Call& call, int status, const Sent& sent) {
  return ShownAgain(
      uses, call, status, sent,
      TryShowOrganizations(uses, call, status,
                           {.form = FormOf(uses, call, sent.fault),
                            .return_to = SafeReturn(TextOf(sent.body, "return_to"))}));
}

Result<Outcome> ContinueSignIn(const Uses& uses, Call& call, Result<login::ConsoleSignIn> signed_in,
                               const door::Body& body) {
  BW_TRY(signed_in);
  if (const auto* const expired = std::get_if<login::PasswordExpired>(&*signed_in)) {
    if (!door::WantsPage(call.request())) return base::Fail(verify::PasswordExpired(expired->user));
    return AskFor(kNewPasswordPath, uses, call, expired->token, body);
  }
  if (const auto* const choice = std::get_if<login::Choice>(&*signed_in)) {
    return AskFor(kOrganizationPath, uses, call, choice->token, body);
  }
  if (std::holds_alternative<login::PasswordReplaced>(*signed_in)) {
    return Leave(uses, call, NamesOf(uses, call).pending, "done=password");
  }
  return EnterConsole(uses, call, std::get<store::Pending<login::SignedIn>>(*std::move(signed_in)),
                      body);
}

std::vector<door::Route> PendingRoutes(const Uses& uses, const door::Dialect& dialect) {
  using enum http::Method;
  using enum door::RunOn;
  const door::Guard open = door::OpenGuard();
  return {
      {kGet, std::string(kNewPasswordPath), open, kWorker, door::Bind(uses, ReadNewPassword),
       "signin.read_new_password", "Show the page that replaces an expired password",
       &kReadNewPassword, &dialect},
      {kPost, std::string(kNewPasswordPath), open, kHashing, door::Bind(uses, ChoosePassword),
       "signin.choose_password", "Replace an expired password and sign in to the console",
       &kChoosePassword, &dialect},
      {kGet, std::string(kOrganizationPath), open, kWorker, door::Bind(uses, ReadOrganizations),
       "signin.read_organizations", "Show the page that asks for one of several organizations",
       &kReadOrganizations, &dialect},
      {kPost, std::string(kOrganizationPath), open, kHashing, door::Bind(uses, ChooseOrganization),
       "signin.choose_organization", "Choose an organization and sign in to the console",
       &kChooseOrganization, &dialect},
  };
}

}  // namespace bearward::signin
