// PageParts: what the pages of this module are made of. Internal to the module.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "signin/html.h"
#include "signin/pages.h"

namespace bearward::signin {

// Document returns a page with its frame in the look of the environment.
Html Document(Literal title, const Look& look, const Html& content);

// AddFault adds why the last attempt failed; nothing for an empty text.
void AddFault(const std::string& fault, Html& html);
// AddNote adds a text that says what was done.
void AddNote(Literal note, Html& html);
// AddHidden adds a field that the form sends back.
void AddHidden(Literal name, std::string_view value, Html& html);
// AddLink adds a link to a page of the same environment.
void AddLink(Literal path, Literal text, const Form& form, Html& html);

// Input is a labelled field of a form.
struct Input {
  Literal label;
  Literal attributes;
  std::string_view value;
};
void AddInput(const Input& input, const Form& form, Html& html);

// AddNewPassword adds the field of a new password for a user with this name or address.
void AddNewPassword(std::string_view login, std::size_t minimum_length, const Form& form,
                    Html& html);
// AddWayBack adds a link to the sign-in page.
void AddWayBack(const Form& form, Html& html);

// BeginForm opens a form that is sent to a path in the environment of the form, with its CSRF
// token. EndForm closes it with a button.
void BeginForm(Literal path, const Form& form, Html& html);
void EndForm(Literal button, Html& html);

}  // namespace bearward::signin
