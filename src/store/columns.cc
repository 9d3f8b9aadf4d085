#include "store/columns.h"

#include <algorithm>

namespace bearward::store {

template <class T>
T* Columns::Take() {
  T* value = next_ < row_.size() ? std::get_if<T>(&row_[next_]) : nullptr;
  ++next_;
  if (value == nullptr) failed_ = true;
  return value;
}

bool Columns::TakeNull() {
  if (next_ >= row_.size() || !std::holds_alternative<std::monostate>(row_[next_])) return false;
  ++next_;
  return true;
}

std::int64_t Columns::Integer() {
  const auto* value = Take<std::int64_t>();
  return value ? *value : 0;
}

std::string Columns::Text() {
  auto* value = Take<std::string>();
  return value ? std::move(*value) : std::string();
}

std::optional<base::Time> Columns::OptionalTime() {
  if (TakeNull()) return std::nullopt;
  return Time();
}

std::string Columns::Bytes() {
  auto* value = Take<Blob>();
  return value ? std::move(value->bytes) : std::string();
}

base::Digest Columns::Digest() {
  base::Digest digest{};
  const std::string bytes = Bytes();
  if (bytes.size() != digest.size()) {
    failed_ = true;
    return digest;
  }
  std::ranges::copy(bytes, digest.begin());
  return digest;
}

std::vector<std::string> Columns::List() {
  const std::string text = Text();
  std::vector<std::string> words;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    words.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return words;
}

base::Status Columns::status() const {
  if (!failed_) return {};
  return base::Fail(base::Unavailable("store_corrupt", "a column has an unexpected form"));
}

base::Result<std::int64_t> ReadInteger(base::Result<Rows> rows) {
  if (!rows) return base::Fail(std::move(rows).error());
  if (rows->empty()) return base::Fail(base::Unavailable("store_corrupt", "a row is missing"));
  Columns columns(rows->front());
  const std::int64_t value = columns.Integer();
  BW_TRY(columns.status());
  return value;
}

base::Status Done(base::Result<Rows> rows) {
  if (!rows) return base::Fail(std::move(rows).error());
  return {};
}

base::Status ChangedOne(base::Result<Rows> rows) {
  if (!rows) return base::Fail(std::move(rows).error());
  if (rows->size() != 1) return base::Fail(base::Internal("the row to change is missing"));
  return {};
}

Parameter TimeOrNull(const std::optional<base::Time>& time) {
  if (!time) return std::monostate();
  return base::ToMillis(*time);
}

Parameter TextOrNull(const std::optional<std::string>& text) {
  if (!text) return std::monostate();
  return *text;
}

Parameter RateLimitOrNull(const std::optional<model::RateLimit>& limit) {
  if (!limit) return std::monostate();
  return model::RateLimitText(*limit);
}

Parameter BytesOf(const base::Digest& digest) { return Blob{std::string(base::AsBytes(digest))}; }

base::Result<std::string> ListValue(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (word.empty() || word.find('\n') != std::string::npos) {
      return base::Fail(base::Invalid("word_malformed", "A name in a list is empty or malformed."));
    }
    if (!text.empty()) text += '\n';
    text += word;
  }
  return text;
}

base::Result<Parameter> ListOrNull(const std::optional<std::vector<std::string>>& words) {
  if (!words) return std::monostate();
  BW_TRY_ASSIGN(std::string text, ListValue(*words));
  return Parameter(std::move(text));
}

}  // namespace bearward::store
