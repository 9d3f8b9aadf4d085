// Form: how values of C++ types appear in JSON. It serves the writers and the schemas of views
// (view.h).
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "base/words.h"
#include "json/reader.h"
#include "json/schema.h"
#include "json/writer.h"

namespace bearward::json {

// Form is the form of one type: kSchema describes it, and Write appends a value. A missing optional
// value is null. A module adds a specialization for a type of its own.
template <class T>
struct Form;

template <std::convertible_to<std::string_view> T>
struct Form<T> {
  static constexpr Schema kSchema = kText;
  static void Write(Writer& writer, std::string_view text) { writer.String(text); }
};
template <class Tag>
struct Form<base::Id<Tag>> {
  static constexpr Schema kSchema = kText;
  static void Write(Writer& writer, const base::Id<Tag>& id) { writer.String(id.text); }
};
template <std::signed_integral T>
struct Form<T> {
  static constexpr Schema kSchema = kInteger;
  static void Write(Writer& writer, std::int64_t number) { writer.Int(number); }
};
template <>
struct Form<bool> {
  static constexpr Schema kSchema = kFlag;
  static void Write(Writer& writer, bool flag) { writer.Bool(flag); }
};
template <>
struct Form<base::Time> {
  static constexpr Schema kSchema = kTime;
  static void Write(Writer& writer, base::Time at) { writer.String(base::FormatIsoMillis(at)); }
};
template <base::Worded E>
struct Form<E> {
  static constexpr Schema kSchema = OneOf(base::WordsOf<E>::kWords);
  static void Write(Writer& writer, E value) { writer.String(base::Word(value)); }
};
template <>
struct Form<Value> {
  static constexpr Schema kSchema = kAny;
  static void Write(Writer& writer, const Value& value) { json::Write(writer, value); }
};
template <class T>
struct Form<std::optional<T>> {
  static constexpr Schema kSchema = OrNull(Form<T>::kSchema);
  static void Write(Writer& writer, const std::optional<T>& value) {
    value ? Form<T>::Write(writer, *value) : void(writer.Null());
  }
};
template <class T>
struct Form<std::vector<T>> {
  static constexpr Schema kSchema = ListOf(Form<T>::kSchema);
  static void Write(Writer& writer, const std::vector<T>& values) {
    writer.BeginArray();
    for (const T& value : values) Form<T>::Write(writer, value);
    writer.EndArray();
  }
};

}  // namespace bearward::json
