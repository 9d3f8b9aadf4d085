// Columns: reading a row of a known SELECT list, and writing values into parameters. Shared by the
// tables of this room.
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

// Columns takes the columns of one row from left to right, in the order of the SELECT list. A
// column of another form than asked for makes status() an error; the values read are then
// meaningless.
class Columns {
 public:
  explicit Columns(Row& row) : row_(row) {}

  std::int64_t Integer();
  bool Flag() { return Integer() != 0; }
  std::string Text();
  base::Time Time() { return base::FromMillis(Integer()); }
  std::optional<base::Time> OptionalTime();
  base::Digest Digest();
  // Bytes takes a blob.
  std::string Bytes();
  // List takes what ListValue made.
  std::vector<std::string> List();
  // OptionalList takes NULL as nullopt.
  std::optional<std::vector<std::string>> OptionalList() {
    if (TakeNull()) return std::nullopt;
    return List();
  }
  // OptionalText takes NULL as nullopt.
  std::optional<std::string> OptionalText() {
    if (TakeNull()) return std::nullopt;
    return Text();
  }
  template <class IdType>
  IdType Id() {
    return IdType{Text()};
  }
  // OptionalId takes NULL as nullopt.
  template <class IdType>
  std::optional<IdType> OptionalId() {
    if (TakeNull()) return std::nullopt;
    return Id<IdType>();
  }
  // Word takes a text that `parse` turns into a value.
  template <class T>
  T Word(std::optional<T> (*parse)(std::string_view)) {
    const std::optional<T> value = parse(Text());
    if (!value) failed_ = true;
    return value.value_or(T{});
  }
  // OptionalWord takes NULL as nullopt.
  template <class T>
  std::optional<T> OptionalWord(std::optional<T> (*parse)(std::string_view)) {
    if (TakeNull()) return std::nullopt;
    return Word(parse);
  }
  // TakeNull takes the next column if it is NULL, and returns whether it was.
  bool TakeNull();
  // status says whether everything so far had the form that was asked for.
  base::Status status() const;

 private:
  template <class T>
  T* Take();

  Row& row_;
  std::size_t next_ = 0;
  bool failed_ = false;
};

// ReadOne gives the first row as `read` understands it, nullopt without one.
template <class T>
base::Result<std::optional<T>> ReadOne(base::Result<Rows> rows, T (*read)(Columns&)) {
  if (!rows) return base::Fail(std::move(rows).error());
  if (rows->empty()) return std::optional<T>();
  Columns columns(rows->front());
  std::optional<T> value = read(columns);
  BW_TRY(columns.status());
  return value;
}

// ReadAll gives every row as `read` understands it.
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

// PickByHash gives the row whose hash is this one. The rows agree in 64 bits already; the whole
// hash is compared in constant time.
template <class T>
std::optional<T> PickByHash(std::vector<T> rows, const base::Digest& hash) {
  for (T& row : rows) {
    if (base::ConstantTimeEqual(base::AsBytes(row.hash), base::AsBytes(hash))) {
      return std::move(row);
    }
  }
  return std::nullopt;
}

// ReadInteger gives the one integer that a statement always answers with.
base::Result<std::int64_t> ReadInteger(base::Result<Rows> rows);
// Done drops the rows of a statement that is run for its effect.
base::Status Done(base::Result<Rows> rows);
// ChangedOne is Done for `UPDATE ... RETURNING 1`: callers have read the row they update, so that a
// missing one is a defect of ours.
base::Status ChangedOne(base::Result<Rows> rows);

// TimeOrNull and its neighbours make parameters of values.
Parameter TimeOrNull(const std::optional<base::Time>& time);
Parameter TextOrNull(const std::optional<std::string>& text);
Parameter RateLimitOrNull(const std::optional<model::RateLimit>& limit);
template <class Tag>
Parameter IdOrNull(const std::optional<base::Id<Tag>>& id) {
  if (!id) return std::monostate();
  return id->text;
}
Parameter BytesOf(const base::Digest& digest);
// ListValue joins words into one text column, a word a line. Empty words and line breaks in them
// are refused: they could not be told apart afterwards.
base::Result<std::string> ListValue(const std::vector<std::string>& words);
// ListOrNull does so for a list that may be none.
base::Result<Parameter> ListOrNull(const std::optional<std::vector<std::string>>& words);

}  // namespace bearward::store
