// Pages: the HTML of the pages for sign-in with a password and for setup, and of messages.
#pragma once

#include <string>

#include "door/reply.h"
#include "signin/html.h"
#include "signin/look.h"

namespace bearward::signin {

// Form is what every form of these pages has: its CSRF token, why the last attempt failed, "" for
// the first one, and the environment of the user, "" for the default one, with its look.
struct Form {
  std::string csrf = {};
  std::string fault = {};
  std::string environment = {};
  Look look = {};
};

// SignInForm is the page that asks for a username and a password. `return_to` is the page of the
// console to show afterwards, `done` what was done before, `mail` whether emails are sent.
struct SignInForm {
  Form form;
  std::string login = {};
  std::string return_to = {};
  std::string done = {};  // administrator, password, invitation or email; other words are ignored
  bool mail = false;
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
Html FaultPage(const Form& form);

// PageOf returns a response with the headers of a page that contains a secret.
door::Reply PageOf(int status, const Html& html);

}  // namespace bearward::signin
