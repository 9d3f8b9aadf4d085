#include "signin/routes.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "door/page.h"
#include "door/problem.h"
#include "door/session_cookie.h"
#include "http/form.h"
#include "signin/contracts.h"
#include "signin/form_cookie.h"
#include "signin/forms.h"
#include "signin/mail_routes.h"
#include "signin/pages.h"
#include "signin/pending_routes.h"
#include "signin/style.h"

namespace bearward::signin {
namespace {

using base::Result;
using door::Call;
using door::CookieNames;
using door::Outcome;
using door::Reply;

constexpr std::string_view kConsole = "/console";
constexpr std::string_view kSignInPath = "/sign-in";
constexpr std::string_view kSetupPath = "/setup";

// A sign-in that waits for another step ends with the return to this page, so that the next user of
// the browser cannot continue it (incident class C3).
Result<Reply> ReadSignIn(const Uses& uses, Call& call) {
  Reply reply = Show(uses, call, 200,
                     SignInForm{.form = FormOf(uses, call),
                                .return_to = SafeReturn(QueryOf(call, "return_to")),
                                .done = QueryOf(call, "done"),
                                .mail = uses.owner_mail.enabled()},
                     &SignInPage);
  const CookieNames names = NamesOf(uses, call);
  const auto pending = door::CookieValue(call.request(), names.pending);
  if (!pending || !pending->empty()) {
    reply.headers.Add("Set-Cookie", door::SetCookie(names.pending, "", names.secure, true));
  }
  return reply;
}

Result<Reply> ReadSetup(const Uses& uses, Call& call) {
  std::string token = QueryOf(call, "token");
  BW_TRY(uses.setup.Check(base::Secret(token)));
  return Show(uses, call, 200,
              SetupForm{.form = FormOf(uses, call), .token = std::move(token), .email = {}},
              &SetupPage);
}

Result<verify::PasswordClaim> ReadClaim(const door::Body& body, const Call& call) {
  BW_TRY(body.RequireAll({"username", "password"}));
  verify::PasswordClaim claim;
  BW_TRY_ASSIGN(claim.environment, ClaimedEnvironment(call));
  BW_TRY_ASSIGN(const auto login, body.Text("username"));
  BW_TRY_ASSIGN(const auto password, body.SecretText("password"));
  claim.login = login.value_or("");
  claim.password = password.value_or(base::Secret());
  claim.origin = call.origin();
  return claim;
}

Result<Outcome> SignIn(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kFormBody));
  BW_TRY(CheckForm(call, NamesOf(uses, call), body));
  BW_TRY_ASSIGN(const verify::PasswordClaim claim, ReadClaim(body, call));
  return ContinueSignIn(uses, call, uses.login.SignInToConsole(claim, ClientOf(uses, call)), body);
}

Result<Reply> SignOut(const Uses& uses, Call& call) {
  BW_TRY(uses.grant.EndOwnSession(call.caller()));
  const CookieNames names = NamesOf(uses, call);
  Reply reply = door::NoStore(door::EmptyReply(204));
  const auto remove = [&](std::string_view name, bool hidden) {
    reply.headers.Add("Set-Cookie", door::SetCookie(name, "", names.secure, hidden));
  };
  // The end of a masquerade leaves the own session as it is; that one ends the masquerade too.
  if (!call.caller()->impersonator) {
    remove(names.session, true);
    remove(names.csrf, false);
  }
  remove(names.masquerade, true);
  remove(names.masquerade_csrf, false);
  return reply;
}

// The pages of the choice are the same as at a sign-in. The session stays until one is chosen.
Result<Reply> ChangeOrganization(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const login::Choice choice, uses.login.BeginChange(call.caller()));
  const CookieNames names = NamesOf(uses, call);
  Reply reply = door::NoStore(door::EmptyReply(204));
  reply.headers.Add("Set-Cookie",
                    door::SetCookie(names.pending, choice.token.Reveal(), names.secure, true));
  return reply;
}

