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
#include "signin/pages.h"
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

CookieNames NamesOf(const Uses& uses, const Call& call) {
  return door::CookieNamesOf(call.request(), uses.issuer_is_https);
}

// TextOf returns a text of a form, "" where it cannot be read.
std::string TextOf(const Result<door::Body>& body, std::string_view name) {
  if (!body) return {};
  const auto text = body->Text(name);
  return text ? text->value_or("") : std::string();
}

std::string QueryOf(const Call& call, std::string_view name) {
  const auto text = call.Query(name);
  return text ? text->value_or("") : std::string();
}

// Show renders a form with a CSRF token that belongs to a cookie of this browser.
template <class Page>
Reply Show(const Uses& uses, const Call& call, int status, Page page, Html (*render)(const Page&)) {
  const FormCookie cookie(call, NamesOf(uses, call), uses.entropy);
  page.form.csrf = cookie.csrf();
  Reply reply = PageOf(status, render(page));
  cookie.AddTo(reply);
  return reply;
}

Reply ShowSignIn(const Uses& uses, const Call& call, int status, SignInForm page) {
  return Show(uses, call, status, std::move(page), &SignInPage);
}

Reply ShowSetup(const Uses& uses, const Call& call, int status, SetupForm page) {
  return Show(uses, call, status, std::move(page), &SetupPage);
}

Result<Reply> ReadSignIn(const Uses& uses, Call& call) {
  return ShowSignIn(uses, call, 200,
                    {.form = {},
                     .login = {},
                     .return_to = SafeReturn(QueryOf(call, "return_to")),
                     .environment = QueryOf(call, "environment"),
                     .is_new = QueryOf(call, "ready") == "1"});
}

Result<Reply> ReadSetup(const Uses& uses, Call& call) {
  std::string token = QueryOf(call, "token");
  BW_TRY(uses.setup.Check(base::Secret(token)));
  return ShowSetup(uses, call, 200, {.form = {}, .token = std::move(token), .email = {}});
}

Reply Redirect(std::string_view to) {
  Reply reply = door::NoStore(door::EmptyReply(303));
  reply.headers.Set("Location", to);
  return reply;
}

// The session is new at each sign-in, and the form's cookie ends, so that nothing that was in the
// browser before belongs to the signed-in user (incident class C3).
Reply EnterConsole(const login::SignedIn& signed_in, const CookieNames& names,
                   const std::string& return_to) {
  const std::string_view token = signed_in.issued.access.Reveal();
  Reply reply = Redirect(return_to);
  reply.headers.Add("Set-Cookie", door::SetCookie(names.session, token, names.secure, true));
  reply.headers.Add("Set-Cookie",
                    door::SetCookie(names.csrf, door::CsrfTokenOf(token), names.secure, false));
  reply.headers.Add("Set-Cookie", door::SetCookie(names.form, "", names.secure, true));
  return reply;
}

// An unknown environment is an empty id, which has no user: the sign-in then fails like one with a
// wrong password.
Result<model::EnvironmentId> ClaimedEnvironment(const Call& call) {
  BW_TRY_ASSIGN(const auto named, call.Query("environment"));
  BW_TRY_ASSIGN(auto found, call.environment());
  const bool known = !named || named->empty() || *named == found.text;
  return known ? std::move(found) : model::EnvironmentId();
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

// A browser may send anything as its name; only plain text is stored.
login::Device DeviceOf(const Call& call) {
  constexpr std::size_t kMost = 256;
  const std::string_view name = call.request().Find("User-Agent").substr(0, kMost);
  const bool plain = std::ranges::all_of(name, [](char c) { return c >= ' ' && c <= '~'; });
  return {.user_agent = plain && !name.empty() ? std::optional(std::string(name)) : std::nullopt};
}

Result<Outcome> SignIn(const Uses& uses, Call& call) {
  const CookieNames names = NamesOf(uses, call);
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kFormBody));
  BW_TRY(CheckForm(call, names, body));
  BW_TRY_ASSIGN(const verify::PasswordClaim claim, ReadClaim(body, call));
  BW_TRY_ASSIGN(auto signed_in, uses.login.SignInToConsole(claim, DeviceOf(call)));
  call.NoteLimit(signed_in.value.limit);
  const std::string return_to = SafeReturn(TextOf(body, "return_to"));
  return door::Defer<login::SignedIn>(std::move(signed_in),
                                      [names, return_to](const login::SignedIn& made) {
                                        return EnterConsole(made, names, return_to);
                                      });
}

