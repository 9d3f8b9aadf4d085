#include "partner_data/load_cells.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "json/writer.h"
#include "partner_data/load_table.h"
#include "testing/must.h"

namespace bearward::partner_data {
namespace {

using testing::Must;

// Cell returns a cell in its stored form as JSON, "no" if it does not fit.
std::string Cell(CellType type, const std::string& json_text) {
  const auto cell = CellOf(type, Must(json::Parse(json_text)));
  return cell ? json::ToText(*cell) : "no";
}

objects::Row Integration(const std::string& fields) {
  objects::Row row;
  row.object.id = {"WS-Integration_1"};
  row.fields = Must(json::Parse(fields));
  return row;
}

TEST(LoadCells, ANumberIsStoredAsANumber) {
  EXPECT_EQ(Cell(CellType::kNumber, "7"), "7");
  EXPECT_EQ(Cell(CellType::kNumber, R"("7")"), "7");
  EXPECT_EQ(Cell(CellType::kNumber, R"("-0.25")"), "-0.25");
  EXPECT_EQ(Cell(CellType::kNumber, R"("007")"), "7");
  EXPECT_EQ(Cell(CellType::kNumber, R"("9007199254740993")"), "9007199254740993") << "exact";
  for (const char* text : {R"("")", R"("1,5")", R"("7 ")", R"("inf")", R"("nan")", "true"}) {
    EXPECT_EQ(Cell(CellType::kNumber, text), "no") << text;
  }
}

TEST(LoadCells, ADateIsADayOrATime) {
  EXPECT_EQ(Cell(CellType::kDate, R"("2031-05-06")"), R"("2031-05-06")");
  EXPECT_EQ(Cell(CellType::kDate, R"("2031-05-06T07:08:09Z")"), R"("2031-05-06T07:08:09Z")");
  for (const char* text : {R"("2031-02-30")", R"("6.5.2031")", "45000", "false"}) {
    EXPECT_EQ(Cell(CellType::kDate, text), "no") << text;
  }
}

TEST(LoadCells, ATextIsAnyScalarUpToTheLimit) {
  EXPECT_EQ(Cell(CellType::kText, "1.5"), R"("1.5")");
  EXPECT_EQ(Cell(CellType::kText, "true"), R"("true")");
  EXPECT_EQ(Cell(CellType::kText, "\"" + std::string(kLongestCell, 'x') + "\"").size(),
            kLongestCell + 2);
  EXPECT_EQ(Cell(CellType::kText, "\"" + std::string(kLongestCell + 1, 'x') + "\""), "no");
}

TEST(LoadCells, ANumberOfXlsxInAColumnOfDatesIsADay) {
  const std::vector<LoadColumn> columns = {{"due", CellType::kDate}, {"amount", CellType::kNumber}};
  const auto read = [&](const std::string& row) {
    std::vector<json::Object> rows = {*Must(json::Parse(row)).AsObject()};
    ReadSerialDates(columns, rows);
    return json::ToText(json::Value::Of(rows.front()));
  };
  EXPECT_EQ(read(R"({"due":47974,"amount":47974})"), R"({"due":"2031-05-06","amount":47974})");
  EXPECT_EQ(read(R"({"due":47974.5})"), R"({"due":"2031-05-06T12:00:00.000Z"})");
  EXPECT_EQ(read(R"({"due":2958465})"), R"({"due":"9999-12-31"})");
  EXPECT_EQ(read(R"({"due":0.5})"), R"({"due":0.5})") << "no day";
  EXPECT_EQ(read(R"({"due":1e300})"), R"({"due":1e+300})");
  EXPECT_EQ(read(R"({"other":47974})"), R"({"other":47974})");
}

TEST(LoadCells, ColumnsHaveNamesAndTypes) {
  const auto columns =
      Must(LoadColumnsOf(Integration(R"({"columns":[{"name":"a"},{"name":"b","type":"DATE"}]})")));
  ASSERT_EQ(columns.size(), 2U);
  EXPECT_FALSE(columns[0].type);
  EXPECT_EQ(columns[1].name, "b");
  EXPECT_EQ(columns[1].type, CellType::kDate);
  EXPECT_TRUE(Must(LoadColumnsOf(Integration("{}"))).empty());
}

TEST(LoadCells, MalformedColumnsAreAnErrorThatNamesTheIntegration) {
  for (const char* fields :
       {R"({"columns":"a"})", R"({"columns":["a"]})", R"({"columns":[{"name":""}]})",
        R"({"columns":[{"name":"a"},{"name":"a"}]})",
        R"({"columns":[{"name":"a","type":"date"}]})"}) {
    const auto columns = LoadColumnsOf(Integration(fields));
    ASSERT_FALSE(columns) << fields;
    EXPECT_EQ(columns.error().code, base::Code::kInternal);
    EXPECT_TRUE(columns.error().detail.contains("WS-Integration_1")) << columns.error().detail;
  }
}

}  // namespace
}  // namespace bearward::partner_data