Result<Reply> CreateAdministrator(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kFormBody));
  BW_TRY(CheckForm(call, NamesOf(uses, call), body));
  BW_TRY_ASSIGN(const auto token, body.SecretText("token"));
  BW_TRY_ASSIGN(const auto email, body.Text("email"));
  BW_TRY_ASSIGN(const auto password, body.SecretText("password"));
  BW_TRY(uses.setup.Create(
      token.value_or(base::Secret()),
      {.email = email.value_or(""), .password = password.value_or(base::Secret())}, call.origin()));
  return Redirect("/sign-in?done=administrator");
}

// A browser may keep what changes with the version of the program, or with an address that names
// the branding.
Reply Kept(Reply reply, std::string_view type) {
  reply.content_type = type;
  reply.headers.Set("Cache-Control", "public, max-age=3600");
  return reply;
}

Result<Reply> ReadStyle(const Uses& uses, Call& call) {
  std::string style(Style());
  if (const auto branding = BrandingOf(uses, call)) style += BrandStyle(branding->color);
  return Kept(door::TextReply(200, std::move(style)), "text/css; charset=utf-8");
}

// The bytes are those of an image that was checked when it was stored.
Result<Reply> ReadLogo(const Uses& uses, Call& call) {
  const auto branding = BrandingOf(uses, call);
  auto logo = branding ? model::PngOfDataUri(branding->logo) : std::nullopt;
  if (!logo) return base::Fail(base::NotFound("no_logo", "The environment has no logo."));
  Reply reply = Kept(door::TextReply(200, *std::move(logo)), "image/png");
  reply.headers.Set("Content-Security-Policy", "default-src 'none'; sandbox");
  return reply;
}

Reply ShowSignInAgain(const Uses& uses, const Call& call, int status, const Sent& sent) {
  return Show(uses, call, status,
              SignInForm{.form = FormOf(uses, call, sent.fault),
                         .login = TextOf(sent.body, "username"),
                         .return_to = SafeReturn(TextOf(sent.body, "return_to")),
                         .mail = uses.owner_mail.enabled()},
              &SignInPage);
}

Reply ShowSetupAgain(const Uses& uses, const Call& call, int status, const Sent& sent) {
  std::string token = TextOf(sent.body, "token");
  const Form form = FormOf(uses, call, sent.fault);
  if (!uses.setup.Check(base::Secret(token))) return PageOf(status, FaultPage(form));
  return Show(
      uses, call, status,
      SetupForm{.form = form, .token = std::move(token), .email = TextOf(sent.body, "email")},
      &SetupPage);
}

// WriteError shows the form that failed again, with the reason.
Reply WriteError(const Uses& uses, const base::Error& error, const Call& call) {
  if (!door::WantsPage(call.request())) return door::Problem(error, call);
  const int status = door::StatusOf(error);
  const std::string_view path = call.request().path;
  if (call.request().method != http::Method::kPost) {
    return PageOf(status, FaultPage(FormOf(uses, call, error.public_text)));
  }
  const Result<door::Body> body = call.Read(door::kFormBody);
  const Sent sent{.body = body, .fault = error.public_text};
  if (path == kSignInPath) return ShowSignInAgain(uses, call, status, sent);
  if (path == kSetupPath) return ShowSetupAgain(uses, call, status, sent);
  if (path == kNewPasswordPath) return ShowNewPassword(uses, call, status, sent);
  if (path == kOrganizationPath) return ShowOrganizations(uses, call, status, sent);
  if (const ShowAgain* const again = FindShowAgain(path)) {
    return again->show(uses, call, status, sent);
  }
  return PageOf(status, FaultPage(FormOf(uses, call, error.public_text)));
}

