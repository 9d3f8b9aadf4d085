#include "objects/input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "json/writer.h"
#include "objects/row.h"
#include "objects/search.h"
#include "testing/must.h"

namespace bearward::objects {
namespace {

using ::testing::ElementsAre;
using testing::Must;

constexpr Member kMembers[] = {
    {"Id", Shape::kInteger, kListed, Source::kNumber},
    {"Name", Shape::kText, kListed | kEdited | kRequired, Source::kField, {}, 8},
    {"Note", Shape::kText, kShown | kEdited | kLines},
    {"Count", Shape::kInteger, kListed | kEdited, Source::kField, {}, 100},
    {"Live", Shape::kFlag, kListed | kEdited, Source::kField, "isLive"},
    {"Flag", Shape::kFlagText, kListed | kUpdate},
    {"Start", Shape::kTime, kListed | kEdited},
    {"Place", Shape::kDecimal, kEdited, Source::kField, {}, 90},
    {"Pin", Shape::kText, kCreate | kDigits},
    {"Data", Shape::kMembers, kDetailed},
    {"Created", Shape::kText, kListed, Source::kCreated},
};
constexpr Kind kThing = {"thing", kMembers};

// Read returns the values as JSON text, or the reason of the refusal.
std::string Read(std::string_view body, Uses use = kCreate) {
  const auto values = ReadInput(kThing, use, Must(json::Parse(body)));
  return values ? json::ToText(json::Value::Of(*values)) : values.error().reason;
}

TEST(ReadInput, ValuesAreStoredByTheNameOfTheMember) {
  EXPECT_EQ(Read(R"({"NAME":"a","note":"b\nc","count":"7","islive":"TRUE",)"
                 R"("start":"2031-05-06T07:08:09.500Z","place":-0.5,"pin":1234})"),
            R"({"Name":"a","Note":"b\nc","Count":7,"Live":true,)"
            R"("Start":"2031-05-06T07:08:09.5","Place":"-0.5","Pin":"1234"})");
  EXPECT_EQ(Read(R"({"Name":"a","Note":null,"Count":"","isLive":"","Start":""})"),
            R"({"Name":"a"})");
  EXPECT_EQ(Read(R"({"Flag":"0","Place":"12.25"})", kUpdate), R"({"Flag":false,"Place":"12.25"})");
}

// Incident class B7: a client never sets what the server owns.
TEST(ReadInput, MembersOfTheServerAreUnknown) {
  for (const char* body :
       {R"({"Name":"a","Id":1})", R"({"Name":"a","Created":"x"})", R"({"Name":"a","Data":{}})",
        R"({"Name":"a","Flag":"1"})", R"({"Name":"a","Live":true})", R"({"Name":"a","other":1})"}) {
    EXPECT_EQ(Read(body), "unknown_field") << body;
  }
}

TEST(ReadInput, WrongValuesAreRefused) {
  EXPECT_EQ(Read("{}"), "missing_field");
  EXPECT_EQ(Read(R"({"Name":""})"), "missing_field");
  EXPECT_EQ(Read(R"({"Name":"a","name":"a"})"), "duplicate_field");
  for (const char* value :
       {R"("Name":1)", R"("Name":"a","Count":"x")", R"("Name":"a","Count":1.5)",
        R"("Name":"a","Count":true)", R"("Name":"a","isLive":2)", R"("Name":"a","Start":7)",
        R"("Name":"a","Place":"x")", R"("Name":"a","Pin":true)", R"("Name":["a"])"}) {
    EXPECT_EQ(Read("{" + std::string(value) + "}"), "wrong_type") << value;
  }
  for (const char* value :
       {R"("Name":"123456789")", R"("Name":"a\nb")", R"("Name":"a","Note":"\u0000")",
        R"("Name":"a","Note":"\u001b")", R"("Name":"a","Count":-1)", R"("Name":"a","Count":101)",
        R"("Name":"a","isLive":"yes")", R"("Name":"a","Start":"today")",
        R"("Name":"a","Place":90.5)", R"("Name":"a","Place":"inf")",
        R"("Name":"a","Place":"nan")"}) {
    EXPECT_EQ(Read("{" + std::string(value) + "}"), "invalid_field") << value;
  }
}

Row Thing(std::int64_t number, std::string_view fields) {
  Row row;
  row.object.number = number;
  row.fields = Must(json::Parse(fields));
  return row;
}

std::string Written(const Row& row, Uses use) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject();
  WriteMembers(writer, kThing, use, row);
  writer.EndObject();
  return text;
}

TEST(Row, StoredFieldsOfAnyTypeAreWrittenInTheShapeOfTheMember) {
  EXPECT_EQ(
      Written(Thing(7, R"({"Name":1,"Count":"12","Live":"1","Flag":true,"Data":[]})"), kListed),
      R"({"Id":7,"Name":"","Note":"","Count":12,"Live":true,"Flag":"1",)"
      R"("Start":"0001-01-01T00:00:00","Created":"1970-01-01T00:00:00"})");
  EXPECT_EQ(Written(Thing(7, R"({"Data":[],"Note":"n"})"), kDetailed), R"({"Note":"n","Data":{}})");
  EXPECT_EQ(Written(Thing(7, R"({"Data":{"a":1}})"), kDetailed), R"({"Note":"","Data":{"a":1}})");
}

TEST(Row, FieldsThatAreNoObjectAreAnInternalError) {
  for (const char* fields : {"[]", "{", "7"}) {
    model::Object object;
    object.fields = fields;
    EXPECT_EQ(RowOf(object).error().code, base::Code::kInternal) << fields;
  }
}

std::vector<std::int64_t> Sorted(const std::vector<OrderBy>& orders, const Paging& paging = {}) {
  std::vector<Row> rows = {Thing(3, R"({"Count":2,"Name":"b"})"),
                           Thing(1, R"({"Count":10,"Name":"b"})"),
                           Thing(2, R"({"Count":2,"Name":"a"})")};
  Must(SortAndPage(rows, kThing, orders, paging));
  std::vector<std::int64_t> numbers;
  for (const Row& row : rows) numbers.push_back(row.object.number);
  return numbers;
}

TEST(SortAndPage, OrdersByMembersAndThenByNumber) {
  EXPECT_THAT(Sorted({}), ElementsAre(1, 2, 3));
  EXPECT_THAT(Sorted({{"count", false}}), ElementsAre(2, 3, 1));
  EXPECT_THAT(Sorted({{"Count", true}}), ElementsAre(1, 2, 3));
  EXPECT_THAT(Sorted({{"Name", true}, {"Count", false}}), ElementsAre(3, 1, 2));
}

TEST(SortAndPage, PagesHaveRowCountRows) {
  EXPECT_THAT(Sorted({}, {1, 2}), ElementsAre(1, 2));
  EXPECT_THAT(Sorted({}, {2, 2}), ElementsAre(3));
  EXPECT_THAT(Sorted({}, {3, 2}), ElementsAre());
  EXPECT_THAT(Sorted({}, {kLastPage, kMostRows}), ElementsAre());
}

TEST(SortAndPage, UnknownOrdersAndPagesOutOfRangeAreRefused) {
  std::vector<Row> rows;
  for (const char* name : {"Data", "isLive", "", "Pin"}) {
    EXPECT_FALSE(SortAndPage(rows, kThing, {{name, false}}, {})) << name;
  }
  EXPECT_FALSE(SortAndPage(rows, kThing, std::vector<OrderBy>(9, {"Name", false}), {}));
  for (const Paging& paging : {Paging{0, 10}, Paging{1, 0}, Paging{1, kMostRows + 1},
                               Paging{kLastPage + 1, 10}, Paging{-1, -1}}) {
    EXPECT_FALSE(SortAndPage(rows, kThing, {}, paging));
  }
}

}  // namespace
}  // namespace bearward::objects
