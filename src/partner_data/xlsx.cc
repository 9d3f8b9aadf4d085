#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "partner_data/load_table.h"
#include "partner_data/xml.h"
#include "partner_data/zip.h"

namespace bearward::partner_data {
namespace {

using base::Result;
using Kind = XmlToken::Kind;

std::unexpected<base::Error> Wrong(std::string text) {
  return base::Fail(MalformedFile(std::move(text)));
}

// ReadText reads the texts in elements `t` up to the end tag of `element`: rich text has several.
Result<std::string> ReadText(Xml& xml, std::string_view element) {
  std::string text;
  bool inside = false;
  for (;;) {
    BW_TRY_ASSIGN(const auto token, xml.Next());
    if (!token) return Wrong("A sheet of the file ends early.");
    if (token->kind == Kind::kClose && token->name == element) return text;
    if (token->name == "t" && token->kind != Kind::kText) {
      inside = token->kind == Kind::kOpen && !token->empty;
    } else if (token->kind == Kind::kText && inside) {
      BW_TRY_ASSIGN(const std::string part, Unescape(token->text));
      text += part;
      if (text.size() > kLongestCell) return Wrong("A cell is too long.");
    }
  }
}

Result<std::vector<std::string>> ReadSharedTexts(const Zip& zip) {
  std::vector<std::string> texts;
  const std::string name = "xl/sharedStrings.xml";
  if (!zip.Has(name)) return texts;
  BW_TRY_ASSIGN(const std::string text, zip.Read(name));
  Xml xml(text);
  for (;;) {
    BW_TRY_ASSIGN(const auto token, xml.Next());
    if (!token) return texts;
    if (token->kind != Kind::kOpen || token->name != "si") continue;
    texts.emplace_back();
    if (token->empty) continue;
    BW_TRY_ASSIGN(texts.back(), ReadText(xml, "si"));
  }
}

// ColumnOf returns the column of a reference such as "AB12", from 0; `next` without a reference.
std::size_t ColumnOf(std::string_view reference, std::size_t next) {
  std::size_t column = 0;
  std::size_t letters = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z' || letters == 3) break;
    column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
    ++letters;
  }
  return letters == 0 ? next : column - 1;
}

json::Value NumberCell(const std::string& text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number - number != 0) {
    return json::Value::String(text);
  }
  const auto whole = static_cast<std::int64_t>(number > 9e15 || number < -9e15 ? 0 : number);
  if (static_cast<double>(whole) == number) return json::Value::Int(whole);
  return json::Value::Double(number);
}

// SheetParser reads the cells of one sheet.
class SheetParser {
 public:
  SheetParser(std::string_view text, const std::vector<std::string>& shared)
      : xml_(text), shared_(shared) {}

  Result<Cells> Read() {
    for (;;) {
      BW_TRY_ASSIGN(const auto token, xml_.Next());
      if (!token) return std::move(rows_);
      if (token->kind != Kind::kOpen) continue;
      if (token->name == "row") {
        rows_.emplace_back();
        // The header row is not one of them.
        if (rows_.size() > kMostRows + 1) return base::Fail(TooMany("too_many_rows", kMostRows));
      }
      if (token->name == "c" && !rows_.empty()) BW_TRY(ReadCell(*token));
    }
  }

 private:
  base::Status ReadCell(const XmlToken& cell) {
    std::vector<json::Value>& row = rows_.back();
    const std::size_t column = ColumnOf(AttributeOf(cell.attributes, "r"), row.size());
    if (column >= kMostColumns) return base::Fail(TooMany("too_many_columns", kMostColumns));
    if (row.size() <= column) {
      // A row may have few cells far to the right, whose predecessors need memory too.
      cells_ += column + 1 - row.size();
      if (cells_ > kMostCells + kMostColumns) {
        return base::Fail(TooMany("too_many_cells", kMostCells));
      }
      row.resize(column + 1);
    }
    if (cell.empty) return {};
    const std::string type(AttributeOf(cell.attributes, "t"));
    BW_TRY_ASSIGN(row[column], ReadValue(type));
    return {};
  }
  Result<json::Value> ReadValue(const std::string& type) {
    std::string value;
    bool inside = false;
    for (;;) {
      BW_TRY_ASSIGN(const auto token, xml_.Next());
      if (!token) return Wrong("A sheet of the file ends early.");
      if (token->kind == Kind::kClose && token->name == "c") break;
      if (token->kind == Kind::kOpen && token->name == "is" && !token->empty) {
        BW_TRY_ASSIGN(value, ReadText(xml_, "is"));
      } else if (token->name == "v" && token->kind != Kind::kText) {
        inside = token->kind == Kind::kOpen && !token->empty;
      } else if (token->kind == Kind::kText && inside) {
        BW_TRY_ASSIGN(value, Unescape(token->text));
      }
    }
    if (value.size() > kLongestCell) return Wrong("A cell is too long.");
    return Typed(type, value);
  }
  Result<json::Value> Typed(const std::string& type, const std::string& value) const {
    if (type == "s") {
      std::size_t index = 0;
      const char* const end = value.data() + value.size();
      const auto [stop, error] = std::from_chars(value.data(), end, index);
      if (error != std::errc() || stop != end || index >= shared_.size()) {
        return Wrong("A cell refers to a text that the file does not have.");
      }
      return json::Value::String(shared_[index]);
    }
    if (type == "b") return json::Value::Bool(value == "1");
    if (type.empty() || type == "n") {
      return value.empty() ? json::Value() : NumberCell(value);
    }
    return json::Value::String(value);
  }

  Xml xml_;
  const std::vector<std::string>& shared_;
  std::size_t cells_ = 0;
  Cells rows_;
};

}  // namespace

Result<Cells> ReadXlsx(std::string_view bytes) {
  BW_TRY_ASSIGN(const Zip zip, Zip::Open(bytes));
  std::string sheet = "xl/worksheets/sheet1.xml";
  if (!zip.Has(sheet)) sheet = zip.First("xl/worksheets/sheet");
  if (sheet.empty()) return Wrong("The file has no sheet.");
  BW_TRY_ASSIGN(const auto shared, ReadSharedTexts(zip));
  BW_TRY_ASSIGN(const std::string text, zip.Read(sheet));
  return SheetParser(text, shared).Read();
}

}  // namespace bearward::partner_data
