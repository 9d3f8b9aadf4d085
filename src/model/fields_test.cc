#include "model/record.h"

#include <gtest/gtest.h>

#include <set>

#include "model/records.h"

namespace bearward::model {

// Shade is an enumeration for this test.
enum class Shade : std::uint8_t { kLight, kDark };

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::Shade> {
  static constexpr std::array<std::string_view, 2> kWords = {"light", "dark"};
};

namespace bearward::model {
namespace {

struct Lamp : Entity {
  std::string name = "lamp";
  std::int64_t watts = 40;
  bool lit = false;
  base::Time bought;
  Shade shade = Shade::kLight;
  std::vector<std::string> tags;
  std::vector<Shade> shades;
  Metadata metadata;
  std::optional<std::string> note;
  std::optional<OrganizationId> owner;
};

constexpr Field kFields[] = {
    F<&Lamp::name>("name", kEditable | kRequired),
    F<&Lamp::watts>("watts", kEditable),
    F<&Lamp::lit>("lit", kEditable),
    F<&Lamp::bought>("bought", kFixed),
    F<&Lamp::shade>("shade", kEditable),
    F<&Lamp::tags>("tags", kEditable),
    F<&Lamp::shades>("shades", kEditable),
    F<&Lamp::metadata>("metadata", kEditable),
    F<&Lamp::note>("note", kEditable),
    F<&Lamp::owner>("owner_id", kFixed),
};
constexpr RecordOf<Lamp> kLamp(
    {.object = "lamp", .id_prefix = "lamp", .table = "lamps", .fields = kFields});

const Cell kGood[] = {std::string("desk"),
                      std::int64_t{60},
                      std::int64_t{1},
                      std::int64_t{1'935'817'689'123},
                      std::string("dark"),
                      std::vector<std::string>{"a", "b"},
                      std::vector<std::string>{"dark", "light"},
                      Metadata{{"k", "v"}},
                      std::string("a note"),
                      std::string("org_1")};

TEST(FieldsTest, ACellThatWasSetIsReadBack) {
  Lamp lamp;
  for (std::size_t i = 0; i < std::size(kFields); ++i) {
    EXPECT_TRUE(kFields[i].set(&lamp, kGood[i])) << kFields[i].name;
    EXPECT_EQ(kFields[i].get(&lamp), kGood[i]) << kFields[i].name;
  }
  EXPECT_EQ(lamp.shade, Shade::kDark);
  EXPECT_EQ(lamp.owner->text, "org_1");
}

TEST(FieldsTest, ACellOfAnotherKindChangesNothing) {
  Lamp lamp;
  for (const Field& field : kFields) {
    const Cell before = field.get(&lamp);
    for (const Cell& cell : kGood) {
      const bool same_form = cell.index() == kGood[&field - kFields].index();
      const bool is_word = field.kind == Kind::kWord || field.kind == Kind::kWords;
      if (same_form && !is_word) continue;
      if (cell == kGood[&field - kFields]) continue;
      EXPECT_FALSE(field.set(&lamp, cell)) << field.name;
      EXPECT_EQ(field.get(&lamp), before) << field.name;
    }
  }
}

TEST(FieldsTest, OnlyAnOptionalFieldTakesNoValue) {
  Lamp lamp;
  for (const Field& field : kFields) EXPECT_EQ(field.set(&lamp, {}), field.nullable) << field.name;
  EXPECT_TRUE(kLamp.Find("note")->nullable);
  EXPECT_FALSE(kLamp.Find("name")->nullable);
}

TEST(FieldsTest, ARecordMakesRowsOfItsType) {
  const auto row = kLamp.make();
  EXPECT_EQ(static_cast<const Lamp*>(row.get())->name, "lamp");
  kLamp.entity(row.get()).id = "lamp_1";
  EXPECT_EQ(static_cast<const Lamp*>(row.get())->id, "lamp_1");
}

TEST(FieldsTest, DescriptionsAreConsistent) {
  std::set<std::string_view> tables;
  for (const Record* record : AllRecords()) {
    EXPECT_TRUE(tables.insert(record->table).second) << record->table;
    std::set<std::string_view> names = {record->key, "environment_id", "created_at", "updated_at",
                                        "object"};
    for (const Field& field : record->fields) {
      const std::string where = std::string(record->object) + "." + std::string(field.name);
      EXPECT_TRUE(names.insert(field.name).second) << where;
      EXPECT_TRUE(!field.Is(kRequired) || field.Is(kCreate)) << where;
      EXPECT_TRUE(!field.Is(kRequired) || !field.nullable) << where;
      EXPECT_TRUE(!field.Is(kFilter) || field.Is(kStored)) << where;
    }
    EXPECT_TRUE(record->organization.empty() || record->Find(record->organization) != nullptr);
  }
}

}  // namespace
}  // namespace bearward::model
