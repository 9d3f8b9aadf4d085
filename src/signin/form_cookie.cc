#include "signin/form_cookie.h"

#include "base/id.h"

namespace bearward::signin {

FormCookie::FormCookie(const door::Call& call, const door::CookieNames& names,
                       base::Entropy& entropy)
    : names_(names) {
  if (const auto present = door::CookieValue(call.request(), names.form)) value_ = *present;
  is_new_ = value_.empty();
  if (is_new_) value_ = base::NewUuid(entropy);
}

std::string FormCookie::csrf() const { return door::CsrfTokenOf(value_); }

void FormCookie::AddTo(door::Reply& reply) const {
  if (!is_new_) return;
  reply.headers.Add("Set-Cookie", door::SetCookie(names_.form, value_, names_.secure, true));
}

base::Status CheckForm(const door::Call& call, const door::CookieNames& names,
                       const door::Body& body) {
  BW_TRY_ASSIGN(const auto csrf, body.Text("csrf"));
  const auto cookie = door::CookieValue(call.request(), names.form);
  if (cookie && door::IsCsrfTokenOf(csrf.value_or(""), *cookie)) return {};
  return base::Fail(base::Denied("csrf_token_required",
                                 "The form was not loaded in this browser, or the browser blocks "
                                 "cookies. Send it again."));
}

}  // namespace bearward::signin