Result<Reply> SignOut(const Uses& uses, Call& call) {
  BW_TRY(uses.grant.EndOwnSession(call.caller()));
  const CookieNames names = NamesOf(uses, call);
  Reply reply = door::NoStore(door::EmptyReply(204));
  for (const std::string_view name : {names.session, names.csrf}) {
    reply.headers.Add("Set-Cookie", door::SetCookie(name, "", names.secure, name == names.session));
  }
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
  return Redirect("/sign-in?ready=1");
}

// The style is the same for each version of the program, so a browser may keep it for a while.
Result<Reply> ReadStyle(const Uses& /*uses*/, Call& /*call*/) {
  Reply reply = door::TextReply(200, std::string(Style()));
  reply.content_type = "text/css; charset=utf-8";
  reply.headers.Set("Cache-Control", "public, max-age=3600");
  return reply;
}

Reply WriteError(const Uses& uses, const base::Error& error, const Call& call) {
  if (!door::WantsPage(call.request())) return door::Problem(error, call);
  const int status = door::StatusOf(error);
  const std::string_view path = call.request().path;
  const bool sent = call.request().method == http::Method::kPost;
  if (!sent || (path != kSignInPath && path != kSetupPath)) {
    return PageOf(status, FaultPage(error.public_text));
  }
  const Result<door::Body> body = call.Read(door::kFormBody);
  const Form form = {.csrf = {}, .fault = error.public_text};
  if (path == kSignInPath) {
    return ShowSignIn(uses, call, status,
                      {.form = form,
                       .login = TextOf(body, "username"),
                       .return_to = SafeReturn(TextOf(body, "return_to")),
                       .environment = QueryOf(call, "environment")});
  }
  std::string token = TextOf(body, "token");
  if (!uses.setup.Check(base::Secret(token))) return PageOf(status, FaultPage(error.public_text));
  return ShowSetup(uses, call, status,
                   {.form = form, .token = std::move(token), .email = TextOf(body, "email")});
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
  dialect.mount.prefixes = {std::string(kSignInPath), "/sign-out", std::string(kSetupPath)};
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
  return {
      {kGet, "/sign-in", open, kInline, door::Bind(uses, ReadSignIn), "signin.read_sign_in",
       "Show the sign-in page", &kReadSignIn, &dialect},
      {kPost, "/sign-in", open, kHashing, door::Bind(uses, SignIn), "signin.sign_in",
       "Sign in to the console", &kSignIn, &dialect},
      {kGet, "/sign-in/style.css", open, kInline, door::Bind(uses, ReadStyle), "signin.style",
       "Read the style of the sign-in pages", &kReadStyle, &dialect},
      {kPost, "/sign-out", SignedInToConsole(), kWorker, door::Bind(uses, SignOut),
       "signin.sign_out", "End the session of the console", &kSignOut, &dialect},
      {kGet, "/setup", open, kInline, door::Bind(uses, ReadSetup), "signin.read_setup",
       "Show the page that makes the first administrator", &kReadSetup, &dialect},
      {kPost, "/setup", open, kHashing, door::Bind(uses, CreateAdministrator),
       "signin.create_administrator", "Make the first administrator", &kCreateAdministrator,
       &dialect},
  };
}

}  // namespace bearward::signin
