// Pages: the HTML of the sign-in pages.
#pragma once

#include <string>

#include "door/reply.h"
#include "signin/html.h"

namespace bearward::signin {

// Form is what every form of these pages has: its CSRF token, and why the last attempt failed, ""
// for the first one.
struct Form {
  std::string csrf;
  std::string fault;
};

// SignInForm is the page that asks for a username and a password. `return_to` is the page of the
// console to show afterwards, `environment` the environment of the user, "" for the default one.
struct SignInForm {
  Form form;
  std::string login;
  std::string return_to;
  std::string environment;
  bool is_new = false;  // the first administrator was just made
};
Html SignInPage(const SignInForm& page);

// SetupForm is the page that asks for the first administrator. `token` is that of the setup link.
struct SetupForm {
  Form form;
  std::string token;
  std::string email;
};
Html SetupPage(const SetupForm& page);

// FaultPage says what is wrong where there is no form to show again.
Html FaultPage(const std::string& fault);

// PageOf returns a response with the headers of a page that contains a secret.
door::Reply PageOf(int status, const Html& html);

}  // namespace bearward::signin
