#include "signin/mail_pages.h"

#include <array>

#include "signin/page_parts.h"

namespace bearward::signin {
namespace {

// Texts are what the pages of one purpose say.
struct Texts {
  Literal path;
  Literal title;
  Literal text;
  Literal button;
};

// The rows are in the order of MailPurpose.
constexpr std::array<Texts, 3> kTexts = {
    {{"/forgot-password", "Forgotten password",
      "Enter your email address. You get a link to set a new password.", "Send the link"},
     {"/sign-in/code", "Sign in with a code",
      "Enter your email address. You get a code of six digits.", "Send a code"},
     {"/verify-email", "Verify your email address",
      "Enter your email address. You get a code of six digits.", "Send a code"}}};

const Texts& TextsOf(MailPurpose purpose) { return kTexts.at(static_cast<std::size_t>(purpose)); }

void AddEmail(const std::string& email, const Form& form, Html& html) {
  AddInput({"Email", R"(name="email" type="email" autocomplete="username" autofocus)", email}, form,
           html);
}

}  // namespace

Html AddressPage(const AddressForm& page) {
  const Texts& texts = TextsOf(page.purpose);
  Html html("<p>");
  html += texts.text;
  html += "</p>\n";
  AddFault(page.form.fault, html);
  BeginForm(texts.path, page.form, html);
  if (page.purpose == MailPurpose::kSignInCode) AddHidden("return_to", page.return_to, html);
  AddEmail(page.email, page.form, html);
  EndForm(texts.button, html);
  AddWayBack(page.form, html);
  return Document(texts.title, page.form.look, html);
}

Html SentPage(const Form& form) {
  Html html(
      "<p>If a user has this address, an email with a link is on its way. The link is valid for "
      "15 minutes.</p>\n<p>Nothing arrives? Look into the folder for junk, or request another "
      "link after a minute.</p>\n");
  html += "<p class=\"links\">";
  AddLink("/forgot-password", "Request another link", form, html);
  AddLink("/sign-in", "Back to sign-in", form, html);
  html += "</p>\n";
  return Document("Check your email", form.look, html);
}

Html CodePage(const CodeForm& page) {
  const bool signs_in = page.purpose == MailPurpose::kSignInCode;
  Html html("<p>If a user has the address <strong>");
  html.Text(page.email) +=
      "</strong>, an email with a code is on its way. The code is valid for 10 minutes.</p>\n";
  AddFault(page.form.fault, html);
  BeginForm(signs_in ? Literal("/sign-in/code/check") : Literal("/verify-email/check"), page.form,
            html);
  AddHidden("email", page.email, html);
  if (signs_in) AddHidden("return_to", page.return_to, html);
  AddInput({"Code",
            R"(name="code" class="code" inputmode="numeric" autocomplete="one-time-code" )"
            R"(pattern="[0-9 ]*" maxlength="12" autofocus)",
            ""},
           page.form, html);
  EndForm(signs_in ? Literal("Sign in") : Literal("Verify"), html);
  html += "<p class=\"links\">";
  AddLink(TextsOf(page.purpose).path, "Send another code", page.form, html);
  AddLink("/sign-in", "Back to sign-in", page.form, html);
  html += "</p>\n";
  return Document("Check your email", page.form.look, html);
}

Html ResetPage(const ResetForm& page) {
  Html html("<p>For <strong>");
  html.Text(page.email) += "</strong>. You are signed out everywhere else.</p>\n";
  AddFault(page.form.fault, html);
  BeginForm("/reset-password", page.form, html);
  AddNewPassword(page.email, page.minimum_length, page.form, html);
  EndForm("Set password", html);
  return Document("Set a new password", page.form.look, html);
}

Html InvitationPage(const InvitationForm& page) {
  Html html("<p>You are invited as <strong>");
  html.Text(page.email) += "</strong>";
  if (!page.organization.empty()) {
    html += " to <strong>";
    html.Text(page.organization) += "</strong>";
  }
  html += ".</p>\n";
  AddFault(page.form.fault, html);
  BeginForm("/invite", page.form, html);
  if (page.needs_password) AddNewPassword(page.email, page.minimum_length, page.form, html);
  EndForm("Accept", html);
  return Document("Invitation", page.form.look, html);
}

}  // namespace bearward::signin
