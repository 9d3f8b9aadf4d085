// Optional: writes values that may be missing; a missing one is null.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.h"
#include "base/time.h"
#include "json/writer.h"

namespace bearward::json {

// WriteOptional writes a text, an id, or a time (base::FormatIsoMillis); null for nullopt.
inline Writer& WriteOptional(Writer& writer, const std::optional<std::string>& text) {
  return text ? writer.String(*text) : writer.Null();
}
inline Writer& WriteOptional(Writer& writer, const std::optional<base::Time>& time) {
  return time ? writer.String(base::FormatIsoMillis(*time)) : writer.Null();
}
template <class Tag>
Writer& WriteOptional(Writer& writer, const std::optional<base::Id<Tag>>& id) {
  return id ? writer.String(id->text) : writer.Null();
}

// WriteNonEmpty writes a text; null for an empty one.
inline Writer& WriteNonEmpty(Writer& writer, std::string_view text) {
  return text.empty() ? writer.Null() : writer.String(text);
}

}  // namespace bearward::json
