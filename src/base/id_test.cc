#include "base/id.h"

#include <gtest/gtest.h>

#include <set>

#include "testing/fake_entropy.h"

namespace bearward::base {
namespace {

// FixedEntropy fills buffers with one constant byte.
class FixedEntropy final : public Entropy {
 public:
  explicit FixedEntropy(std::uint8_t byte) : byte_(byte) {}
  void Fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& place : out) place = byte_;
  }

 private:
  std::uint8_t byte_;
};

TEST(Ulid, KnownAnswers) {
  FixedEntropy zeros(0);
  FixedEntropy ones(0xff);
  EXPECT_EQ(NewUlid(FromMillis(0), zeros), "00000000000000000000000000");
  EXPECT_EQ(NewUlid(FromMillis((std::int64_t{1} << 48) - 1), ones), "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  // The example for the time part in the ULID specification.
  EXPECT_EQ(NewUlid(FromMillis(1469918176385), zeros).substr(0, 10), "01ARYZ6S41");
}

TEST(Ulid, LaterOnesSortLaterAndAllDiffer) {
  testing::FakeEntropy entropy;
  std::set<std::string> seen;
  std::string last;
  for (std::int64_t i = 0; i < 1000; ++i) {
    const std::string ulid = NewUlid(FromMillis(1'900'000'000'000 + i), entropy);
    EXPECT_TRUE(IsUlid(ulid)) << ulid;
    EXPECT_LT(last, ulid);
    EXPECT_TRUE(seen.insert(ulid.substr(10)).second);
    last = ulid;
  }
}

TEST(Ulid, PackedOnesComeBackAsTheyWere) {
  testing::FakeEntropy entropy;
  std::set<UlidBytes> all;
  const auto check = [&](std::string_view text) {
    const auto bytes = PackUlid(text);
    ASSERT_TRUE(bytes) << text;
    const auto unpacked = UnpackUlid(*bytes);
    EXPECT_EQ(std::string_view(unpacked.data(), unpacked.size()), text);
    all.insert(*bytes);
  };
  for (int i = 0; i < 1000; ++i) check(NewUlid(FromMillis(1'900'000'000'000 + i), entropy));
  // Each character must be stored in its own bits.
  for (std::size_t place = 0; place < kUlidLength; ++place) {
    std::string text(kUlidLength, '0');
    text[place] = '7';
    check(text);
  }
  EXPECT_EQ(all.size(), 1000 + kUlidLength);
  for (const char* text : {"", "01ARYZ6S41", "81ARZ3NDEKTSV4RRFFQ69G5FAV",
                           "01arz3ndektsv4rrffq69g5fav", "01ARZ3NDEKTSV4RRFFQ69G5FAU"}) {
    EXPECT_FALSE(PackUlid(text)) << text;
  }
}

TEST(Ulid, OnlyTheCanonicalFormIsAccepted) {
  const std::string good = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
  EXPECT_TRUE(IsUlid(good));
  for (const std::string& text :
       {std::string(), good.substr(1), good + "0", "8" + good.substr(1),
        std::string("01arz3ndektsv4rrffq69g5fav"), std::string("0IARZ3NDEKTSV4RRFFQ69G5FAV"),
        std::string("0LARZ3NDEKTSV4RRFFQ69G5FAV"), std::string("0OARZ3NDEKTSV4RRFFQ69G5FAV"),
        std::string("0UARZ3NDEKTSV4RRFFQ69G5FAV"), std::string("01ARZ3NDEKTSV4RRFFQ69G5FA "),
        std::string("!1ARZ3NDEKTSV4RRFFQ69G5FAV")}) {
    EXPECT_FALSE(IsUlid(text)) << text;
  }
}

TEST(Uuid, IsVersion4AndCanonical) {
  testing::FakeEntropy entropy;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = NewUuid(entropy);
    EXPECT_EQ(CanonicalUuid(uuid), uuid);
    EXPECT_EQ(uuid[14], '4');
    EXPECT_NE(std::string_view("89ab").find(uuid[19]), std::string_view::npos) << uuid;
    EXPECT_TRUE(seen.insert(uuid).second);
  }
}

TEST(Uuid, SixFixedBitsAreOverwritten) {
  EXPECT_EQ(UuidFromBytes(std::string(16, '\0')), "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(UuidFromBytes(std::string(16, '\xff')), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST(Uuid, AnyCaseIsReadAndNoOtherForm) {
  const std::string good = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";
  EXPECT_EQ(CanonicalUuid("1B4E28BA-2fa1-41D2-883F-0016d3cca427"), good);
  for (const std::string& text :
       {std::string(), good + " ", " " + good, "{" + good + "}", "urn:uuid:" + good,
        good.substr(0, 35), good + "0", std::string("1b4e28ba2fa141d2883f0016d3cca427"),
        std::string("1b4e28ba-2fa1-41d2-883f-0016d3cca42g"),
        std::string("1b4e28ba-2fa141-d2-883f-0016d3cca427"),
        std::string("1b4e28ba-2fa1-41d2-883f-0016d3cca42\0", 36)}) {
    EXPECT_EQ(CanonicalUuid(text), std::nullopt) << text;
  }
}

TEST(Id, OrdersAndComparesByText) {
  struct UserTag {};
  using UserId = Id<UserTag>;
  EXPECT_EQ(UserId{"user_1"}, UserId{"user_1"});
  EXPECT_LT(UserId{"user_1"}, UserId{"user_2"});
  EXPECT_TRUE(UserId{}.empty());
}

}  // namespace
}  // namespace bearward::base
