// Columns: reads the columns of a row by position, and converts values to parameters. Shared by the
// tables of this module.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/id.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "model/rate_limit.h"
#include "store/engine.h"

namespace bearward::store {

// Columns reads the columns of one row from left to right, in the order of the SELECT list. A
// column of another type than requested makes status() an error; the values read are then
// undefined.
class Columns {
 public:
  explicit Columns(Row& row) : row_(row) {}

  std::int64_t Integer();
  bool Flag() { return Integer() != 0; }
  std::string Text();
  base::Time Time() { return base::FromMillis(Integer()); }
  std::optional<base::Time> OptionalTime();
  base::Digest Digest();
  // Bytes reads a blob.
  std::string Bytes();
  // List reads a text that ListValue wrote.
  std::vector<std::string> List();
  // OptionalList and OptionalText read NULL as nullopt.
  std::optional<std::vector<std::string>> OptionalList() {
    if (TakeNull()) return std::nullopt;
    return List();
  }
  std::optional<std::string> OptionalText() {
    if (TakeNull()) return std::nullopt;
    return Text();
  }
  template <class IdType>
  IdType Id() {
    return IdType{Text()};
  }
  // OptionalId reads NULL as nullopt.
  template <class IdType>
  std::optional<IdType> OptionalId() {
    if (TakeNull()) return std::nullopt;
    return Id<IdType>();
  }
  // Word reads a word of a closed set, or a text that `parse` converts.
  template <base::Worded T>
  T Word() {
    return Word<T>(base::ParseWord<T>);
  }
  template <class T>
  T Word(std::optional<T> (*parse)(std::string_view)) {
    const std::optional<T> value = parse(Text());
    if (!value) failed_ = true;
    return value.value_or(T{});
  }
  // OptionalWord reads NULL as nullopt.
  template <class T>
  std::optional<T> OptionalWord(std::optional<T> (*parse)(std::string_view)) {
    if (TakeNull()) return std::nullopt;
    return Word(parse);
  }
  // TakeNull consumes the next column if it is NULL, and returns whether it was.
  bool TakeNull();
  // status is kUnavailable "store_corrupt" if a column had another type than requested.
  base::Status status() const;

 private:
  template <class T>
  T* Take();

  Row& row_;
  std::size_t next_ = 0;
  bool failed_ = false;
};

// ReadOne returns the first row, converted by `read`; nullopt if there is no row.
template <class T>
base::Result<std::optional<T>> ReadOne(base::Result<Rows> rows, T (*read)(Columns&)) {
  if (!rows) return base::Fail(std::move(rows).error());
  if (rows->empty()) return std::optional<T>();
  Columns columns(rows->front());
  std::optional<T> value = read(columns);
  BW_TRY(columns.status());
  return value;
}

// ReadAll returns every row, converted by `read`.
template <class T>
base::Result<std::vector<T>> ReadAll(base::Result<Rows> rows, T (*read)(Columns&)) {
  if (!rows) return base::Fail(std::move(rows).error());
  std::vector<T> values;
  values.reserve(rows->size());
  for (Row& row : *rows) {
    Columns columns(row);
    values.push_back(read(columns));
    BW_TRY(columns.status());
  }
  return values;
}

// PickByHash returns the row with this hash, of rows that a query selected by the first 64 bits. It
// compares whole hashes in constant time.
template <class T>
std::optional<T> PickByHash(std::vector<T> rows, const base::Digest& hash) {
  for (T& row : rows) {
    if (base::ConstantTimeEqual(base::AsBytes(row.hash), base::AsBytes(hash))) {
      return std::move(row);
    }
  }
  return std::nullopt;
}

// ReadInteger returns the integer of a statement that always returns one row with one integer.
base::Result<std::int64_t> ReadInteger(base::Result<Rows> rows);
// Done discards the rows of a statement that is run for its effect.
base::Status Done(base::Result<Rows> rows);
// ChangedOne is Done for `UPDATE ... RETURNING 1`. The caller has read the row in the same
// transaction, so a missing row is kInternal.
base::Status ChangedOne(base::Result<Rows> rows);

// TimeOrNull and the following functions convert values to parameters; nullopt becomes NULL.
Parameter TimeOrNull(const std::optional<base::Time>& time);
Parameter TextOrNull(const std::optional<std::string>& text);
Parameter RateLimitOrNull(const std::optional<model::RateLimit>& limit);
template <class Tag>
Parameter IdOrNull(const std::optional<base::Id<Tag>>& id) {
  if (!id) return std::monostate();
  return id->text;
}
Parameter BytesOf(const base::Digest& digest);
// ListValue joins words into the text of one column, one word per line. kInvalid "word_malformed"
// for an empty word and for one with a line break, because they would make the text ambiguous.
base::Result<std::string> ListValue(const std::vector<std::string>& words);
// ListOrNull is ListValue for an optional list; nullopt becomes NULL.
base::Result<Parameter> ListOrNull(const std::optional<std::vector<std::string>>& words);

}  // namespace bearward::store
