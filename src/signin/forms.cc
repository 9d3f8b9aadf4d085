#include "signin/forms.h"

#include <algorithm>
#include <optional>

#include "base/encode.h"
#include "door/page.h"

namespace bearward::signin {

using base::Result;
using door::Call;
using door::CookieNames;
using door::Reply;

CookieNames NamesOf(const Uses& uses, const Call& call) {
  return door::CookieNamesOf(call.request(), uses.issuer_is_https);
}

std::string TextOf(const Result<door::Body>& body, std::string_view name) {
  if (!body) return {};
  const auto text = body->Text(name);
  return text ? text->value_or("") : std::string();
}

std::string QueryOf(const Call& call, std::string_view name) {
  const auto text = call.Query(name);
  return text ? text->value_or("") : std::string();
}

Result<model::EnvironmentId> ClaimedEnvironment(const Call& call) {
  BW_TRY_ASSIGN(const auto named, call.Query("environment"));
  BW_TRY_ASSIGN(auto found, call.environment());
  const bool known = !named || named->empty() || *named == found.text;
  return known ? std::move(found) : model::EnvironmentId();
}

Result<users::Visitor> VisitorOf(const Call& call) {
  BW_TRY_ASSIGN(auto environment, ClaimedEnvironment(call));
  return users::Visitor{std::move(environment), call.origin()};
}

namespace {

// A browser may send anything as its name; only plain text is stored.
login::Device DeviceOf(const Call& call) {
  constexpr std::size_t kMost = 256;
  const std::string_view name = call.request().Find("User-Agent").substr(0, kMost);
  const bool plain = std::ranges::all_of(name, [](char c) { return c >= ' ' && c <= '~'; });
  return {.user_agent = plain && !name.empty() ? std::optional(std::string(name)) : std::nullopt};
}

}  // namespace

// Of two session cookies nothing says which one was the session, so neither is ended.
login::ConsoleClient ClientOf(const Uses& uses, const Call& call) {
  const auto present = door::CookieValue(call.request(), NamesOf(uses, call).session);
  return {.device = DeviceOf(call),
          .shows_pages = door::WantsPage(call.request()),
          .replaces = base::Secret(present.value_or(std::string_view()))};
}

std::shared_ptr<const model::Branding> BrandingOf(const Uses& uses, const Call& call) {
  const auto environment = ClaimedEnvironment(call);
  return environment ? uses.brandings.Find(environment->text) : nullptr;
}

Form FormOf(const Uses& uses, const Call& call, std::string fault) {
  Form form{.fault = std::move(fault), .environment = QueryOf(call, "environment")};
  if (const auto branding = BrandingOf(uses, call)) form.look = LookOf(*branding);
  return form;
}

Reply Redirect(std::string_view to) {
  Reply reply = door::NoStore(door::EmptyReply(303));
  reply.headers.Set("Location", to);
  reply.headers.Set("Referrer-Policy", "no-referrer");
  return reply;
}

Reply RedirectIn(const Call& call, std::string_view path, std::string_view more) {
  std::string to =
      std::string(path) + "?environment=" + base::PercentEncode(QueryOf(call, "environment"));
  if (!more.empty()) to.append("&").append(more);
  return Redirect(to);
}

Reply Leave(const Uses& uses, const Call& call, std::string_view cookie, std::string_view done) {
  const CookieNames names = NamesOf(uses, call);
  Reply reply = RedirectIn(call, "/sign-in", done);
  for (const std::string_view name : {cookie, names.form}) {
    reply.headers.Add("Set-Cookie", door::SetCookie(name, "", names.secure, true));
  }
  return reply;
}

// The session is new at each sign-in, and the cookies of the form and of a pending sign-in end, so
// that nothing that was in the browser before belongs to the signed-in user (incident class C3).
Reply EnterSession(const login::SignedIn& signed_in, const CookieNames& names,
                   const std::string& return_to) {
  const std::string_view token = signed_in.issued.access.Reveal();
  Reply reply = Redirect(return_to);
  reply.headers.Add("Set-Cookie", door::SetCookie(names.session, token, names.secure, true));
  reply.headers.Add("Set-Cookie",
                    door::SetCookie(names.csrf, door::CsrfTokenOf(token), names.secure, false));
  for (const std::string_view name :
       {names.form, names.pending, names.masquerade, names.masquerade_csrf}) {
    reply.headers.Add("Set-Cookie", door::SetCookie(name, "", names.secure, true));
  }
  const std::string organization = base::PercentEncode(signed_in.issued.session.organization.text);
  if (!organization.empty()) {
    reply.headers.Add("Set-Cookie",
                      door::SetKeptCookie(names.organization, organization, names.secure));
  }
  return reply;
}

Result<door::Outcome> EnterConsole(const Uses& uses, Call& call,
                                   Result<store::Pending<login::SignedIn>> signed_in,
                                   const door::Body& body) {
  BW_TRY(signed_in);
  call.NoteLimit(signed_in->value.limit);
  const CookieNames names = NamesOf(uses, call);
  const std::string return_to = SafeReturn(TextOf(body, "return_to"));
  return door::Defer<login::SignedIn>(std::move(signed_in),
                                      [names, return_to](const login::SignedIn& made) {
                                        return EnterSession(made, names, return_to);
                                      });
}

}  // namespace bearward::signin
