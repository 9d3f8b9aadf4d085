#include "base/secret.h"

#include <gtest/gtest.h>

#include <type_traits>
#include <utility>

namespace bearward::base {
namespace {

// Streams is true for types with which `out << value` compiles.
template <class T>
concept Streams = requires(std::ostream& out, const T& value) { out << value; };

TEST(Secret, CannotBePrintedOrConverted) {
  static_assert(!Streams<Secret>);
  static_assert(!std::is_convertible_v<Secret, std::string>);
  static_assert(!std::is_convertible_v<Secret, std::string_view>);
  static_assert(!std::is_convertible_v<std::string, Secret>);
  EXPECT_EQ(Secret("shown only when asked").Reveal(), "shown only when asked");
}

TEST(Secret, MovesLeaveTheSourceEmpty) {
  for (const std::string& text : {std::string("short"), std::string(100, 'l')}) {
    Secret from(text);
    Secret to(std::move(from));
    EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): a moved-from Secret is empty
    EXPECT_EQ(to.Reveal(), text);
    Secret assigned("before");
    assigned = std::move(to);
    EXPECT_TRUE(to.empty());  // NOLINT(bugprone-use-after-move): likewise
    EXPECT_EQ(assigned.Reveal(), text);
  }
}

TEST(Secret, CopiesAreIndependent) {
  Secret one("one");
  Secret copy(one);
  copy = Secret("two");
  EXPECT_EQ(one.Reveal(), "one");
  const Secret& self = one;
  one = self;
  EXPECT_EQ(one.Reveal(), "one");
}

TEST(Secret, BytesAreWipedWhenOverwritten) {
  Secret secret("aaaaaaaa");
  const char* place = secret.Reveal().data();
  secret = Secret("b");
  EXPECT_EQ(std::string_view(place, 1), secret.Reveal());
  // The short string is stored inside the object, so its old tail may be read.
  EXPECT_EQ(std::string_view(place + 1, 7).find('a'), std::string_view::npos);
}

TEST(Secret, EqualsMindsLengthAndEveryByte) {
  EXPECT_TRUE(Secret("abc").Equals(Secret("abc")));
  EXPECT_TRUE(Secret().Equals(Secret("")));
  EXPECT_FALSE(Secret("abc").Equals(Secret("abd")));
  EXPECT_FALSE(Secret("abc").Equals(Secret("Abc")));
  EXPECT_FALSE(Secret("abc").Equals(Secret("abcd")));
  EXPECT_FALSE(Secret("abc").Equals(Secret()));
  EXPECT_FALSE(ConstantTimeEqual(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
}

}  // namespace
}  // namespace bearward::base
