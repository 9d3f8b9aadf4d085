#include "signin/pages.h"

#include <string_view>

#include "base/encode.h"
#include "door/page.h"

namespace bearward::signin {
namespace {

Html Document(Literal title, const Html& content) {
  Html page(R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>)");
  page += title;
  page += R"( · Bearward</title>
<link rel="stylesheet" href="/sign-in/style.css">
</head>
<body>
<main class="card">
<p class="brand"><span class="mark" aria-hidden="true"></span>Bearward</p>
<h1>)";
  page += title;
  page += "</h1>\n";
  page += content;
  page += "</main>\n</body>\n</html>\n";
  return page;
}

void AddFault(const std::string& fault, Html& html) {
  if (fault.empty()) return;
  html += R"(<p class="fault" role="alert" id="fault">)";
  html.Text(fault) += "</p>\n";
}

void AddHidden(Literal name, std::string_view value, Html& html) {
  html += R"(<input type="hidden" name=")";
  html += name;
  html += R"(" value=")";
  html.Text(value) += "\">\n";
}

// Input is a labelled field of a form.
struct Input {
  Literal label;
  Literal attributes;
  std::string_view value;
};

void AddInput(const Input& input, const Form& form, Html& html) {
  html += "<label>";
  html += input.label;
  html += "\n<input required ";
  html += input.attributes;
  if (!form.fault.empty()) html += R"( aria-describedby="fault")";
  html += R"( value=")";
  html.Text(input.value) += "\"></label>\n";
}

}  // namespace

Html SignInPage(const SignInForm& page) {
  Html html;
  if (page.is_new) {
    html += R"(<p class="note" role="status">The administrator is ready. Sign in.</p>)";
  }
  AddFault(page.form.fault, html);
  html += "<form method=\"post\" action=\"/sign-in?environment=";
  html.Text(base::PercentEncode(page.environment)) += "\">\n";
  AddHidden("csrf", page.form.csrf, html);
  AddHidden("return_to", page.return_to, html);
  AddInput({"Username or email",
            R"(name="username" autocomplete="username" autocapitalize="none" spellcheck="false" )"
            "autofocus",
            page.login},
           page.form, html);
  AddInput({"Password", R"(name="password" type="password" autocomplete="current-password")", ""},
           page.form, html);
  html += "<button>Sign in</button>\n</form>\n";
  return Document("Sign in", html);
}

Html SetupPage(const SetupForm& page) {
  Html html("<p>This creates the first administrator of this installation.</p>\n");
  AddFault(page.form.fault, html);
  html += "<form method=\"post\" action=\"/setup\">\n";
  AddHidden("csrf", page.form.csrf, html);
  AddHidden("token", page.token, html);
  AddInput({"Email", R"(name="email" type="email" autocomplete="username" autofocus)", page.email},
           page.form, html);
  AddInput({"Password, at least 8 characters",
            R"(name="password" type="password" autocomplete="new-password" minlength="8")", ""},
           page.form, html);
  html += "<button>Create administrator</button>\n</form>\n";
  return Document("Set up", html);
}

Html FaultPage(const std::string& fault) {
  Html html;
  AddFault(fault, html);
  html += R"(<p><a href="/sign-in">Sign in</a></p>)";
  return Document("Not possible", html);
}

door::Reply PageOf(int status, const Html& html) {
  return door::NoStore(door::PageReply(status, html.text(), ""));
}

}  // namespace bearward::signin
