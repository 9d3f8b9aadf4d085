#include "app/toml.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace bearward::app {
namespace {

bool MeetsAssertion(std::string_view text) {
  try {
    static_cast<void>(toml::parse(text));
  } catch (const std::logic_error&) {
    return true;
  } catch (const toml::parse_error&) {
    return false;
  }
  return false;
}

// LineOfAssertion returns the first line that makes the text fail an assertion, because the
// assertion itself has no position. The parser reads forward only, so every longer prefix fails
// too.
std::size_t LineOfAssertion(std::string_view text) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') ends.push_back(i + 1);
  }
  const auto first = std::ranges::partition_point(
      ends, [&](std::size_t end) { return !MeetsAssertion(text.substr(0, end)); });
  return static_cast<std::size_t>(first - ends.begin()) + 1;
}

std::unexpected<base::Error> NoToml(const std::string& file_name, std::size_t line,
                                    std::string_view reason, std::string_view why) {
  return base::Fail(base::Invalid(
      std::string(reason),
      file_name + ":" + std::to_string(line) + ": malformed TOML: " + std::string(why) + "."));
}

}  // namespace

void FailTomlAssertion() { throw std::logic_error("an assertion of toml++"); }

base::Result<toml::table> ParseToml(std::string_view text, const std::string& file_name,
                                    std::string_view reason) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return NoToml(file_name, error.source().begin.line, reason, error.description());
  } catch (const std::logic_error&) {
    return NoToml(file_name, LineOfAssertion(text), reason, "the line is malformed");
  }
}

}  // namespace bearward::app
