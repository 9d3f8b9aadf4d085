#include "signin/pages.h"

#include <string_view>

#include "door/page.h"
#include "signin/page_parts.h"

namespace bearward::signin {
namespace {

void AddDone(std::string_view done, Html& html) {
  if (done == "administrator") AddNote("The administrator is ready. Sign in.", html);
  if (done == "password") AddNote("The new password is set. Sign in with it.", html);
  if (done == "invitation") AddNote("You have accepted the invitation. Sign in.", html);
  if (done == "email") AddNote("Your email address is verified. Sign in.", html);
}

}  // namespace

Html SignInPage(const SignInForm& page) {
  Html html;
  AddDone(page.done, html);
  AddFault(page.form.fault, html);
  BeginForm("/sign-in", page.form, html);
  AddHidden("return_to", page.return_to, html);
  AddInput({"Username or email",
            R"(name="username" autocomplete="username" autocapitalize="none" spellcheck="false" )"
            "autofocus",
            page.login},
           page.form, html);
  AddInput({"Password", R"(name="password" type="password" autocomplete="current-password")", ""},
           page.form, html);
  EndForm("Sign in", html);
  if (page.mail) {
    html += "<p class=\"links\">";
    AddLink("/forgot-password", "Forgotten password", page.form, html);
    AddLink("/sign-in/code", "Sign in with a code", page.form, html);
    html += "</p>\n";
  }
  return Document("Sign in", page.form.look, html);
}

Html SetupPage(const SetupForm& page) {
  Html html("<p>This creates the first administrator of this installation.</p>\n");
  AddFault(page.form.fault, html);
  BeginForm("/setup", page.form, html);
  AddHidden("token", page.token, html);
  AddInput({"Email", R"(name="email" type="email" autocomplete="username" autofocus)", page.email},
           page.form, html);
  AddInput({"Password, at least 8 characters",
            R"(name="password" type="password" autocomplete="new-password" minlength="8")", ""},
           page.form, html);
  EndForm("Create administrator", html);
  return Document("Set up", page.form.look, html);
}

Html FaultPage(const Form& form) {
  Html html;
  AddFault(form.fault, html);
  html += "<p class=\"links\">";
  AddLink("/sign-in", "Sign in", form, html);
  html += "</p>\n";
  return Document("Not possible", form.look, html);
}

door::Reply PageOf(int status, const Html& html) {
  return door::NoStore(door::PageReply(status, html.text(), ""));
}

}  // namespace bearward::signin
