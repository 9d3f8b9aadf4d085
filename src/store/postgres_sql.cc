#include "store/postgres_sql.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace bearward::store {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kTypes = {{
    {"INTEGER", "BIGINT"},
    {"BLOB", "BYTEA"},
    {"TEXT", "TEXT COLLATE \"C\""},
}};
constexpr std::array<std::string_view, 4> kTableOptions = {", STRICT", ", WITHOUT ROWID", "STRICT",
                                                           "WITHOUT ROWID"};

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool IsSchemaChange(std::string_view sql) {
  while (sql.starts_with("--") || sql.starts_with(' ') || sql.starts_with('\n')) {
    const std::size_t length = sql.starts_with("--") ? std::min(sql.find('\n'), sql.size()) : 1;
    sql.remove_prefix(length);
  }
  return sql.starts_with("CREATE TABLE") || sql.starts_with("ALTER TABLE");
}

// Translator copies a statement and replaces what differs in PostgreSQL.
class Translator {
 public:
  explicit Translator(std::string_view sql) : rest_(sql), is_schema_(IsSchemaChange(sql)) {}

  PostgresText Run() {
    while (!rest_.empty()) Step();
    return std::move(text_);
  }

 private:
  void Step() {
    if (rest_.starts_with("--")) return Copy(std::min(rest_.find('\n'), rest_.size()));
    if (rest_.front() == '\'' || rest_.front() == '"') return CopyQuoted();
    if (rest_.front() == '?') return NumberParameter();
    if (is_schema_ && DropOption()) return;
    if (IsWordByte(rest_.front())) return Word();
    Copy(1);
  }

  void Copy(std::size_t length) {
    text_.sql += rest_.substr(0, length);
    rest_.remove_prefix(length);
  }

  // A doubled quote inside ends this text and begins another, so the whole is still copied
  // unchanged.
  void CopyQuoted() {
    const std::size_t end = rest_.find(rest_.front(), 1);
    Copy(end == std::string_view::npos ? rest_.size() : end + 1);
  }

  void NumberParameter() {
    std::size_t number = 0;
    const char* const begin = rest_.data() + 1;
    const auto [end, error] = std::from_chars(begin, rest_.data() + rest_.size(), number);
    text_.sql += '$';
    rest_.remove_prefix(1);
    Copy(static_cast<std::size_t>(end - begin));
    text_.parameters = std::max(text_.parameters, number);
  }

  bool DropOption() {
    for (const std::string_view option : kTableOptions) {
      if (!rest_.starts_with(option)) continue;
      rest_.remove_prefix(option.size());
      return true;
    }
    return false;
  }

  void Word() {
    const auto* const end = std::ranges::find_if_not(rest_, IsWordByte);
    const auto length = static_cast<std::size_t>(end - rest_.begin());
    const std::string_view word = rest_.substr(0, length);
    const auto* const found =
        std::ranges::find(kTypes, word, [](const auto& row) { return row.first; });
    if (!is_schema_ || found == kTypes.end()) return Copy(length);
    text_.sql += found->second;
    rest_.remove_prefix(length);
  }

  std::string_view rest_;
  const bool is_schema_;
  PostgresText text_;
};

}  // namespace

PostgresText ToPostgres(std::string_view sql) { return Translator(sql).Run(); }

}  // namespace bearward::store
