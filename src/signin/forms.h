// Forms: what the routes of this module have in common: the fields of requests, the cookies, and
// the ways to answer. Internal to the module.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "door/body.h"
#include "door/call.h"
#include "door/outcome.h"
#include "door/reply.h"
#include "door/session_cookie.h"
#include "signin/form_cookie.h"
#include "signin/pages.h"
#include "signin/routes.h"
#include "users/visitor.h"

namespace bearward::signin {

// NamesOf returns the names of the cookies for a request.
door::CookieNames NamesOf(const Uses& uses, const door::Call& call);

// TextOf returns a text of a form, "" where it cannot be read.
std::string TextOf(const base::Result<door::Body>& body, std::string_view name);
// QueryOf returns a query parameter, "" where it cannot be read.
std::string QueryOf(const door::Call& call, std::string_view name);

// ClaimedEnvironment returns the environment that the query names, or the default one. An unknown
// environment is an empty id, which has no user: the request then fails like one of an unknown
// user.
base::Result<model::EnvironmentId> ClaimedEnvironment(const door::Call& call);
// VisitorOf returns where a request comes from.
base::Result<users::Visitor> VisitorOf(const door::Call& call);
// ClientOf returns what the browser says about itself, whether it asks for pages, and the session
// that it has.
login::ConsoleClient ClientOf(const Uses& uses, const door::Call& call);

// FormOf returns the form of a page in the look of its environment; `fault` says why the last
// attempt failed.
Form FormOf(const Uses& uses, const door::Call& call, std::string fault = {});
// BrandingOf returns the branding of the environment of a request, nullptr without one.
std::shared_ptr<const model::Branding> BrandingOf(const Uses& uses, const door::Call& call);

// Show renders a form with a CSRF token that belongs to a cookie of this browser.
template <class Page>
door::Reply Show(const Uses& uses, const door::Call& call, int status, Page page,
                 Html (*render)(const Page&)) {
  const FormCookie cookie(call, NamesOf(uses, call), uses.entropy);
  page.form.csrf = cookie.csrf();
  door::Reply reply = PageOf(status, render(page));
  cookie.AddTo(reply);
  return reply;
}

// Redirect leads to a path of this server; RedirectIn to one in the environment of the request,
// with `more` query parameters.
door::Reply Redirect(std::string_view to);
door::Reply RedirectIn(const door::Call& call, std::string_view path, std::string_view more = {});

// Leave ends a cookie and that of the form, and leads to the sign-in page, with the query parameter
// `done`.
door::Reply Leave(const Uses& uses, const door::Call& call, std::string_view cookie,
                  std::string_view done);

// EnterSession opens the console for a new session. EnterConsole is the outcome of such a sign-in.
door::Reply EnterSession(const login::SignedIn& signed_in, const door::CookieNames& names,
                         const std::string& return_to);
base::Result<door::Outcome> EnterConsole(const Uses& uses, door::Call& call,
                                         base::Result<store::Pending<login::SignedIn>> signed_in,
                                         const door::Body& body);

}  // namespace bearward::signin
