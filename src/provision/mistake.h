// Mistake: the errors of a provisioning file, with its place. Internal to the module; the functions
// are in applying.cc.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "provision/provisioning_file.h"

namespace bearward::provision {

// Mistake returns the kInvalid error "FILE:LINE: text".
base::Error Mistake(const Where& where, std::string_view text);
// PlaceOf returns "FILE:LINE".
std::string PlaceOf(const Where& where);
// PlaceOr returns the place of a value if it has one, else that of its entry.
const Where& PlaceOr(const Where& value, const Where& entry);
// Quoted returns a text of the file in quotation marks.
std::string Quoted(std::string_view text);
// Taken converts kExists to a Mistake with this text, and returns every other status unchanged.
base::Status Taken(base::Status status, const Where& where, std::string_view text);

}  // namespace bearward::provision
