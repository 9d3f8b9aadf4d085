#include "signin/mail_routes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "door/page.h"
#include "signin/contracts.h"
#include "signin/forms.h"
#include "signin/mail_pages.h"
#include "signin/pending_routes.h"

namespace bearward::signin {
namespace {

using base::Result;
using door::Call;
using door::Outcome;
using door::Reply;
using model::EmailCodeKind;

constexpr std::string_view kResetPath = "/reset-password";
constexpr std::string_view kInvitationPath = "/invite";

base::Status CheckMail(const Uses& uses) {
  if (uses.owner_mail.enabled()) return {};
  return base::Fail(base::NotFound(
      "no_email", "This server sends no email. Ask an administrator for a new password."));
}

EmailCodeKind KindOf(MailPurpose purpose) {
  switch (purpose) {
    case MailPurpose::kSignInCode:
      return EmailCodeKind::kMagicAuth;
    case MailPurpose::kVerificationCode:
      return EmailCodeKind::kEmailVerification;
    case MailPurpose::kResetLink:
      break;
  }
  return EmailCodeKind::kPasswordReset;
}

// The pages that ask for an address.

template <MailPurpose kPurpose>
Result<Reply> ReadAddress(const Uses& uses, Call& call) {
  BW_TRY(CheckMail(uses));
  AddressForm page{.form = FormOf(uses, call), .purpose = kPurpose};
  page.return_to = SafeReturn(QueryOf(call, "return_to"));
  return Show(uses, call, 200, std::move(page), &AddressPage);
}

template <MailPurpose kPurpose>
Reply ShowAddress(const Uses& uses, const Call& call, int status, const Sent& sent) {
  AddressForm page{.form = FormOf(uses, call, sent.fault), .purpose = kPurpose};
  page.email = TextOf(sent.body, "email");
  page.return_to = SafeReturn(TextOf(sent.body, "return_to"));
  return Show(uses, call, status, std::move(page), &AddressPage);
}

// The address is in the body of the next page only, so it is in no URL.
template <MailPurpose kPurpose>
Reply ShowCode(const Uses& uses, const Call& call, int status, const Sent& sent) {
  CodeForm page{.form = FormOf(uses, call, sent.fault), .purpose = kPurpose};
  page.email = TextOf(sent.body, "email");
  page.return_to = SafeReturn(TextOf(sent.body, "return_to"));
  return Show(uses, call, status, std::move(page), &CodePage);
}

template <MailPurpose kPurpose>
Result<Outcome> SendMail(const Uses& uses, Call& call) {
  const std::int64_t since = uses.fixed_time.Begin();
  BW_TRY(CheckMail(uses));
  const Result<door::Body> body = call.Read(door::kFormBody);
  BW_TRY(body);
  BW_TRY(CheckForm(call, NamesOf(uses, call), *body));
  BW_TRY_ASSIGN(const users::Visitor visitor, VisitorOf(call));
  BW_TRY_ASSIGN(const std::string email, body->RequiredText("email"));
  BW_TRY(uses.owner_mail.Send(visitor, KindOf(kPurpose), email));
  if constexpr (kPurpose == MailPurpose::kResetLink) {
    return uses.fixed_time.Delay(RedirectIn(call, "/forgot-password/sent"), since);
  } else {
    return uses.fixed_time.Delay(ShowCode<kPurpose>(uses, call, 200, {.body = body, .fault = {}}),
                                 since);
  }
}

Result<Reply> ReadSent(const Uses& uses, Call& call) {
  BW_TRY(CheckMail(uses));
  return PageOf(200, SentPage(FormOf(uses, call)));
}

// The pages that ask for a code.

Result<login::CodeClaim> ReadClaim(const Uses& uses, const Call& call, const door::Body& body) {
  BW_TRY(CheckForm(call, NamesOf(uses, call), body));
  BW_TRY(body.RequireAll({"email", "code"}));
  login::CodeClaim claim;
  BW_TRY_ASSIGN(claim.environment, ClaimedEnvironment(call));
  BW_TRY_ASSIGN(claim.email, body.RequiredText("email"));
  BW_TRY_ASSIGN(const base::Secret typed, body.RequiredSecret("code"));
  // Some people type the digits in groups.
  std::string code(typed.Reveal());
  std::erase(code, ' ');
  claim.code = base::Secret(std::move(code));
  claim.origin = call.origin();
  return claim;
}

Result<Outcome> SignInByCode(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kFormBody));
  BW_TRY_ASSIGN(const login::CodeClaim claim, ReadClaim(uses, call, body));
  return ContinueSignIn(uses, call, uses.login.SignInToConsoleByCode(claim, ClientOf(uses, call)),
                        body);
}

