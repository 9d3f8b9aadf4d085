#include "json/schema_fault.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace bearward::json {
namespace {

bool IsWhole(const json::Value& value) {
  if (value.IsInt()) return true;
  const auto number = value.AsDouble();
  return number && std::floor(*number) == *number;
}

bool HasType(std::string_view type, const json::Value& value) {
  if (type == "object") return value.IsObject();
  if (type == "array") return value.IsArray();
  if (type == "string") return value.IsString();
  if (type == "integer") return IsWhole(value);
  if (type == "number") return value.IsNumber();
  if (type == "boolean") return value.IsBool();
  return type == "null" && value.IsNull();
}

bool FitsType(const json::Value* type, const json::Value& value) {
  if (type == nullptr) return true;
  if (const std::string* word = type->AsString()) return HasType(*word, value);
  const json::Array* words = type->AsArray();
  return words == nullptr || std::ranges::any_of(*words, [&](const json::Value& word) {
           return word.IsString() && HasType(*word.AsString(), value);
         });
}

bool FitsEnum(const json::Value* words, const json::Value& value) {
  const json::Array* array = words == nullptr ? nullptr : words->AsArray();
  return array == nullptr || std::ranges::find(*array, value) != array->end();
}

std::int64_t LengthOf(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
}

// FitsLimits compares a number with the limits under two keywords.
bool FitsLimits(const json::Value& schema, const char* least, const char* most, double number) {
  const json::Value* low = schema.Find(least);
  const json::Value* high = schema.Find(most);
  const auto floor = low == nullptr ? std::nullopt : low->AsDouble();
  const auto ceiling = high == nullptr ? std::nullopt : high->AsDouble();
  return (!floor || number >= *floor) && (!ceiling || number <= *ceiling);
}

std::string Fault(const std::string& place, std::string_view what) {
  return (place.empty() ? "/" : place) + " " + std::string(what);
}

class Check {
 public:
  std::string Value(const json::Value& schema, const json::Value& value, const std::string& place) {
    if (!FitsType(schema.Find("type"), value)) return Fault(place, "has the wrong type");
    if (!FitsEnum(schema.Find("enum"), value)) return Fault(place, "is not an allowed value");
    if (const std::string* text = value.AsString()) {
      const auto length = static_cast<double>(LengthOf(*text));
      return FitsLimits(schema, "minLength", "maxLength", length)
                 ? ""
                 : Fault(place, "has a wrong length");
    }
    if (const auto number = value.AsDouble()) {
      return FitsLimits(schema, "minimum", "maximum", *number) ? ""
                                                               : Fault(place, "is out of range");
    }
    if (value.IsArray()) return Items(schema, *value.AsArray(), place);
    return value.IsObject() ? Members(schema, value, place) : "";
  }

 private:
  std::string Items(const json::Value& schema, const json::Array& items, const std::string& place) {
    if (!FitsLimits(schema, "minItems", "maxItems", static_cast<double>(items.size()))) {
      return Fault(place, "has a wrong number of items");
    }
    const json::Value* each = schema.Find("items");
    const json::Array* in_order = each == nullptr ? nullptr : each->AsArray();
    const json::Value* more = schema.Find("additionalItems");
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string at = place + "/" + std::to_string(i);
      const json::Value* item = in_order == nullptr ? each : nullptr;
      if (in_order != nullptr && i < in_order->size()) item = &(*in_order)[i];
      if (in_order != nullptr && i >= in_order->size()) {
        if (more != nullptr && more->AsBool() == false) return Fault(at, "is not allowed");
        item = more;
      }
      if (item == nullptr || !item->IsObject()) continue;
      if (std::string fault = Value(*item, items[i], at); !fault.empty()) return fault;
    }
    return {};
  }

  std::string Members(const json::Value& schema, const json::Value& value,
                      const std::string& place) {
    const json::Value* required = schema.Find("required");
    if (required != nullptr && required->IsArray()) {
      for (const json::Value& name : *required->AsArray()) {
        if (name.IsString() && value.Find(*name.AsString()) == nullptr) {
          return Fault(place + "/" + *name.AsString(), "is missing");
        }
      }
    }
    const json::Value* properties = schema.Find("properties");
    const json::Value* more = schema.Find("additionalProperties");
    for (const json::Member& member : *value.AsObject()) {
      const std::string at = place + "/" + member.key;
      const json::Value* known = properties == nullptr ? nullptr : properties->Find(member.key);
      if (known == nullptr && more != nullptr && more->AsBool() == false) {
        return Fault(at, "is not allowed");
      }
      if (known == nullptr) known = more;
      if (known == nullptr || !known->IsObject()) continue;
      if (std::string fault = Value(*known, member.value, at); !fault.empty()) return fault;
    }
    return {};
  }
};

}  // namespace

std::string SchemaFault(const json::Value& schema, const json::Value& value) {
  return Check().Value(schema, value, "");
}

}  // namespace bearward::json
