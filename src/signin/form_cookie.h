// FormCookie: binds a form to the browser that loaded it, before anyone is signed in. Without it
// another site could sign a person in as someone else (incident class C3). Internal to the module.
#pragma once

#include <string>

#include "base/entropy.h"
#include "base/result.h"
#include "door/body.h"
#include "door/call.h"
#include "door/reply.h"
#include "door/session_cookie.h"

namespace bearward::signin {

// FormCookie is the cookie of the browser, or a new one.
class FormCookie {
 public:
  // FormCookie reads the cookie of the request, and makes a value if the browser has none.
  FormCookie(const door::Call& call, const door::CookieNames& names, base::Entropy& entropy);
  // csrf returns the token for the hidden field `csrf` of a form.
  std::string csrf() const;
  // AddTo sends the cookie to a browser that has none.
  void AddTo(door::Reply& reply) const;

 private:
  door::CookieNames names_;
  std::string value_;
  bool is_new_ = false;
};

// CheckForm fails with kDenied "csrf_token_required" unless the field `csrf` belongs to the cookie.
base::Status CheckForm(const door::Call& call, const door::CookieNames& names,
                       const door::Body& body);

}  // namespace bearward::signin
