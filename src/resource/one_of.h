// OneOf: the allowed words of a field or parameter, in an error message.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace bearward::resource {

// OneOf returns "one of `red`, `green`".
inline std::string OneOf(std::span<const std::string_view> words) {
  std::string text = "one of ";
  for (const std::string_view word : words) {
    text += (word == words.front() ? "`" : ", `") + std::string(word) + "`";
  }
  return text;
}

}  // namespace bearward::resource
