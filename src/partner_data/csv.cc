#include <string>
#include <utility>

#include "base/utf8.h"
#include "partner_data/load_table.h"

namespace bearward::partner_data {
namespace {

// CsvParser reads RFC 4180 with LF, CRLF or CR line ends.
class CsvParser {
 public:
  CsvParser(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

  base::Result<Cells> Read() {
    Cells rows;
    while (at_ < text_.size()) {
      BW_TRY_ASSIGN(std::vector<json::Value> row, Row());
      const bool blank = row.size() == 1 && row.front().AsString()->empty();
      if (!blank) rows.push_back(std::move(row));
      // The header row is not one of them.
      if (rows.size() > kMostRows + 1) return base::Fail(TooMany("too_many_rows", kMostRows));
      if (cells_ > kMostCells + kMostColumns) {
        return base::Fail(TooMany("too_many_cells", kMostCells));
      }
    }
    return rows;
  }

 private:
  base::Result<std::vector<json::Value>> Row() {
    ++line_;
    std::vector<json::Value> row;
    for (;;) {
      BW_TRY_ASSIGN(std::string cell, Cell());
      if (cell.size() > kLongestCell) return Wrong("a cell is too long");
      row.push_back(json::Value::String(std::move(cell)));
      if (row.size() > kMostColumns) return base::Fail(TooMany("too_many_columns", kMostColumns));
      ++cells_;
      if (at_ == text_.size()) return row;
      if (Take(delimiter_)) continue;
      const bool ended = Take('\r');
      if (Take('\n') || ended) return row;
      return Wrong("text follows a quoted cell");
    }
  }
  std::unexpected<base::Error> Wrong(const char* fault) const {
    return base::Fail(
        MalformedFile("The CSV is wrong in row " + std::to_string(line_) + ": " + fault + "."));
  }
  bool Take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  base::Result<std::string> Cell() {
    if (Take('"')) return Quoted();
    const std::size_t start = at_;
    while (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' &&
           text_[at_] != '\r') {
      if (text_[at_] == '"') return Wrong("a quote is inside of a cell without quotes");
      ++at_;
    }
    return std::string(text_.substr(start, at_ - start));
  }
  base::Result<std::string> Quoted() {
    std::string cell;
    for (;;) {
      const std::size_t end = text_.find('"', at_);
      if (end == std::string_view::npos) return Wrong("a quoted cell does not end");
      cell += text_.substr(at_, end - at_);
      at_ = end + 1;
      if (!Take('"')) return cell;
      cell += '"';
    }
  }

  std::string_view text_;
  char delimiter_;
  std::size_t at_ = 0;
  std::size_t cells_ = 0;
  std::size_t line_ = 0;
};

}  // namespace

base::Result<Cells> ReadCsv(std::string_view text, char delimiter) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (!base::IsUtf8(text) || text.find('\0') != std::string_view::npos) {
    return base::Fail(MalformedFile("The CSV is not UTF-8."));
  }
  return CsvParser(text, delimiter).Read();
}

}  // namespace bearward::partner_data