// The environment that the query names, so that the events of a failed sign-in are those of that
// environment too. The events of a sign-in to an unknown one are those of the default environment:
// ClaimedEnvironment refuses that sign-in.
Result<std::optional<model::EnvironmentId>> FindEnvironment(
    const environments::EnvironmentCache& environments, const http::Request& request) {
  const auto fields = http::ParseUrlEncoded(request.query);
  if (!fields) return std::nullopt;
  const auto named =
      std::ranges::find(*fields, "environment", &std::pair<std::string, std::string>::first);
  if (named == fields->end()) return std::nullopt;
  BW_TRY_ASSIGN(const auto all, environments.All());
  const bool known = std::ranges::any_of(
      *all, [&](const model::Environment& one) { return one.id.text == named->second; });
  return known ? std::optional(model::EnvironmentId{named->second}) : std::nullopt;
}

door::Guard SignedInToConsole() {
  door::Guard guard = door::WithSessionCookie({});
  guard.need = model::Need::Live();
  return guard;
}

// An impersonator chooses the organization when the masquerade begins.
door::Guard InPerson() {
  door::Guard guard = SignedInToConsole();
  guard.in_person = true;
  return guard;
}

}  // namespace

std::string SafeReturn(std::string_view text) {
  constexpr std::string_view kAllowed = "/-_.~?=&%+:,@";
  const auto allowed = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kAllowed.find(c) != std::string_view::npos;
  };
  const bool below =
      text.starts_with(kConsole) && (text.size() == kConsole.size() ||
                                     text[kConsole.size()] == '/' || text[kConsole.size()] == '?');
  const bool plain = text.find("//") == std::string_view::npos &&
                     text.find("..") == std::string_view::npos &&
                     std::ranges::all_of(text, allowed);
  return std::string(below && plain ? text : kConsole);
}

door::Dialect MakeDialect(const Uses& uses) {
  door::Dialect dialect;
  dialect.name = "signin";
  dialect.mount.prefixes = {std::string(kSignInPath),
                            "/sign-out",
                            std::string(kSetupPath),
                            "/forgot-password",
                            "/reset-password",
                            "/verify-email",
                            "/invite"};
  dialect.errors.contents = kErrorForms;
  dialect.errors.write = [uses](const base::Error& error, const Call& call) {
    return WriteError(uses, error, call);
  };
  dialect.environment = [&environments = uses.environments](const http::Request& request) {
    return FindEnvironment(environments, request);
  };
  return dialect;
}

std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect) {
  using enum http::Method;
  using enum door::RunOn;
  const door::Guard open = door::OpenGuard();
  std::vector<door::Route> rows = {
      {kGet, "/sign-in", open, kInline, door::Bind(uses, ReadSignIn), "signin.read_sign_in",
       "Show the sign-in page", &kReadSignIn, &dialect},
      {kPost, "/sign-in", open, kHashing, door::Bind(uses, SignIn), "signin.sign_in",
       "Sign in to the console", &kSignIn, &dialect},
      {kGet, "/sign-in/style.css", open, kInline, door::Bind(uses, ReadStyle), "signin.style",
       "Read the style of the sign-in pages", &kReadStyle, &dialect},
      {kGet, "/sign-in/logo", open, kWorker, door::Bind(uses, ReadLogo), "signin.logo",
       "Read the logo of the sign-in pages", &kReadLogo, &dialect},
      {kPost, "/sign-out", SignedInToConsole(), kWorker, door::Bind(uses, SignOut),
       "signin.sign_out", "End the session of the console", &kSignOut, &dialect},
      {kPost, "/sign-in/switch", InPerson(), kWorker, door::Bind(uses, ChangeOrganization),
       "signin.change_organization", "Begin to choose another organization for the console",
       &kChangeOrganization, &dialect},
      {kGet, "/setup", open, kInline, door::Bind(uses, ReadSetup), "signin.read_setup",
       "Show the page that makes the first administrator", &kReadSetup, &dialect},
      {kPost, "/setup", open, kHashing, door::Bind(uses, CreateAdministrator),
       "signin.create_administrator", "Make the first administrator", &kCreateAdministrator,
       &dialect},
  };
  for (door::Route& row : PendingRoutes(uses, dialect)) rows.push_back(std::move(row));
  for (door::Route& row : MailRoutes(uses, dialect)) rows.push_back(std::move(row));
  return rows;
}

}  // namespace bearward::signin
