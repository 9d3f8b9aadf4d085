#include "partner_data/load_table.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "json/writer.h"
#include "partner_data/xml.h"
#include "testing/must.h"
#include "testing/source_dir.h"

namespace bearward::partner_data {
namespace {

using testing::Must;

// Shown returns the rows as JSON, or the reason of the error.
std::string Shown(std::string_view text, const TableFormat& format = {}) {
  const auto table = ReadTable(text, format);
  if (!table) return table.error().reason;
  std::string shown;
  for (const json::Object& row : table->rows) shown += json::ToText(json::Value::Of(row));
  return shown;
}

// Workbook returns an input of the fuzz program, without its first byte.
std::string Workbook(const std::string& name) {
  std::ifstream file(
      std::string(testing::kSourceDir) + "/src/partner_data/corpus/load_table/" + name,
      std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return bytes.substr(1);
}

TEST(LoadTable, CsvHasQuotedCellsAndEachLineEnd) {
  EXPECT_EQ(Shown("\xEF\xBB\xBFid, name \r\n1,\"a, \"\"b\"\"\n c\"\n\n2,\n"),
            R"({"id":"1","name":"a, \"b\"\n c"}{"id":"2"})");
  EXPECT_EQ(Shown("id;name\n1;a,b", {.delimiter = ';', .columns = {}}),
            R"({"id":"1","name":"a,b"})");
  EXPECT_EQ(Shown("1,x", {.has_header = false, .columns = {"id", "name"}}),
            R"({"id":"1","name":"x"})");
  EXPECT_EQ(Shown("id,name\r1,\"a\"\r2,b\r"), R"({"id":"1","name":"a"}{"id":"2","name":"b"})");
  EXPECT_EQ(Shown("id\n"), "");
}

TEST(LoadTable, WrongCsvIsRefused) {
  for (const std::string text : {"id\n\"1", "id\n\"1\"2", "id\n1\"2", "id\n1,2", "\xFF", ""}) {
    EXPECT_EQ(Shown(text), "malformed_file") << text;
  }
  EXPECT_EQ(Shown(std::string("id\n1\0", 5)), "malformed_file");
  EXPECT_EQ(Shown("id,id\n1,2"), "invalid_column");
  EXPECT_EQ(Shown("id,\n1,2"), "invalid_column");
  EXPECT_EQ(Shown("1,2", {.has_header = false, .columns = {"id"}}), "malformed_file");
}

TEST(LoadTable, JsonIsAnArrayOfObjects) {
  const TableFormat json{.format = DataFormat::kJson, .columns = {}};
  EXPECT_EQ(Shown(R"([{"id":1,"a":null},{}])", json), R"({"id":1,"a":null}{})");
  for (const char* text : {"{}", "[1]", "[", "", "null"}) {
    EXPECT_EQ(Shown(text, json), "malformed_file") << text;
  }
}

TEST(LoadTable, XlsxHasSharedInlineAndTypedCells) {
  const TableFormat xlsx{.format = DataFormat::kXlsx, .columns = {}};
  EXPECT_EQ(Shown(Workbook("03"), xlsx), R"({"opportunity_id":"K1","amount":1.5})");
  EXPECT_EQ(Shown(Workbook("04"), xlsx), "malformed_file");
}

TEST(LoadTable, ADamagedWorkbookIsRefused) {
  const TableFormat xlsx{.format = DataFormat::kXlsx, .columns = {}};
  const std::string whole = Workbook("03");
  std::size_t refused = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    EXPECT_EQ(Shown(whole.substr(0, i), xlsx), "malformed_file") << i;
    std::string flipped = whole;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x55);
    refused += Shown(flipped, xlsx) == "malformed_file" ? 1 : 0;
  }
  EXPECT_GT(refused, whole.size() / 3);
  EXPECT_EQ(Shown("PK", xlsx), "malformed_file");
  EXPECT_EQ(Shown(std::string(22, 'x'), xlsx), "malformed_file");
}

TEST(LoadTable, RowsColumnsAndCellsAreLimited) {
  std::string rows = "id\n";
  for (std::size_t i = 0; i < kMostRows; ++i) rows += "1\n";
  EXPECT_NE(Shown(rows), "too_many_rows");
  EXPECT_EQ(Shown(rows + "1\n"), "too_many_rows");
  std::string columns = "c0";
  for (std::size_t i = 1; i <= kMostColumns; ++i) columns += ",c" + std::to_string(i);
  EXPECT_EQ(Shown(columns), "too_many_columns");
  EXPECT_EQ(Shown("id\n" + std::string(kLongestCell + 1, 'x')), "malformed_file");
  // Many rows of many columns: neither number alone is too large.
  std::string header = "c0";
  std::string row = "1";
  for (std::size_t i = 1; i < kMostColumns; ++i) {
    header += ",c" + std::to_string(i);
    row += ",1";
  }
  std::string cells = header + "\n";
  for (std::size_t i = 0; i <= kMostCells / kMostColumns; ++i) cells += row + "\n";
  EXPECT_EQ(Shown(cells), "too_many_cells");
}

TEST(Xml, EntitiesAreReplaced) {
  EXPECT_EQ(Must(Unescape("a &amp;&lt;&gt;&quot;&apos; &#65;&#x20AC;&#x1F600;")),
            "a &<>\"' A\xE2\x82\xAC\xF0\x9F\x98\x80");
  for (const char* text :
       {"&", "&amp", "&nbsp;", "&#;", "&#x110000;", "&#xD800;", "&#0;", "\xFF"}) {
    EXPECT_FALSE(Unescape(text)) << text;
  }
}

TEST(Xml, AttributesAreFoundByTheirWholeName) {
  EXPECT_EQ(AttributeOf(R"( xr="1" r='B2' t="s")", "r"), "B2");
  EXPECT_EQ(AttributeOf(R"( xr="1")", "r"), "");
  EXPECT_EQ(AttributeOf(R"( r="1)", "r"), "");
}

// A document type could define entities that expand without bound.
TEST(Xml, ADocumentTypeIsRefused) {
  Xml xml("<!DOCTYPE a [<!ENTITY b \"c\">]><a/>");
  EXPECT_FALSE(xml.Next());
}

}  // namespace
}  // namespace bearward::partner_data
