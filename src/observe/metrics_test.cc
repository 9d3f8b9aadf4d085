#include "observe/metrics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "observe/health.h"

namespace bearward::observe {
namespace {

TEST(Metrics, TheTextFormIsGolden) {
  Registry registry;
  Counter& ok = registry.AddCounter("bearward_verify_total", "Verdicts by result.",
                                    {{"result", "allow"}, {"kind", "jwt"}});
  registry.AddGauge("bearward_build_info", "Build.", {{"version", "0.1.0"}}).Set(1);
  Counter& no = registry.AddCounter("bearward_verify_total", "ignored", {{"result", "a\"b\\c\n"}});
  Histogram& spent = registry.AddHistogram("bearward_http_server_request_duration_seconds",
                                           "Time to answer.\nBack\\slash", {0.25, 0.5, 1});
  registry.AddComputed("bearward_cache_entries", "Entries.", [] { return 12.0; });
  registry.AddComputedCounter("bearward_limited_total", "Refused.", [] { return 3.0; });
  ok.Add();
  ok.Add(9);
  no.Add(0);
  for (const double value : {0.125, 0.25, 0.375, 1.0, 8.0}) spent.Observe(value);
  EXPECT_EQ(registry.Render(), R"(# HELP bearward_verify_total Verdicts by result.
# TYPE bearward_verify_total counter
bearward_verify_total{result="allow",kind="jwt"} 10
bearward_verify_total{result="a\"b\\c\n"} 0
# HELP bearward_build_info Build.
# TYPE bearward_build_info gauge
bearward_build_info{version="0.1.0"} 1
# HELP bearward_http_server_request_duration_seconds Time to answer.\nBack\\slash
# TYPE bearward_http_server_request_duration_seconds histogram
bearward_http_server_request_duration_seconds_bucket{le="0.25"} 2
bearward_http_server_request_duration_seconds_bucket{le="0.5"} 3
bearward_http_server_request_duration_seconds_bucket{le="1"} 4
bearward_http_server_request_duration_seconds_bucket{le="+Inf"} 5
bearward_http_server_request_duration_seconds_sum 9.75
bearward_http_server_request_duration_seconds_count 5
# HELP bearward_cache_entries Entries.
# TYPE bearward_cache_entries gauge
bearward_cache_entries 12
# HELP bearward_limited_total Refused.
# TYPE bearward_limited_total counter
bearward_limited_total 3
)");
}

TEST(Metrics, GaugesGoBothWaysAndShowOddNumbers) {
  Registry registry;
  Gauge& gauge = registry.AddGauge("bearward_g", "G.");
  gauge.Set(2.5);
  gauge.Add(-3);
  EXPECT_EQ(gauge.Value(), -0.5);
  EXPECT_NE(registry.Render().find("bearward_g -0.5\n"), std::string::npos);
  gauge.Set(std::nan(""));
  EXPECT_NE(registry.Render().find("bearward_g NaN\n"), std::string::npos);
  gauge.Set(-HUGE_VAL);
  EXPECT_NE(registry.Render().find("bearward_g -Inf\n"), std::string::npos);
}

// Responses from memory take about 50 us; a first bucket of 5 ms could not distinguish them.
TEST(Metrics, RequestBoundsTellAnswersFromMemoryApart) {
  EXPECT_EQ(RequestBounds().front(), 0.000'05);
  EXPECT_EQ(RequestBounds().back(), 10);
  EXPECT_GE(std::ranges::count_if(RequestBounds(), [](double bound) { return bound < 0.005; }), 6);
}

TEST(Metrics, BoundsRise) {
  for (const auto& bounds : {RequestBounds(), VerifyBounds()}) {
    EXPECT_TRUE(std::ranges::is_sorted(bounds, std::ranges::less_equal()));
  }
}

TEST(Metrics, ReferencesStayGoodWhenTheFamilyGrows) {
  Registry registry;
  Counter& first = registry.AddCounter("bearward_c_total", "C.", {{"i", "first"}});
  for (int i = 0; i < 100; ++i) {
    registry.AddCounter("bearward_c_total", "C.", {{"i", std::to_string(i)}});
  }
  first.Add(7);
  EXPECT_NE(registry.Render().find("bearward_c_total{i=\"first\"} 7\n"), std::string::npos);
}

TEST(MetricsDeathTest, DefectsEndTheProcessAtStart) {
  Registry registry;
  registry.AddCounter("bearward_a_total", "A.", {{"x", "1"}});
  EXPECT_DEATH(registry.AddCounter("bearward_a_total", "A.", {{"x", "1"}}), "twice");
  EXPECT_DEATH(registry.AddGauge("bearward_a_total", "A."), "second kind");
  EXPECT_DEATH(registry.AddGauge("other_a", "A."), "bad name");
  EXPECT_DEATH(registry.AddGauge("bearward_A", "A."), "bad name");
  EXPECT_DEATH(registry.AddGauge("bearward_b", "A.", {{"1x", "1"}}), "bad label");
  EXPECT_DEATH(registry.AddGauge("bearward_b", "A.", {{"le", "1"}}), "bad label");
}

TEST(MetricsConcurrency, NothingIsLostBetweenThreads) {
  Registry registry;
  Counter& counter = registry.AddCounter("bearward_c_total", "C.");
  Histogram& histogram = registry.AddHistogram("bearward_h_seconds", "H.", {1});
  std::vector<std::thread> threads;
  for (int i = 0; i < 12; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 1000; ++n) {
        counter.Add();
        histogram.Observe(n % 2 == 0 ? 0.5 : 2);
      }
    });
  }
  const std::string during = registry.Render();
  for (std::thread& thread : threads) thread.join();
  EXPECT_NE(during.find("bearward_c_total"), std::string::npos);
  EXPECT_EQ(counter.Value(), 12'000U);
  EXPECT_EQ(histogram.Read().counts, (std::vector<std::uint64_t>{6000, 6000}));
  EXPECT_EQ(histogram.Read().sum, 15'000);
}

TEST(Health, IsReadyOnlyAfterStartAndNeverAfterDraining) {
  Health health;
  EXPECT_FALSE(health.ready());
  EXPECT_EQ(health.reason(), "starting");
  health.SetReady();
  EXPECT_TRUE(health.ready());
  EXPECT_EQ(health.reason(), "ready");
  health.SetStarting();
  EXPECT_FALSE(health.ready());
  health.SetReady();
  health.SetDraining();
  EXPECT_FALSE(health.ready());
  EXPECT_TRUE(health.draining());
  EXPECT_EQ(health.reason(), "draining");
  health.SetReady();
  health.SetStarting();
  EXPECT_FALSE(health.ready());
  EXPECT_EQ(health.reason(), "draining");
}

}  // namespace
}  // namespace bearward::observe
