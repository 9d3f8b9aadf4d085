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

// Words are the read words of a command line: the values of the arguments in order, and those of
// each option by its name.
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

// ParseWords reads the words behind the name of the command. kInvalid "usage" with a text for the
// person: an unknown option, a missing value, too many arguments, a missing argument.
base::Result<Words> ParseWords(const Command& command, std::span<const std::string> words);

// RequestsOf returns the requests of all variants that have the values that they need, in the order
// of the variants; the first one is meant, and the next one if that does not know the row. `now` is
// the time that durations are added to. kInvalid "usage" if a required option is missing, an
// option belongs to another variant, or a value is malformed; failures of the reader.
base::Result<std::vector<Request>> RequestsOf(const Command& command, const Words& words,
                                              base::Time now, const Reader& read);

// ParseTime reads a time of RFC 3339, or a duration of days, hours, minutes or seconds such as 90d,
// which is added to `now`, or subtracted from it if `back`. kInvalid "usage".
base::Result<base::Time> ParseTime(std::string_view text, base::Time now, bool back);

// Misuse is the kInvalid "usage" error.
base::Error Misuse(std::string text);

}  // namespace bearward::commands
