#include "json/text_in.h"

namespace bearward::json {

std::string TextIn(const Value& object, std::string_view name, std::string_view otherwise) {
  const Value* const member = object.Find(name);
  const std::string* const text = member == nullptr ? nullptr : member->AsString();
  return text == nullptr ? std::string(otherwise) : *text;
}

}  // namespace bearward::json
