// Parse: reads the words of a command of a resource, and makes the request of one of its variants.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "commands/command.h"

namespace bearward::commands {

// Words are the words of a command line after parsing: the values of the arguments in order, and
// those of each option by its name.
struct Words {
  std::vector<std::string> arguments;
  std::map<std::string, std::vector<std::string>, std::less<>> options;

  bool Has(std::string_view option) const { return options.contains(option); }
  // Last returns the last value of an option, "" without one.
  std::string Last(std::string_view option) const;
};

// Request is what a command sends. `target` is path and query; `body` is JSON, or empty.
struct Request {
  const door::Route* route = nullptr;
  std::string target;
  std::string body;
};

// Reader returns the content of a file, of standard input for "-".
using Reader = std::function<base::Result<std::string>(const std::string& file)>;

// ParseWords parses the words after the name of the command. kInvalid "usage" with a message for
// the user: an unknown option, a missing value, too many arguments, a missing argument.
base::Result<Words> ParseWords(const Command& command, std::span<const std::string> words);

// RequestsOf returns one request for each variant whose required options are given, in the order of
// the variants. The caller sends the first one, and the next one only if the answer is "not found".
// Durations are added to `now`. kInvalid "usage" if a required option is missing, an option belongs
// to another variant, or a value is malformed; errors of `read`.
base::Result<std::vector<Request>> RequestsOf(const Command& command, const Words& words,
                                              base::Time now, const Reader& read);

// ParseTime reads a time of RFC 3339, or a duration of days, hours, minutes or seconds such as 90d,
// which is added to `now`, or subtracted from it if `back`. kInvalid "usage".
base::Result<base::Time> ParseTime(std::string_view text, base::Time now, bool back);

// Misuse is the kInvalid "usage" error.
base::Error Misuse(std::string text);

}  // namespace bearward::commands
