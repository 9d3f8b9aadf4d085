#include "json/view.h"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "base/words.h"
#include "json/reader.h"
#include "json/schema.h"

namespace bearward {

enum class Size : std::uint8_t { kSmall, kLarge };
template <>
struct base::WordsOf<Size> {
  static constexpr std::array<std::string_view, 2> kWords = {"small", "large"};
};

namespace json {
namespace {

struct Wheel {
  std::int64_t inches = 0;
};
struct Owner {
  std::string name;
};
struct Lock {
  std::int64_t digits = 0;
};
struct Bicycle {
  base::Id<struct BicycleTag> id = {};
  Owner owner = {};
  std::string color = {};
  Size size = Size::kSmall;
  bool lights = false;
  base::Time built = base::FromMillis(0);
  std::optional<base::Time> sold = {};
  std::optional<std::string> note = {};
  std::vector<std::string> tags = {};
  std::vector<Wheel> wheels = {};
  std::string extra = "{}";
  Value seat = Value::Of(Object{});
  std::optional<Lock> lock = {};
};
struct OldBicycle : Bicycle {
  std::int64_t years = 0;
};

std::string_view StateOf(const Bicycle& bicycle) { return bicycle.sold ? "sold" : "new"; }
std::string Label(const Bicycle& bicycle) { return bicycle.color.empty() ? "" : "A bicycle"; }

constexpr View<Wheel>::Member kWheel[] = {View<Wheel>::Of<&Wheel::inches>("inches")};
constexpr View<Lock>::Member kLock[] = {View<Lock>::Of<&Lock::digits>("digits")};
constexpr View<Owner>::Member kOwner[] = {View<Owner>::Of<&Owner::name>("name")};
using Shown = View<Bicycle>;
constexpr Shown::Member kLook[] = {Shown::NullIfEmpty<&Bicycle::color>("color"),
                                   Shown::NullIfEmpty<&Label>("label")};
constexpr Shown::Member kBicycle[] = {
    Shown::Object<"bicycle">(),
    Shown::Of<&Bicycle::id>("id"),
    Shown::Of<&Bicycle::owner, &Owner::name>("owner", "By name."),
    Shown::Part<kLook>("look"),
    Shown::Of<&Bicycle::size>("size"),
    Shown::Of<&Bicycle::lights>("lights"),
    Shown::OneOf<&StateOf, "new", "sold">("state"),
    Shown::Of<&Bicycle::built>("built_at"),
    Shown::Of<&Bicycle::sold>("sold_at"),
    Shown::Omitted<&Bicycle::note>("note"),
    Shown::Of<&Bicycle::tags>("tags"),
    Shown::Each<&Bicycle::wheels, kWheel, "Wheel">("wheels"),
    Shown::Json<&Bicycle::extra>("extra"),
    Shown::Of<&Bicycle::seat>("seat"),
    Shown::Part<kOwner, &Bicycle::owner>("by"),
    Shown::OmittedPart<kLock, &Bicycle::lock>("lock"),
};
constexpr Schema kSchema = kSchemaOf<kBicycle, "Bicycle">;

Bicycle Example() {
  return {.id = {"b1"},
          .owner = {"Ann"},
          .color = "red",
          .size = Size::kLarge,
          .lights = true,
          .sold = base::FromMillis(1000),
          .note = "n",
          .tags = {"a", "b"},
          .wheels = {{26}, {28}},
          .extra = R"({"bell":1})",
          .seat = *Parse("[2]"),
          .lock = Lock{4}};
}

TEST(View, WritesTheMembersInTheOrderOfTheTable) {
  EXPECT_EQ(ViewText<kBicycle>(Example()),
            R"({"object":"bicycle","id":"b1","owner":"Ann",)"
            R"("look":{"color":"red","label":"A bicycle"},"size":"large","lights":true,)"
            R"("state":"sold","built_at":"1970-01-01T00:00:00.000Z",)"
            R"("sold_at":"1970-01-01T00:00:01.000Z","note":"n","tags":["a","b"],)"
            R"("wheels":[{"inches":26},{"inches":28}],"extra":{"bell":1},"seat":[2],)"
            R"("by":{"name":"Ann"},"lock":{"digits":4}})");
}

TEST(View, MissingAndEmptyValuesAreNullUnlessTheyAreOmitted) {
  EXPECT_EQ(ViewText<kBicycle>(Bicycle{.id = {"b2"}}),
            R"({"object":"bicycle","id":"b2","owner":"","look":{"color":null,"label":null},)"
            R"("size":"small","lights":false,"state":"new",)"
            R"("built_at":"1970-01-01T00:00:00.000Z","sold_at":null,"tags":[],"wheels":[],)"
            R"("extra":{},"seat":{},"by":{"name":""}})");
}

TEST(View, WritesAValueOfADerivedType) {
  OldBicycle old;
  static_cast<Bicycle&>(old) = Example();
  EXPECT_EQ(ViewText<kBicycle>(old), ViewText<kBicycle>(Example()));
}

TEST(View, TheSchemaDescribesWhatIsWritten) {
  for (const Bicycle& bicycle : {Example(), Bicycle{.id = {"b2"}}}) {
    const auto value = Parse(ViewText<kBicycle>(bicycle));
    ASSERT_TRUE(value.has_value());
    EXPECT_EQ(Mismatch(kSchema, *value), "");
  }
}

TEST(View, TheSchemaIsThatOfTheTypes) {
  std::string text;
  Writer writer(text);
  WriteDefinition(writer, kSchema);
  const auto written = Parse(text);
  ASSERT_TRUE(written.has_value());
  const Value& members = *written->Find("properties");
  EXPECT_EQ(ToText(*members.Find("owner")),
            R"({"description":"By name.","allOf":[{"type":"string"}]})");
  EXPECT_EQ(ToText(*members.Find("size")), R"({"type":"string","enum":["small","large"]})");
  EXPECT_EQ(ToText(*members.Find("state")), R"({"type":"string","enum":["new","sold"]})");
  EXPECT_TRUE(ToText(*members.Find("sold_at")).contains(R"("nullable":true)"));
  EXPECT_TRUE(ToText(*members.Find("wheels")).contains("#/components/schemas/Wheel"));
  EXPECT_FALSE(ToText(*written->Find("required")).contains("note"));
}

}  // namespace
}  // namespace json
}  // namespace bearward
