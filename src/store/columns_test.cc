#include "store/columns.h"

#include <gtest/gtest.h>

#include "model/access.h"
#include "testing/must.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::CodeOf;
using testing::Must;

TEST(Columns, AreReadFromLeftToRight) {
  Row row = {1, "text", std::monostate(), Blob{std::string(32, '\x05')}, "a\nb", "viewer", 1000};
  Columns columns(row);
  EXPECT_TRUE(columns.Flag());
  EXPECT_EQ(columns.Text(), "text");
  EXPECT_EQ(columns.OptionalTime(), std::nullopt);
  EXPECT_EQ(columns.Digest(), testing::SampleDigest(5));
  EXPECT_EQ(columns.List(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(columns.Word<model::AccessLevel>(), model::AccessLevel::kViewer);
  EXPECT_EQ(columns.OptionalTime(), base::FromMillis(1000));
  EXPECT_TRUE(columns.status().has_value());
}

TEST(Columns, AnUnexpectedFormIsUnavailable) {
  const auto fails = [](Value value, auto take) {
    Row row = {std::move(value)};
    Columns columns(row);
    take(columns);
    return CodeOf(columns.status()) == base::Code::kUnavailable;
  };
  EXPECT_TRUE(fails("1", [](Columns& columns) { columns.Integer(); }));
  EXPECT_TRUE(fails(1, [](Columns& columns) { columns.Text(); }));
  EXPECT_TRUE(fails(std::monostate(), [](Columns& columns) { columns.Text(); }));
  EXPECT_TRUE(fails("text", [](Columns& columns) { columns.OptionalTime(); }));
  EXPECT_TRUE(fails(Blob{"short"}, [](Columns& columns) { columns.Digest(); }));
  EXPECT_TRUE(fails("king", [](Columns& columns) { columns.Word<model::AccessLevel>(); }));
  EXPECT_TRUE(fails(1, [](Columns& columns) {
    columns.Integer();
    columns.Integer();
  }));
}

TEST(ListValue, IsReadBackUnchanged) {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{}, {"one"}, {"b", "a", "a b", "forms:read"}}) {
    Row row = {Must(ListValue(words))};
    EXPECT_EQ(Columns(row).List(), words);
  }
}

TEST(ListValue, RefusesWordsThatCannotBeReadBack) {
  EXPECT_EQ(CodeOf(ListValue({"a", ""})), base::Code::kInvalid);
  EXPECT_EQ(CodeOf(ListValue({"a\nb"})), base::Code::kInvalid);
}

struct HashRow {
  base::Digest hash;
};

TEST(PickByHash, ComparesTheWholeHash) {
  base::Digest wanted = testing::SampleDigest(1);
  base::Digest similar = wanted;
  similar[31] ^= 1;
  EXPECT_FALSE(PickByHash<HashRow>({{similar}}, wanted).has_value());
  const auto found = PickByHash<HashRow>({{similar}, {wanted}}, wanted);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->hash, wanted);
}

TEST(ChangedOne, AMissingRowIsInternal) {
  EXPECT_EQ(CodeOf(ChangedOne(Rows{})), base::Code::kInternal);
  EXPECT_TRUE(ChangedOne(Rows{{1}}).has_value());
}

}  // namespace
}  // namespace bearward::store