Result<Reply> VerifyEmail(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kFormBody));
  BW_TRY_ASSIGN(const login::CodeClaim claim, ReadClaim(uses, call, body));
  BW_TRY(uses.login.VerifyAddress(claim));
  return RedirectIn(call, "/sign-in", "done=email");
}

// The pages to which links in emails lead. A link contains its token. The first request moves the
// token to a cookie that scripts cannot read, so that it stays neither in the address of the page
// nor in the history of the browser, and is in no Referer.

// Only the letters and digits of our tokens may become a part of a header.
bool IsToken(std::string_view text) {
  constexpr std::size_t kLongest = 64;
  return text.size() <= kLongest && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

base::Error BadLink() {
  return base::NotFound(
      "link_not_valid",
      "The link is not complete, or the browser blocks cookies. Open the link of the email again.");
}

// Enter moves the token of a link; nullopt for a request without one.
Result<std::optional<Reply>> Enter(const Uses& uses, const Call& call, std::string_view parameter,
                                   std::string_view path) {
  BW_TRY_ASSIGN(const auto token, call.Query(parameter));
  if (!token || !door::WantsPage(call.request())) return std::nullopt;
  if (token->empty() || !IsToken(*token)) return base::Fail(BadLink());
  const door::CookieNames names = NamesOf(uses, call);
  Reply reply = RedirectIn(call, path);
  reply.headers.Add("Set-Cookie", door::SetCookie(names.link, *token, names.secure, true));
  return reply;
}

// TokenOf returns the token of the link that this browser has opened.
Result<base::Secret> TokenOf(const Uses& uses, const Call& call) {
  BW_TRY_ASSIGN(const auto token, door::CookieValue(call.request(), NamesOf(uses, call).link));
  if (token.empty()) return base::Fail(BadLink());
  return base::Secret(std::string(token));
}

Result<Reply> TryShowReset(const Uses& uses, const Call& call, int status, std::string fault) {
  BW_TRY_ASSIGN(const users::Visitor visitor, VisitorOf(call));
  BW_TRY_ASSIGN(const base::Secret token, TokenOf(uses, call));
  BW_TRY_ASSIGN(const users::ResetTarget target, uses.owner_mail.FindReset(visitor, token));
  return Show(uses, call, status,
              ResetForm{.form = FormOf(uses, call, std::move(fault)),
                        .email = target.email,
                        .minimum_length = target.minimum_length},
              &ResetPage);
}

Result<Reply> ReadReset(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(auto entered, Enter(uses, call, "token", kResetPath));
  if (entered) return *std::move(entered);
  return TryShowReset(uses, call, 200, {});
}

Result<Reply> SetPassword(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kFormBody));
  BW_TRY(CheckForm(call, NamesOf(uses, call), body));
  BW_TRY_ASSIGN(const users::Visitor visitor, VisitorOf(call));
  BW_TRY_ASSIGN(const base::Secret token, TokenOf(uses, call));
  BW_TRY_ASSIGN(const base::Secret password, body.RequiredSecret("password"));
  BW_TRY(uses.owner_mail.Reset(visitor, token, password));
  return Leave(uses, call, NamesOf(uses, call).link, "done=password");
}

Result<Reply> TryShowInvitation(const Uses& uses, const Call& call, int status, std::string fault) {
  BW_TRY_ASSIGN(const users::Visitor visitor, VisitorOf(call));
  BW_TRY_ASSIGN(const base::Secret token, TokenOf(uses, call));
  BW_TRY_ASSIGN(const users::Invited invited, uses.acceptance.Read(visitor, token));
  return Show(uses, call, status,
              InvitationForm{.form = FormOf(uses, call, std::move(fault)),
                             .email = invited.email,
                             .organization = invited.organization,
                             .needs_password = invited.needs_password,
                             .minimum_length = invited.minimum_length},
              &InvitationPage);
}

Result<Reply> ReadInvitation(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(auto entered, Enter(uses, call, "invitation_token", kInvitationPath));
  if (entered) return *std::move(entered);
  return TryShowInvitation(uses, call, 200, {});
}

