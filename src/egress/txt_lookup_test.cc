#include "egress/txt_lookup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string_view>
#include <thread>

#include "testing/name_server.h"

namespace bearward::egress {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::NameServer;
using Behaviour = NameServer::Behaviour;
using Texts = std::vector<std::string>;

std::string ReasonOf(const base::Result<Texts>& found) {
  return found ? "none" : found.error().reason;
}

class TxtLookupTest : public ::testing::Test {
 protected:
  // The answers of the server come at once; only the test of a silent one waits.
  TxtLookup LookupAt(const char* address = "127.0.0.1") const {
    return TxtLookup(Nameserver{http::IpAddress::Parse(address).value(), server_.port()},
                     std::chrono::seconds(1));
  }
  base::Result<Texts> Find(const std::string& name) const { return lookup_.Find(name); }

  NameServer server_;
  TxtLookup lookup_ = LookupAt();
};

TEST_F(TxtLookupTest, EveryRecordOfTheNameIsFound) {
  server_.Set("proof.one.example", {"v=spf1 -all", "TOKEN", ""});
  EXPECT_THAT(Find("proof.one.example").value(), ElementsAre("v=spf1 -all", "TOKEN", ""));
  EXPECT_THAT(server_.asked(), ElementsAre("proof.one.example"));
}

TEST_F(TxtLookupTest, TheStringsOfARecordAreJoined) {
  const std::string text(300, 'x');
  server_.Set("long.example", {text});
  EXPECT_THAT(Find("long.example").value(), ElementsAre(text));
}

TEST_F(TxtLookupTest, ANameWithoutRecordsAndANameThatDoesNotExistHaveNone) {
  server_.Set("empty.example", {});
  EXPECT_THAT(Find("empty.example").value(), IsEmpty());
  EXPECT_THAT(Find("missing.example").value(), IsEmpty());
}

TEST_F(TxtLookupTest, ANameThatIsTooLongForDnsHasNoRecordsAndIsNotAsked) {
  std::string name = "example";
  while (name.size() < 250) name.insert(0, "a-label-of-twenty-ok.");
  EXPECT_THAT(Find(name).value(), IsEmpty());
  EXPECT_THAT(server_.asked(), IsEmpty());
}

TEST_F(TxtLookupTest, AFailureOfTheServerIsAnError) {
  server_.Set("one.example", {"TOKEN"});
  server_.Behave(Behaviour::kFails);
  EXPECT_EQ(ReasonOf(Find("one.example")), "dns_unavailable");
  EXPECT_EQ(Find("one.example").error().code, base::Code::kUnavailable);
}

TEST_F(TxtLookupTest, ASilentServerIsAskedTwiceAndIsAnError) {
  server_.Behave(Behaviour::kIsSilent);
  EXPECT_EQ(ReasonOf(Find("one.example")), "dns_unavailable");
  EXPECT_THAT(server_.asked(), ElementsAre("one.example", "one.example"));
}

TEST_F(TxtLookupTest, ATruncatedAnswerIsReadOverTcp) {
  const Texts texts(40, std::string(200, 'y'));
  server_.Set("many.example", texts);
  EXPECT_EQ(Find("many.example").value(), texts);
}

TEST_F(TxtLookupTest, ATruncatedAnswerWithoutACompleteOneIsAnError) {
  server_.Set("one.example", {"TOKEN"});
  server_.Behave(Behaviour::kTruncates);
  EXPECT_EQ(ReasonOf(Find("one.example")), "dns_unavailable");
}

TEST_F(TxtLookupTest, AServerThatIsNotThereIsAnError) {
  // The responder listens at 127.0.0.1 only.
  EXPECT_EQ(ReasonOf(LookupAt("::1").Find("one.example")), "dns_unavailable");
}

TEST_F(TxtLookupTest, MoreThanFourLookupsAtOnceAreRefused) {
  server_.Behave(Behaviour::kIsSilent);
  std::vector<std::thread> threads;
  for (const char* name : {"1.example", "2.example", "3.example", "4.example"}) {
    threads.emplace_back([this, name] { EXPECT_EQ(ReasonOf(Find(name)), "dns_unavailable"); });
  }
  const auto names = [this] {
    const Texts asked = server_.asked();
    return std::set<std::string>(asked.begin(), asked.end()).size();
  };
  while (names() < threads.size()) std::this_thread::yield();
  EXPECT_EQ(ReasonOf(Find("one.example")), "dns_busy");
  for (std::thread& thread : threads) thread.join();
  server_.Behave(Behaviour::kAnswers);
  EXPECT_THAT(Find("one.example").value(), IsEmpty());
}

// Message is a response with one question and one record.
std::vector<std::uint8_t> Message(std::string_view flags, std::string_view record) {
  using std::string_literals::operator""s;
  const std::string text = "\x12\x34" + std::string(flags) + "\0\1\0\1\0\0\0\0"s +
                           "\1a\4test\0\0\x10\0\1"s + std::string(record);
  return {text.begin(), text.end()};
}
using std::string_view_literals::operator""sv;
constexpr auto kDone = "\x81\x80"sv;
constexpr auto kText = "\xc0\x0c\0\x10\0\1\0\0\0\0\0\6\2ab\2cd"sv;

TEST(ParseTxt, TheTextsOfTheAnswerAreReturned) {
  EXPECT_THAT(ParseTxt(Message(kDone, kText)).value(), ElementsAre("abcd"));
}

TEST(ParseTxt, RecordsOfAnotherTypeOrClassAreNoTexts) {
  constexpr auto kAlias = "\xc0\x0c\0\5\0\1\0\0\0\0\0\2\xc0\x0c"sv;
  constexpr auto kChaos = "\xc0\x0c\0\x10\0\3\0\0\0\0\0\6\2ab\2cd"sv;
  for (const auto record : {kAlias, kChaos}) {
    EXPECT_THAT(ParseTxt(Message(kDone, record)).value(), IsEmpty());
  }
}

TEST(ParseTxt, OnlyTheAbsenceOfTheNameIsAnEmptyList) {
  EXPECT_THAT(ParseTxt(Message("\x81\x83"sv, kText)).value(), IsEmpty());
  for (const auto flags : {"\x81\x82"sv, "\x81\x85"sv, "\x83\x80"sv, "\x01\0"sv}) {
    EXPECT_EQ(ReasonOf(ParseTxt(Message(flags, kText))), "dns_unavailable");
  }
}

TEST(ParseTxt, EveryPrefixOfAMessageIsAnError) {
  const auto whole = Message(kDone, kText);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(ReasonOf(ParseTxt({whole.data(), size})), "dns_unavailable") << size;
  }
}

TEST(ParseTxt, AStringThatIsLongerThanItsRecordIsAnError) {
  constexpr auto kLonger = "\xc0\x0c\0\x10\0\1\0\0\0\0\0\6\2ab\3cd"sv;
  EXPECT_EQ(ReasonOf(ParseTxt(Message(kDone, kLonger))), "dns_unavailable");
}

}  // namespace
}  // namespace bearward::egress
