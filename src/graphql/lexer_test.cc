#include "graphql/lexer.h"

#include <gtest/gtest.h>

namespace bearward::graphql {
namespace {

// Kinds returns the kinds of all tokens; kInvalid ends the list.
std::vector<TokenKind> Kinds(std::string_view text) {
  Lexer lexer(text);
  std::vector<TokenKind> kinds;
  while (true) {
    kinds.push_back(lexer.Next().kind);
    if (kinds.back() == TokenKind::kEnd || kinds.back() == TokenKind::kInvalid) return kinds;
  }
}

bool IsOneToken(std::string_view text, TokenKind kind) {
  return Kinds(text) == std::vector{kind, TokenKind::kEnd};
}

bool IsRefused(std::string_view text) { return Kinds(text).back() == TokenKind::kInvalid; }

std::string StringOf(std::string_view text) {
  const Token token = Lexer(text).Next();
  return token.kind == TokenKind::kBlockString ? BlockStringValue(token.text)
                                               : StringValue(token.text);
}

TEST(Lexer, CommasCommentsWhiteSpaceAndByteOrderMarksSeparateTokens) {
  EXPECT_EQ(Kinds("\xEF\xBB\xBF a,\t#comment } \"\n b\xEF\xBB\xBF\r#"),
            (std::vector{TokenKind::kName, TokenKind::kName, TokenKind::kEnd}));
}

TEST(Lexer, ATokenHasItsOffset) {
  Lexer lexer("  { ab }");
  EXPECT_EQ(lexer.Next().offset, 2u);
  EXPECT_EQ(lexer.Next().offset, 4u);
}

TEST(Lexer, NumbersFollowTheGrammar) {
  for (const auto* text : {"0", "-0", "7", "-123"}) {
    EXPECT_TRUE(IsOneToken(text, TokenKind::kInt)) << text;
  }
  for (const auto* text : {"0.5", "-1.25", "1e3", "1E-3", "1.5e+10", "-0.0e0"}) {
    EXPECT_TRUE(IsOneToken(text, TokenKind::kFloat)) << text;
  }
  for (const auto* text :
       {"00", "01", "-", "1.", ".5", "1.e1", "1e", "1a", "1.2.3", "0x1", "1_0"}) {
    EXPECT_TRUE(IsRefused(text)) << text;
  }
}

TEST(Lexer, StringEscapesAreDecoded) {
  EXPECT_EQ(StringOf(R"("a\"\\\/\b\f\n\r\tz")"), "a\"\\/\b\f\n\r\tz");
  EXPECT_EQ(StringOf(R"("\u00e9\u20AC")"), "é€");
  EXPECT_EQ(StringOf(R"("\u{1F600}\u{41}")"), "😀A");
  EXPECT_EQ(StringOf(R"("\uD83D\uDE00")"), "😀");
}

TEST(Lexer, InvalidEscapesAreRefused) {
  for (const auto* text : {R"("\x")", R"("\u12")", R"("\u{}")", R"("\u{110000}")", R"("\u{D800}")",
                           R"("\uD83D")", R"("\uDE00")", R"("\uD83D\u0041")", R"("\u{12")"}) {
    EXPECT_TRUE(IsRefused(text)) << text;
  }
}

TEST(Lexer, AStringEndsOnItsLine) {
  EXPECT_TRUE(IsOneToken("\"a\"", TokenKind::kString));
  EXPECT_TRUE(IsRefused("\"a"));
  EXPECT_TRUE(IsRefused("\"a\n\""));
  EXPECT_TRUE(IsRefused("\"\"\"a\"\""));
}

TEST(Lexer, ABlockStringLosesCommonIndentationAndBlankEnds) {
  EXPECT_EQ(StringOf("\"\"\"\n    Hello,\n      World!\r\n\n    Yours.\n  \"\"\""),
            "Hello,\n  World!\n\nYours.");
  EXPECT_EQ(StringOf("\"\"\"  first\n  second\"\"\""), "  first\nsecond");
  EXPECT_EQ(StringOf("\"\"\"a \\\"\"\" b \\n\"\"\""), "a \"\"\" b \\n");
  EXPECT_EQ(StringOf("\"\"\" \n \"\"\""), "");
}

TEST(Lexer, OtherCharactersAreRefusedOutsideStrings) {
  for (const auto* text : {"?", "é", "%", "..", "~", "\x07"}) EXPECT_TRUE(IsRefused(text)) << text;
  EXPECT_TRUE(IsOneToken("\"é\"", TokenKind::kString));
}

}  // namespace
}  // namespace bearward::graphql