Result<Reply> AcceptInvitation(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kFormBody));
  BW_TRY(CheckForm(call, NamesOf(uses, call), body));
  BW_TRY_ASSIGN(const users::Visitor visitor, VisitorOf(call));
  BW_TRY_ASSIGN(const base::Secret token, TokenOf(uses, call));
  BW_TRY_ASSIGN(const auto password, body.SecretText("password"));
  BW_TRY(uses.acceptance.Accept(visitor, token, password.value_or(base::Secret())));
  return Leave(uses, call, NamesOf(uses, call).link, "done=invitation");
}

// A form whose link is no longer valid cannot be shown again.
template <Result<Reply> (*kTry)(const Uses&, const Call&, int, std::string)>
Reply ShowLinked(const Uses& uses, const Call& call, int status, const Sent& sent) {
  auto shown = kTry(uses, call, status, sent.fault);
  if (shown) return *std::move(shown);
  return PageOf(status, FaultPage(FormOf(uses, call, sent.fault)));
}

constexpr std::array<ShowAgain, 7> kAgain = {
    {{"/forgot-password", &ShowAddress<MailPurpose::kResetLink>},
     {"/sign-in/code", &ShowAddress<MailPurpose::kSignInCode>},
     {"/sign-in/code/check", &ShowCode<MailPurpose::kSignInCode>},
     {"/verify-email", &ShowAddress<MailPurpose::kVerificationCode>},
     {"/verify-email/check", &ShowCode<MailPurpose::kVerificationCode>},
     {kResetPath, &ShowLinked<&TryShowReset>},
     {kInvitationPath, &ShowLinked<&TryShowInvitation>}}};

}  // namespace

const ShowAgain* FindShowAgain(std::string_view path) {
  const auto found = std::ranges::find(kAgain, path, &ShowAgain::path);
  return found == kAgain.end() ? nullptr : &*found;
}

std::vector<door::Route> MailRoutes(const Uses& uses, const door::Dialect& dialect) {
  using enum http::Method;
  using enum door::RunOn;
  using enum MailPurpose;
  const auto get = [&](const char* path, door::RunOn on, auto* run, const char* operation,
                       const char* summary, const door::Contract& contract) {
    return door::Route{kGet,      path,    door::OpenGuard(), on,      door::Bind(uses, run),
                       operation, summary, &contract,         &dialect};
  };
  const auto post = [&](const char* path, auto* run, const char* operation, const char* summary,
                        const door::Contract& contract) {
    return door::Route{kPost,     path,    door::OpenGuard(), kHashing, door::Bind(uses, run),
                       operation, summary, &contract,         &dialect};
  };
  return {
      get("/forgot-password", kInline, &ReadAddress<kResetLink>, "signin.read_forgotten_password",
          "Show the page that asks for the address of a forgotten password", kReadAddress),
      post("/forgot-password", &SendMail<kResetLink>, "signin.send_reset",
           "Send the link that resets a password", kSendLink),
      get("/forgot-password/sent", kInline, &ReadSent, "signin.read_sent",
          "Show that a link was sent", kReadSent),
      get("/reset-password", kWorker, &ReadReset, "signin.read_reset",
          "Show the page that sets a new password", kReadReset),
      post("/reset-password", &SetPassword, "signin.reset_password",
           "Set a new password by the link of an email", kSetPassword),
      get("/sign-in/code", kInline, &ReadAddress<kSignInCode>, "signin.read_code_request",
          "Show the page that asks for the address of a sign-in by code", kReadAddress),
      post("/sign-in/code", &SendMail<kSignInCode>, "signin.send_code", "Send a code for a sign-in",
           kSendCode),
      post("/sign-in/code/check", &SignInByCode, "signin.sign_in_by_code",
           "Sign in to the console by a code", kSignInByCode),
      get("/verify-email", kInline, &ReadAddress<kVerificationCode>,
          "signin.read_verification_request", "Show the page that asks for the address to verify",
          kReadAddress),
      post("/verify-email", &SendMail<kVerificationCode>, "signin.send_verification",
           "Send a code that verifies an address", kSendCode),
      post("/verify-email/check", &VerifyEmail, "signin.verify_email",
           "Verify an address by a code", kVerifyEmail),
      get("/invite", kWorker, &ReadInvitation, "signin.read_invitation",
          "Show the page that accepts an invitation", kReadInvitation),
      post("/invite", &AcceptInvitation, "signin.accept_invitation", "Accept an invitation",
           kAcceptInvitation),
  };
}

}  // namespace bearward::signin
