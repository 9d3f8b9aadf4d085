// The delivery of events to targets.
#include "log_streams/delivery.h"

#include <atomic>
#include <fstream>
#include <sstream>
#include <stop_token>
#include <thread>

#include "base/boot_clock.h"
#include "log_streams/log_stream_fixture.h"
#include "testing/stream_receiver.h"

namespace bearward::log_streams {
namespace {

using enum model::LogStreamType;
using model::LogStreamState;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class LogStreamDeliveryTest : public LogStreamFixture {
 protected:
  void PutMany(int from, int to) {
    for (int i = from; i <= to; ++i) Put("e" + std::to_string(i));
  }
  std::optional<model::LogStream> Due() {
    return Must(store().Read(
        [&](store::ReadTx& tx) { return store::FindDueLogStream(tx, clock().Now()); }));
  }
  // Lease returns whether the delivery may send for a stream, as it was read, until a time.
  bool Lease(const model::LogStream& stream, base::Time until) {
    return Must(store().Write(
        [&](store::WriteTx& tx) { return store::LeaseLogStream(tx, stream, until); }));
  }
  // EndLease returns whether the result is stored.
  bool EndLease(const model::LogStream& stream) {
    return Must(store().Write(
        [&](store::WriteTx& tx) { return store::EndLogStreamLease(tx, stream, clock().Now()); }));
  }
  std::int64_t Waiting(const model::LogStream& stream) {
    return Must(store().Read([&](store::ReadTx& tx) { return store::CountWaiting(tx, stream); }));
  }
};

TEST_F(LogStreamDeliveryTest, NewEventsArriveInOrderAndOnce) {
  Put("before");
  const auto stream = Add();
  PutMany(1, 3);
  Put("of another organization", cast_.globex);
  EXPECT_EQ(Waiting(Present(stream)), 3);
  SendAll();
  PutMany(4, 5);
  SendAll();
  EXPECT_THAT(Ids(), ElementsAre("e1", "e2", "e3", "e4", "e5"));
  const auto present = Present(stream);
  EXPECT_EQ(present.state, LogStreamState::kActive);
  EXPECT_EQ(present.last_event_id, "e5");
  EXPECT_EQ(present.last_synced_at, clock().Now());
  EXPECT_EQ(Waiting(present), 0);
}

TEST_F(LogStreamDeliveryTest, TheOwnEventsOfAnEnvironmentOrOfOneOrganizationArrive) {
  model::LogStream row = Row(kHttpsJson);
  row.source = model::LogStreamSource::kEvents;
  row.organization = cast_.globex;
  const auto stream = Add(row);
  const model::EventBy by(cast_.production, model::Actor(), clock().Now());
  const auto append = [&](const model::EventBy& of, const std::string& target,
                          const std::optional<model::OrganizationId>& organization) {
    Must(store().Write([&](store::WriteTx& tx) {
      return tx.Append(of.Make(model::EventType::kGroupCreated, target, organization));
    }));
  };
  append(by, "of acme", cast_.acme);
  append(by, "of globex", cast_.globex);
  append(by, "of none", std::nullopt);
  append(model::EventBy(cast_.sandbox, model::Actor(), clock().Now()), "of the sandbox",
         std::nullopt);
  SendAll();
  // Its own creation is the first event of the organization.
  ASSERT_THAT(receiver_.requests(), SizeIs(1));
  const std::string body = receiver_.requests()[0].body;
  EXPECT_THAT(body, HasSubstr("log_stream.created"));
  EXPECT_THAT(body, HasSubstr("of globex"));
  for (const char* other : {"of acme", "of none", "of the sandbox"}) {
    EXPECT_THAT(body, Not(HasSubstr(other)));
  }
  EXPECT_EQ(Waiting(Present(stream)), 0) << "the position passes what does not concern the stream";
}

// The target is down for ten minutes, in which an event happens every ten seconds.
TEST_F(LogStreamDeliveryTest, ATargetThatIsDownLosesNothing) {
  std::atomic<bool> is_down = true;
  std::atomic<int> refused = 0;
  testing::HttpReceiver target([&](const auto& /*request*/) {
    constexpr int kStatuses[] = {500, 503, 302};
    return is_down ? Status(kStatuses[refused++ % 3]) : Status(200);
  });
  model::LogStream row = Row();
  row.url = target.Url();
  const auto stream = Add(row);
  constexpr seconds kStep{10};
  std::vector<std::string> wanted;
  for (seconds down{0}; down < std::chrono::minutes(10); down += kStep) {
    wanted.push_back("e" + std::to_string(wanted.size() + 1));
    Put(wanted.back());
    SendAll();
    const auto present = Present(stream);
    EXPECT_EQ(present.state, LogStreamState::kError);
    EXPECT_EQ(present.failures, refused);
    EXPECT_FALSE(present.last_synced_at);
    EXPECT_THAT(*present.last_error, StartsWith("target_failed: The target answered "));
    EXPECT_THAT(*present.last_error, Not(HasSubstr("body of a target")));
    EXPECT_EQ(Waiting(present), std::ssize(wanted));
    Advance(kStep);
  }
  EXPECT_GT(refused, 3) << "it is tried again and again";
  is_down = false;
  Advance(std::chrono::minutes(12));  // the longest pause
  SendAll();
  const auto ids = IdsOf(target);
  const auto all = std::ssize(wanted);
  ASSERT_GE(std::ssize(ids), all);
  EXPECT_THAT(std::vector<std::string>(ids.end() - all, ids.end()),
              ::testing::ElementsAreArray(wanted));
  EXPECT_EQ(Present(stream).state, LogStreamState::kActive);
  EXPECT_FALSE(Present(stream).last_error);
  EXPECT_EQ(Present(stream).failures, 0);
}

TEST_F(LogStreamDeliveryTest, S3GetsAnObjectForEachEventAndARepeatReplacesIt) {
  model::LogStream row = Row(kS3);
  row.url = receiver_.Url("/bucket");
  row.region = "eu-central-1";
  row.key_id = "key1";
  row.secret = "canary-secret";
  const auto stream = Add(row);
  PutMany(1, 3);
  receiver_.AnswerNext({Status(200), Status(503)});
  SendAll();
  EXPECT_EQ(Present(stream).last_event_id, "e1") << "what was stored is not sent again";
  Advance(seconds(60));
  SendAll();
  std::vector<std::string> names;
  for (const auto& request : receiver_.requests()) {
    const auto begin = request.line.find('_') + 1;
    names.push_back(request.line.substr(begin, request.line.find(' ', begin) - begin));
    EXPECT_THAT(request.line, StartsWith("PUT /bucket/"));
  }
  EXPECT_THAT(names, ElementsAre("e1.json", "e2.json", "e2.json", "e3.json"));
  EXPECT_EQ(receiver_.requests()[1].line, receiver_.requests()[2].line);
}

TEST_F(LogStreamDeliveryTest, ATargetMayAskForAWait) {
  const auto stream = Add();
  receiver_.AnswerNext({Status(429, "Retry-After: 100\r\n")});
  Put("e1");
  SendAll();
  EXPECT_GE(*Present(stream).paused_until, clock().Now() + seconds(80));
  EXPECT_LE(*Present(stream).paused_until, clock().Now() + seconds(120));
}

TEST_F(LogStreamDeliveryTest, ARefusedSecretIsInvalidUntilItIsReplaced) {
  model::LogStream row = Row();
  row.secret = "canary-wrong";
  const auto stream = Add(row);
  receiver_.AnswerNext({Status(401), Status(403)});
  Put("e1");
  SendAll();
  EXPECT_EQ(Present(stream).state, LogStreamState::kInvalid);
  EXPECT_EQ(Present(stream).last_error, "target_refused: The target answered 401.");
  Advance(seconds(60));
  SendAll();
  EXPECT_EQ(Present(stream).state, LogStreamState::kInvalid);
  Change(stream, [](model::LogStream& one) { one.secret = "canary-right"; });
  EXPECT_EQ(Present(stream).state, LogStreamState::kActive);
  SendAll();
  ASSERT_THAT(receiver_.requests(), SizeIs(3));
  EXPECT_EQ(receiver_.requests().back().Header("Authorization"), "canary-right");
  EXPECT_EQ(Present(stream).last_event_id, "e1");
  EXPECT_THAT(lines_, Not(HasSubstr("canary")));
}

// Incident class G1.
TEST_F(LogStreamDeliveryTest, ARefusedAddressIsNotConnected) {
  AzureTokens tokens({});
  Sender strict({.egress = {}, .folder = {}, .host = {}}, tokens);
  const testing::StreamReceiver syslog({});
  model::LogStream row = Row(kSyslog);
  row.url = "syslog://127.0.0.1:" + std::to_string(syslog.port());
  const auto one = Add();
  row.name = "syslog";
  const auto two = Add(row);
  Put("e1");
  while (Must(delivery_.SendDue(strict))) {
  }
  for (const auto& stream : {one, two}) {
    EXPECT_EQ(Present(stream).state, LogStreamState::kInvalid);
    EXPECT_THAT(*Present(stream).last_error, StartsWith("address_refused"));
    EXPECT_THAT(*Present(stream).last_error, Not(HasSubstr("127.0.0.1")));
  }
  EXPECT_EQ(receiver_.connections() + syslog.connections(), 0U);
}

TEST_F(LogStreamDeliveryTest, ManyEventsAreSentInBatches) {
  Add();
  PutMany(1, 450);
  SendAll();
  EXPECT_THAT(receiver_.requests(), SizeIs(3));
  EXPECT_THAT(Ids(), SizeIs(450));
}

// A target may refuse a batch for its length.
TEST_F(LogStreamDeliveryTest, ABatchIsHalvedAfterAFailure) {
  Add();
  receiver_.AnswerNext({Status(413)});
  PutMany(1, 200);
  SendAll();
  Advance(seconds(10));
  SendAll();
  const auto requests = receiver_.requests();
  ASSERT_GE(requests.size(), 2U);
  EXPECT_LT(requests[1].body.size(), requests[0].body.size() * 6 / 10);
  EXPECT_EQ(Ids().back(), "e200");
}

TEST_F(LogStreamDeliveryTest, NothingIsSentWhileAStreamIsNotEnabled) {
  const auto stream = Add();
  Change(stream, [](model::LogStream& row) { row.enabled = false; });
  Put("e1");
  SendAll();
  EXPECT_THAT(receiver_.requests(), IsEmpty());
  Change(stream, [](model::LogStream& row) { row.enabled = true; });
  SendAll();
  EXPECT_THAT(Ids(), ElementsAre("e1"));
}

TEST_F(LogStreamDeliveryTest, ATestIsSentAtOnceAlsoToAStreamThatWaits) {
  const auto stream = Add();
  receiver_.AnswerNext({Status(500)});
  Put("e1");
  SendAll();
  Must(streams_.SendTest(key_, stream.id));
  SendAll();
  EXPECT_THAT(Ids(), ElementsAre("e1", "test", "e1"));
  EXPECT_EQ(Present(stream).state, LogStreamState::kActive);
  EXPECT_EQ(Present(stream).last_event_id, "e1");
}

TEST_F(LogStreamDeliveryTest, AFailedTestIsVisibleAndNotRepeated) {
  const auto stream = Add();
  receiver_.AnswerNext({Status(401)});
  Must(streams_.SendTest(key_, stream.id));
  SendAll();
  EXPECT_EQ(Present(stream).state, LogStreamState::kInvalid);
  Advance(std::chrono::hours(1));
  SendAll();
  EXPECT_THAT(Ids(), ElementsAre("test"));
}

TEST_F(LogStreamDeliveryTest, AFailedTestLeavesTheEventsWaiting) {
  const auto stream = Add();
  receiver_.AnswerNext({Status(500), Status(500)});
  Put("e1");
  SendAll();
  const auto paused_until = Present(stream).paused_until;
  Must(streams_.SendTest(key_, stream.id));
  EXPECT_EQ(Present(stream).paused_until, paused_until) << "only the test is sent at once";
  SendAll();
  EXPECT_THAT(Ids(), ElementsAre("e1", "test"));
  EXPECT_GT(Present(stream).paused_until, paused_until);
}

TEST_F(LogStreamDeliveryTest, ATestThatIsWantedDuringALeaseIsSentAfterIt) {
  const auto stream = Add();
  testing::HttpReceiver other([&](const auto& request) {
    if (request.body.contains("\"e1\"")) Must(streams_.SendTest(key_, stream.id));
    return Status(500);
  });
  Change(stream, [&](model::LogStream& row) { row.url = other.Url(); });
  Put("e1");
  SendAll();
  const auto requests = other.requests();
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_THAT(requests[1].body, HasSubstr("\"keySuffix\":\"test\""));
}

TEST_F(LogStreamDeliveryTest, ATestIsSentByOneSender) {
  const auto stream = Add();
  Put("e1");
  const auto before = Due();
  Must(streams_.SendTest(key_, stream.id));
  const auto due = Due();
  EXPECT_FALSE(Lease(*before, clock().Now() + seconds(40))) << "it was read without the test";
  EXPECT_TRUE(Lease(*due, clock().Now() + seconds(40)));
  EXPECT_TRUE(due->test_wanted);
  EXPECT_FALSE(Present(stream).test_wanted) << "the lease is the task to send it";
}

TEST_F(LogStreamDeliveryTest, AStreamWhoseEventsWereDeletedIsNotDue) {
  const auto stream = Add();
  PutMany(1, 2);
  ASSERT_TRUE(Due());
  Advance(std::chrono::hours(24 * 400));
  EXPECT_EQ(Must(store().Write([&](store::WriteTx& tx) {
              return store::PruneAuditLogEvents(tx, {clock().Now(), clock().Now()}, 10);
            })),
            2);
  EXPECT_FALSE(Due()) << "it would be leased again and again";
  Put("e3");
  SendAll();
  EXPECT_THAT(Ids(), ElementsAre("e3"));
}

// A file is written without a look at the stop.
TEST_F(LogStreamDeliveryTest, AStopIsNoticedBetweenBatches) {
  model::LogStream row = Row(kFile);
  row.url = "file:audit.jsonl";
  const auto stream = Add(row);
  PutMany(1, 3);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_TRUE(Must(delivery_.SendDue(sender_, stop.get_token())));
  EXPECT_EQ(Waiting(Present(stream)), 3);
  EXPECT_EQ(Present(stream).state, LogStreamState::kActive);
}

// Another node has taken the stream, for example after this one was suspended.
TEST_F(LogStreamDeliveryTest, ABatchWhoseLeaseWasLostIsSentAgain) {
  const auto stream = Add();
  Put("e1");
  const auto due = Due();
  ASSERT_TRUE(due);
  EXPECT_TRUE(Lease(*due, clock().Now() + seconds(40)));
  EXPECT_FALSE(Lease(*due, clock().Now() + seconds(41))) << "one at a time";
  SendAll();
  EXPECT_THAT(Ids(), IsEmpty()) << "leased";
  model::LogStream lost = *due;
  lost.leased_until = clock().Now() + seconds(39);
  lost.position = 1;
  EXPECT_FALSE(EndLease(lost));
  Advance(seconds(41));
  SendAll();
  EXPECT_THAT(Ids(), ElementsAre("e1"));
}

TEST_F(LogStreamDeliveryTest, WhatWasSentToATargetThatChangedIsSentToTheNewOne) {
  const auto stream = Add();
  Put("e1");
  const auto due = Due();
  model::LogStream leased = *due;
  leased.leased_until = clock().Now() + seconds(40);
  ASSERT_TRUE(Lease(*due, *leased.leased_until));
  Advance(seconds(1));
  Change(stream, [&](model::LogStream& row) { row.url = receiver_.Url("/new"); });
  leased.position = 1;
  EXPECT_FALSE(EndLease(leased));
  SendAll();
  ASSERT_THAT(receiver_.requests(), SizeIs(1));
  EXPECT_EQ(receiver_.requests()[0].line, "POST /new HTTP/1.1");
}

TEST_F(LogStreamDeliveryTest, AFailureOfTheStoreLosesNothing) {
  Add();
  PutMany(1, 3);
  for (int n = 1; n <= 12; ++n) {
    faulty_.plan->FailCall(n);
    static_cast<void>(delivery_.SendDue(sender_));
    faulty_.plan->Heal();
    Advance(seconds(60));
  }
  SendAll();
  const auto ids = Ids();
  for (const char* id : {"e1", "e2", "e3"}) EXPECT_THAT(ids, ::testing::Contains(id));
}

TEST_F(LogStreamDeliveryTest, ASyslogServerGetsTheMessages) {
  const testing::StreamReceiver syslog({});
  model::LogStream row = Row(kSyslog);
  row.url = "syslog://127.0.0.1:" + std::to_string(syslog.port());
  Add(row);
  PutMany(1, 2);
  SendAll();
  ASSERT_THAT(syslog.texts(), SizeIs(1));
  EXPECT_THAT(syslog.texts()[0],
              ::testing::MatchesRegex("[0-9]+ <110>1 .* bearward.example bearward - "
                                      "user.signed_in - .\"id\":\"e1\".*\"id\":\"e2\".*"));
}

TEST_F(LogStreamDeliveryTest, AFileGetsLines) {
  model::LogStream row = Row(kFile);
  row.url = "file:audit.jsonl";
  const auto stream = Add(row);
  PutMany(1, 2);
  SendAll();
  std::ostringstream content;
  content << std::ifstream(dir_.path() + "/" + stream.environment.text + "/audit.jsonl").rdbuf();
  const std::string rest = R"("action":"user.signed_in","actor":{"id":"u1","type":"user"}})"
                           "\n";
  EXPECT_EQ(content.str(), "{\"id\":\"e1\"," + rest + "{\"id\":\"e2\"," + rest);
}

TEST_F(LogStreamDeliveryTest, TheMetricsShowWhatWaitsAndWhatFails) {
  Add();
  receiver_.AnswerNext({Status(500)});
  PutMany(1, 2);
  SendAll();
  Must(delivery_.Measure());
  EXPECT_THAT(metrics_.Render(), HasSubstr("bearward_log_stream_events_waiting 2\n"));
  EXPECT_THAT(metrics_.Render(), HasSubstr("bearward_log_streams_failing 1\n"));
  EXPECT_THAT(metrics_.Render(), HasSubstr("bearward_log_stream_failures_total 1\n"));
  Advance(seconds(60));
  SendAll();
  Must(delivery_.Measure());
  EXPECT_THAT(metrics_.Render(), HasSubstr("bearward_log_stream_events_waiting 0\n"));
  EXPECT_THAT(metrics_.Render(), HasSubstr("bearward_log_stream_events_total 2\n"));
}

TEST_F(LogStreamDeliveryTest, WithoutAnEnabledStreamNothingWaitsAndNothingFails) {
  const auto stream = Add();
  receiver_.AnswerNext({Status(500)});
  PutMany(1, 2);
  SendAll();
  Must(delivery_.Measure());
  Change(stream, [](model::LogStream& row) { row.enabled = false; });
  Advance(seconds(60));
  delivery_.Start();
  const std::int64_t ends = base::BootTicks() + std::chrono::nanoseconds(seconds(10)).count();
  const auto is_reset = [&] {
    return metrics_.Render().contains("bearward_log_stream_events_waiting 0\n") &&
           metrics_.Render().contains("bearward_log_streams_failing 0\n");
  };
  while (!is_reset() && base::BootTicks() < ends) std::this_thread::yield();
  EXPECT_TRUE(is_reset()) << metrics_.Render();
}

// A request for a token and one with the events may each need 15 seconds after the last batch
// begins.
TEST_F(LogStreamDeliveryTest, ALeaseOutlastsTheTwoRequestsOfABatchForAzure) {
  const auto stream = Add();
  std::optional<base::Time> leased_until;
  testing::HttpReceiver other([&](const auto& /*request*/) {
    leased_until = Present(stream).leased_until;
    return Status(200);
  });
  Change(stream, [&](model::LogStream& row) { row.url = other.Url(); });
  Put("e1");
  SendAll();
  EXPECT_GT(leased_until, clock().Now() + seconds(10 + 15 + 15));
}

// The threads must not end a lease that one of them has just taken.
TEST_F(LogStreamDeliveryTest, LeasesOfAnEarlierProcessEndBeforeTheThreadsBegin) {
  const auto stream = Add();
  ASSERT_TRUE(Lease(Present(stream), clock().Now() + seconds(40)));
  delivery_.Start();
  EXPECT_EQ(Present(stream).leased_until, base::FromMillis(0));
}

TEST_F(LogStreamDeliveryTest, ARunningDeliverySendsWithoutBeingAsked) {
  delivery_.Start();
  Add();
  Put("e1");
  EXPECT_THAT(receiver_.Await(1), SizeIs(1));
}

}  // namespace
}  // namespace bearward::log_streams
