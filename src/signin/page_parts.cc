#include "signin/page_parts.h"

#include "base/encode.h"

namespace bearward::signin {
namespace {

void AddEnvironment(const Form& form, Html& html) {
  html += "?environment=";
  html.Text(base::PercentEncode(form.environment));
}

void AddBrand(const Look& look, Html& html) {
  html += "<p class=\"brand\">";
  if (look.logo_url.empty()) {
    html += R"(<span class="mark" aria-hidden="true"></span>)";
  } else {
    html += R"(<img class="logo" alt="" src=")";
    html.Text(look.logo_url) += "\">";
  }
  html.Text(look.name) += "</p>\n";
}

}  // namespace

Html Document(Literal title, const Look& look, const Html& content) {
  Html page(R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>)");
  page += title;
  if (!look.name.empty()) (page += " · ").Text(look.name);
  page += "</title>\n<link rel=\"stylesheet\" href=\"";
  page.Text(look.style_url) += "\">\n</head>\n<body>\n<main class=\"card\">\n";
  AddBrand(look, page);
  page += "<h1>";
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

void AddNote(Literal note, Html& html) {
  html += R"(<p class="note" role="status">)";
  html += note;
  html += "</p>\n";
}

void AddHidden(Literal name, std::string_view value, Html& html) {
  html += R"(<input type="hidden" name=")";
  html += name;
  html += R"(" value=")";
  html.Text(value) += "\">\n";
}

void AddLink(Literal path, Literal text, const Form& form, Html& html) {
  html += "<a href=\"";
  html += path;
  AddEnvironment(form, html);
  html += "\">";
  html += text;
  html += "</a>\n";
}

void AddInput(const Input& input, const Form& form, Html& html) {
  html += "<label>";
  html += input.label;
  html += "\n<input required ";
  html += input.attributes;
  if (!form.fault.empty()) html += R"( aria-describedby="fault")";
  html += R"( value=")";
  html.Text(input.value) += "\"></label>\n";
}

// The name of the account is for password managers.
void AddNewPassword(std::string_view login, std::size_t minimum_length, const Form& form,
                    Html& html) {
  html += R"(<input type="text" autocomplete="username" readonly hidden value=")";
  html.Text(login) += "\">\n";
  AddInput({"New password",
            R"(name="password" type="password" autocomplete="new-password" autofocus)", ""},
           form, html);
  html += "<p class=\"hint\">At least ";
  html.Text(std::to_string(minimum_length)) += " characters.</p>\n";
}

void AddWayBack(const Form& form, Html& html) {
  html += "<p class=\"links\">";
  AddLink("/sign-in", "Back to sign-in", form, html);
  html += "</p>\n";
}

void BeginForm(Literal path, const Form& form, Html& html) {
  html += "<form method=\"post\" action=\"";
  html += path;
  AddEnvironment(form, html);
  html += "\">\n";
  AddHidden("csrf", form.csrf, html);
}

void EndForm(Literal button, Html& html) {
  html += "<button>";
  html += button;
  html += "</button>\n</form>\n";
}

}  // namespace bearward::signin
