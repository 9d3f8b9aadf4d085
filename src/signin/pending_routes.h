// PendingRoutes: the routes of the pages for a sign-in that waits for another step. The checked
// sign-in is a sealed token in a cookie (login/authentication.h). Internal to the module.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "door/body.h"
#include "door/call.h"
#include "door/outcome.h"
#include "door/route.h"
#include "login/authentication.h"
#include "signin/mail_routes.h"
#include "signin/routes.h"

namespace bearward::signin {

// kNewPasswordPath is the path of the page for a new password, and of its form.
inline constexpr std::string_view kNewPasswordPath = "/sign-in/new-password";

// kOrganizationPath is that of the page that asks for an organization.
inline constexpr std::string_view kOrganizationPath = "/sign-in/organization";

// PendingRoutes returns the routes; `dialect` must outlive them.
std::vector<door::Route> PendingRoutes(const Uses& uses, const door::Dialect& dialect);

// ContinueSignIn is the outcome of a sign-in: the console, the page of the next step, or the
// sign-in page after the password of a user who may not enter the console was replaced. A client
// that does not ask for a page gets the error of that step.
base::Result<door::Outcome> ContinueSignIn(const Uses& uses, door::Call& call,
                                           base::Result<login::ConsoleSignIn> signed_in,
                                           const door::Body& body);

// ShowNewPassword and ShowOrganizations show the form of a step again.
door::Reply ShowNewPassword(const Uses& uses, const door::Call& call, int status, const Sent& sent);
door::Reply ShowOrganizations(const Uses& uses, const door::Call& call, int status,
                              const Sent& sent);

}  // namespace bearward::signin
