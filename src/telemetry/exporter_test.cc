#include "telemetry/exporter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "testing/fake_clock.h"
#include "testing/http_receiver.h"
#include "testing/must.h"

namespace bearward::telemetry {
namespace {

using ::testing::HasSubstr;
using testing::HttpReceiver;
using ::testing::IsEmpty;
using testing::Must;
using ::testing::Not;

class ExporterTest : public ::testing::Test {
 protected:
  // An exporter to `url`, which may reach loopback.
  Exporter Make(const std::string& url, const char* authorization = "") {
    return {{spans_, metrics_, log_, clock_},
            {.url = url, .authorization = base::Secret(authorization)},
            Sender(),
            {"1.0.0", "node", clock_.Now()}};
  }
  static egress::SenderSettings Sender() {
    const auto loopback = Must(http::AddressRanges::Parse(std::vector<std::string>{"127.0.0.0/8"}));
    return {.policy = egress::AddressPolicy(loopback)};
  }
  void Record(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      spans_.Note({.time = clock_.Now(), .method = "GET", .route = "GET /a", .status = 200}, 1, "");
    }
  }
  std::string Rendered() const { return metrics_.Render(); }
  // Count returns how often the log has a text; read it when no exporter runs.
  int Count(std::string_view text) const {
    int count = 0;
    for (auto at = lines_.find(text); at != std::string::npos; at = lines_.find(text, at + 1)) {
      ++count;
    }
    return count;
  }

  testing::FakeClock clock_;
  base::SystemEntropy entropy_;
  observe::Spans spans_{entropy_, 1};
  observe::Registry metrics_;
  std::string lines_;
  observe::Logger log_{clock_, observe::Level::kInfo,
                       [this](std::string_view line) { lines_ += line; }};
};

TEST_F(ExporterTest, SpansArePostedOnceInBatches) {
  HttpReceiver receiver;
  Exporter exporter = Make(receiver.Url(""), "Bearer collector");
  Must(exporter.SendSpans());
  EXPECT_THAT(receiver.requests(), IsEmpty());
  Record(Exporter::kBatch + 1);
  Must(exporter.SendSpans());
  Must(exporter.SendSpans());
  const auto requests = receiver.requests();
  ASSERT_EQ(requests.size(), 2U);
  EXPECT_EQ(requests[0].line, "POST /v1/traces HTTP/1.1");
  EXPECT_EQ(requests[0].Header("Content-Type"), "application/json");
  EXPECT_EQ(requests[0].Header("Authorization"), "Bearer collector");
  EXPECT_THAT(requests[1].body, HasSubstr("\"name\":\"GET /a\""));
  EXPECT_THAT(Rendered(), HasSubstr("bearward_spans_total{outcome=\"accepted\"} 513\n"));
}

TEST_F(ExporterTest, MetricsArePosted) {
  HttpReceiver receiver;
  Exporter exporter = Make(receiver.Url("/otlp"));
  metrics_.AddGauge("bearward_test", "A test.").Set(7);
  Must(exporter.SendMetrics());
  const auto requests = receiver.requests();
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].line, "POST /otlp/v1/metrics HTTP/1.1");
  EXPECT_EQ(requests[0].Header("Authorization"), "");
  EXPECT_THAT(requests[0].body, HasSubstr("\"name\":\"bearward_test\""));
}

TEST_F(ExporterTest, AfterARefusalTheOtherBatchesAreNotTriedAndAllAreCounted) {
  HttpReceiver receiver([](const auto&) { return HttpReceiver::Answer(500); });
  Exporter exporter = Make(receiver.Url(""));
  Record(2 * Exporter::kBatch);
  const base::Status status = exporter.SendSpans();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().reason, "collector_refused");
  EXPECT_EQ(receiver.requests().size(), 1U);
  EXPECT_THAT(Rendered(), HasSubstr("bearward_spans_total{outcome=\"lost\"} 1024\n"));
}

TEST_F(ExporterTest, AStartedExporterSendsWhatWaitsAtItsEnd) {
  HttpReceiver receiver;
  {
    Exporter exporter = Make(receiver.Url(""));
    exporter.Start();
    receiver.Await(1);  // the first metrics
    Record(3);
  }
  std::string all;
  for (const auto& request : receiver.requests()) all += request.line + "\n";
  EXPECT_THAT(all, HasSubstr("POST /v1/traces"));
}

// A stop of the server must not wait for a collector that does not respond.
TEST_F(ExporterTest, TheEndTakesAtMostTheTimeLimitOfOneRequest) {
  HttpReceiver receiver([](const auto&) { return ""; });
  egress::SenderSettings sender = Sender();
  sender.limits.total = std::chrono::seconds(1);
  const base::SystemClock clock;
  Record(2 * Exporter::kBatch);
  std::int64_t begun = 0;
  {
    Exporter exporter({spans_, metrics_, log_, clock},
                      {.url = receiver.Url(""), .authorization = base::Secret()}, sender,
                      {"1.0.0", "node", clock.Now()});
    exporter.Start();
    receiver.Await(1);
    Record(3);
    begun = clock.Ticks();
  }
  EXPECT_LT(std::chrono::nanoseconds(clock.Ticks() - begun), std::chrono::milliseconds(1'500));
  EXPECT_THAT(Rendered(), HasSubstr("bearward_spans_total{outcome=\"lost\"} 1027\n"));
}

TEST_F(ExporterTest, TheFailuresOfTracesAndOfMetricsAreLoggedApart) {
  bool down = true;
  HttpReceiver receiver([&](const HttpReceiver::Received& request) {
    return HttpReceiver::Answer(down && request.line.contains("traces") ? 503 : 200);
  });
  Exporter exporter = Make(receiver.Url(""));
  for (int i = 0; i < 3; ++i) {
    Record(1);
    EXPECT_FALSE(exporter.SendSpans());
    EXPECT_TRUE(exporter.SendMetrics());
    EXPECT_TRUE(exporter.SendSpans()) << "nothing waits, so nothing is known";
  }
  EXPECT_EQ(Count("is not accepted"), 1);
  EXPECT_EQ(Count("is accepted again"), 0);
  down = false;
  Record(1);
  EXPECT_TRUE(exporter.SendSpans());
  EXPECT_EQ(Count("is accepted again"), 1);
  EXPECT_THAT(lines_, HasSubstr("\"path\":\"/v1/traces\""));
  EXPECT_THAT(lines_, Not(HasSubstr("/v1/metrics")));
}

TEST_F(ExporterTest, TheBeginAndTheEndOfFailuresAreLoggedOnceWithoutTheCredential) {
  std::atomic<bool> down = true;
  HttpReceiver receiver([&](const auto&) { return HttpReceiver::Answer(down ? 503 : 200); });
  {
    Exporter exporter = Make(receiver.Url(""), "Bearer secret-of-the-collector");
    exporter.Start();
    receiver.Await(1);
    clock_.Advance(std::chrono::seconds(15));
    receiver.Await(2);
    down = false;
    clock_.Advance(std::chrono::seconds(15));
    receiver.Await(3);
    clock_.Advance(std::chrono::seconds(15));
    receiver.Await(4);
  }
  EXPECT_EQ(Count("is not accepted"), 1);
  EXPECT_EQ(Count("is accepted again"), 1);
  EXPECT_THAT(lines_, Not(HasSubstr("secret-of-the-collector")));
}

}  // namespace
}  // namespace bearward::telemetry
