#include "base/time.h"

#include <gtest/gtest.h>

namespace bearward::base {
namespace {

constexpr std::int64_t kMoment = 1'935'817'689'120;  // 2031-05-06T07:08:09.120Z

TEST(Time, GoldenStrings) {
  const Time time = FromMillis(kMoment);
  EXPECT_EQ(FormatIsoMillis(time), "2031-05-06T07:08:09.120Z");
  EXPECT_EQ(FormatIsoOffset(time), "2031-05-06T07:08:09+00:00");
  EXPECT_EQ(FormatIsoLocal(time), "2031-05-06T07:08:09.12");
  EXPECT_EQ(FormatHttpDate(time), "Tue, 06 May 2031 07:08:09 GMT");
  // RFC 9110 section 5.6.7
  EXPECT_EQ(FormatHttpDate(FromMillis(784'111'777'000)), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(Time, YearsOfAnyLengthAreWritten) {
  EXPECT_EQ(FormatIsoMillis(FromMillis(-62'135'596'800'000)), "0001-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatIsoMillis(FromMillis(253'402'300'800'000)), "10000-01-01T00:00:00.000Z");
  EXPECT_EQ(FormatIsoOffset(FromMillis(-62'198'755'200'000)), "-0001-01-01T00:00:00+00:00");
}

TEST(Time, LocalFormDropsTrailingZerosAndTheBarePoint) {
  EXPECT_EQ(FormatIsoLocal(FromMillis(1)), "1970-01-01T00:00:00.001");
  EXPECT_EQ(FormatIsoLocal(FromMillis(100)), "1970-01-01T00:00:00.1");
  EXPECT_EQ(FormatIsoLocal(FromMillis(0)), "1970-01-01T00:00:00");
  EXPECT_EQ(FormatIsoLocal(FromMillis(10'000)), "1970-01-01T00:00:10");
}

TEST(Time, SecondsAreRoundedDownOnBothSidesOf1970) {
  EXPECT_EQ(ToSeconds(FromMillis(1999)), 1);
  EXPECT_EQ(ToSeconds(FromMillis(-1)), -1);
  EXPECT_EQ(FormatIsoMillis(FromMillis(-1)), "1969-12-31T23:59:59.999Z");
}

TEST(Time, WrittenFormsReadBack) {
  std::int64_t millis = -3'000'000'000'123;
  for (int i = 0; i < 2000; ++i, millis += 7'654'321'987) {
    const Time time = FromMillis(millis);
    EXPECT_EQ(ParseIso(FormatIsoMillis(time)), time);
    EXPECT_EQ(ParseIso(FormatIsoLocal(time)), time);
    EXPECT_EQ(ParseIso(FormatIsoOffset(time)), std::chrono::floor<std::chrono::seconds>(time));
  }
}

TEST(Time, EveryAcceptedFormMeansTheSameMoment) {
  const Time time = FromMillis(kMoment);
  for (const std::string_view text :
       {"2031-05-06T07:08:09.12Z", "2031-05-06T07:08:09.120", "2031-05-06T09:08:09.12+02:00",
        "2031-05-05T23:38:09.120-07:30", "2031-05-06T07:08:09.12-00:00"}) {
    EXPECT_EQ(ParseIso(text), time) << text;
  }
  EXPECT_EQ(ParseIso("1970-01-02"), FromMillis(86'400'000));
  EXPECT_EQ(ParseIso("2000-02-29").has_value(), true);
}

TEST(Time, DatesThatDoNotExistAreRefused) {
  for (const std::string_view text :
       {"2031-02-29", "2100-02-29", "2031-13-01", "2031-00-01", "2031-01-00", "2031-04-31",
        "2031-05-06T24:00:00Z", "2031-05-06T23:60:00Z", "2031-05-06T23:59:60Z",
        "2031-05-06T07:08:09+24:00", "2031-05-06T07:08:09+01:60"}) {
    EXPECT_EQ(ParseIso(text), std::nullopt) << text;
  }
}

TEST(Time, OtherSpellingsAreRefused) {
  for (const std::string_view text : {"",
                                      "2031",
                                      "2031-05",
                                      "31-05-06",
                                      "2031-5-6",
                                      "20310506",
                                      "2031-05-06T",
                                      "2031-05-06Z",
                                      "2031-05-06 07:08:09Z",
                                      "2031-05-06t07:08:09z",
                                      "2031-05-06T07:08",
                                      "2031-05-06T07:08Z",
                                      "2031-05-06T07:08:09.",
                                      "2031-05-06T07:08:09.Z",
                                      "2031-05-06T07:08:09.1234Z",
                                      "2031-05-06T07:08:09,1Z",
                                      "2031-05-06T07:08:09+0200",
                                      "2031-05-06T07:08:09+02",
                                      "2031-05-06T07:08:09ZZ",
                                      "2031-05-06T07:08:09Z ",
                                      " 2031-05-06",
                                      "+2031-05-06",
                                      "-031-05-06",
                                      "2031-05-0x",
                                      "2031-05-06T07:08:09.-1Z"}) {
    EXPECT_EQ(ParseIso(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace bearward::base
