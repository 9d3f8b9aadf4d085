// Answer: writes the JSON responses of the API for people, and maps statuses to exit codes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "commands/command.h"
#include "json/reader.h"

namespace bearward::commands {

// Exit codes (docs/command-line.md).
inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;
inline constexpr int kWrongUsage = 2;
inline constexpr int kNotFound = 3;
inline constexpr int kRefused = 4;
inline constexpr int kUnreachable = 5;

// ExitCodeOf returns the exit code for the status of a response. With its body, a value that is
// taken is kRefused, whatever status the API of the vendor has for it.
int ExitCodeOf(int status);
int ExitCodeOf(int status, const json::Value& body);

// ErrorText returns the message of an error response of any dialect, with the fields that it names
// and its code (docs/errors.md). With a command, it names the option of a field instead, and what
// is allowed for it.
std::string ErrorText(int status, const json::Value& body, const Command* command = nullptr);

// FailureText returns the message of an error of this program, with its reason (docs/errors.md).
std::string FailureText(const base::Error& error);

// TableText returns one line for each row below a line of headings. `columns` are the members to
// show; those that no row has are left out. Without `columns`, all members with simple values are
// shown. Control characters are replaced, because a terminal would execute those in a name that
// another user chose.
std::string TableText(const json::Array& rows, const std::vector<std::string>& columns);

// ObjectText returns one line for each member of an object.
std::string ObjectText(const json::Value& object);

// RowsOf returns the rows of a list: the array itself, or its member `data`; nullptr for any other
// response.
const json::Array* RowsOf(const json::Value& body);

}  // namespace bearward::commands
