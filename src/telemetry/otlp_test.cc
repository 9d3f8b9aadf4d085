#include "telemetry/otlp.h"

#include <gtest/gtest.h>

#include "json/reader.h"
#include "json/writer.h"
#include "testing/must.h"

namespace bearward::telemetry {
namespace {

using testing::Must;

const Resource kResource{"1.2.3", "node-1", base::FromMillis(1'000)};

observe::Span SampleSpan() {
  observe::Span span;
  span.trace.fill(0xab);
  span.id.fill(0x01);
  span.parent.emplace().fill(0x02);
  span.name = "GET /users/{id}";
  span.start = base::FromMillis(1'935'817'689'123);
  span.duration_ns = 1'500;
  span.status = 200;
  span.attributes = {{"http.route", "/users/{id}"}};
  return span;
}

// The item of the only resource and scope.
std::string Item(const std::string& text, const char* resources, const char* scopes,
                 const char* items) {
  const json::Value value = Must(json::Parse(text));
  const json::Value& resource = value.Find(resources)->AsArray()->at(0);
  const json::Value& scope = resource.Find(scopes)->AsArray()->at(0);
  return json::ToText(scope.Find(items)->AsArray()->at(0));
}
std::string SpanOf(const observe::Span& span) {
  return Item(EncodeSpans(kResource, std::span(&span, 1)), "resourceSpans", "scopeSpans", "spans");
}
std::string MetricOf(const observe::Registry::Reading& reading) {
  return Item(EncodeMetrics(kResource, {reading}, base::FromMillis(2'000)), "resourceMetrics",
              "scopeMetrics", "metrics");
}

// opentelemetry-proto, "OTLP/HTTP": ids are hexadecimal, 64-bit integers are texts.
TEST(Otlp, ASpanHasIdsTimesAndAttributes) {
  EXPECT_EQ(SpanOf(SampleSpan()),
            R"({"traceId":"abababababababababababababababab","spanId":"0101010101010101",)"
            R"("parentSpanId":"0202020202020202","name":"GET /users/{id}","kind":2,)"
            R"("startTimeUnixNano":"1935817689123000000","endTimeUnixNano":"1935817689123001500",)"
            R"("attributes":[{"key":"http.route","value":{"stringValue":"/users/{id}"}},)"
            R"({"key":"http.response.status_code","value":{"intValue":"200"}}]})");
}

TEST(Otlp, OnlyAServerErrorIsAnErrorOfTheSpan) {
  observe::Span span = SampleSpan();
  span.parent.reset();
  span.status = 404;
  EXPECT_EQ(SpanOf(span).find("\"status\""), std::string::npos);
  EXPECT_EQ(SpanOf(span).find("parentSpanId"), std::string::npos);
  span.status = 503;
  EXPECT_NE(SpanOf(span).find(R"("status":{"code":2})"), std::string::npos);
}

TEST(Otlp, TheResourceNamesTheProcess) {
  const json::Value value = Must(json::Parse(EncodeSpans(kResource, {})));
  EXPECT_EQ(json::ToText(*value.Find("resourceSpans")->AsArray()->at(0).Find("resource")),
            R"({"attributes":[{"key":"service.name","value":{"stringValue":"bearward"}},)"
            R"({"key":"service.version","value":{"stringValue":"1.2.3"}},)"
            R"({"key":"service.instance.id","value":{"stringValue":"node-1"}}]})");
}

TEST(Otlp, ACounterIsACumulativeSum) {
  const observe::Labels labels = {{"dialect", "workos"}};
  EXPECT_EQ(MetricOf({.name = "bearward_a_total",
                      .help = "It.",
                      .kind = "counter",
                      .labels = labels,
                      .value = 3}),
            R"({"name":"bearward_a_total","description":"It.","sum":{"dataPoints":[)"
            R"({"attributes":[{"key":"dialect","value":{"stringValue":"workos"}}],)"
            R"("startTimeUnixNano":"1000000000","timeUnixNano":"2000000000","asDouble":3.0}],)"
            R"("aggregationTemporality":2,"isMonotonic":true}})");
}

TEST(Otlp, AGaugeHasNoTemporality) {
  const observe::Labels labels;
  const std::string text =
      MetricOf({.name = "bearward_a", .help = "", .kind = "gauge", .labels = labels, .value = 0.5});
  EXPECT_NE(text.find(R"("gauge":{"dataPoints":[)"), std::string::npos) << text;
  EXPECT_EQ(text.find("aggregationTemporality"), std::string::npos) << text;
}

TEST(Otlp, AHistogramHasItsBucketsAndBounds) {
  observe::Histogram histogram({0.1, 1});
  for (const double value : {0.05, 0.5, 0.5, 7.0}) histogram.Observe(value);
  const observe::Labels labels;
  const std::string text = MetricOf({.name = "bearward_a_seconds",
                                     .help = "",
                                     .kind = "histogram",
                                     .labels = labels,
                                     .histogram = &histogram});
  EXPECT_NE(text.find(R"("count":"4","sum":8.05,"bucketCounts":["1","2","1"],)"
                      R"("explicitBounds":[0.1,1.0]}],"aggregationTemporality":2)"),
            std::string::npos)
      << text;
}

TEST(Otlp, TheSeriesOfOneNameAreOneMetric) {
  observe::Registry registry;
  registry.AddCounter("bearward_a_total", "A.", {{"x", "1"}}).Add(2);
  registry.AddCounter("bearward_a_total", "A.", {{"x", "2"}});
  registry.AddGauge("bearward_b", "B.");
  const json::Value value =
      Must(json::Parse(EncodeMetrics(kResource, registry.Read(), base::FromMillis(2'000))));
  const json::Value& scope =
      value.Find("resourceMetrics")->AsArray()->at(0).Find("scopeMetrics")->AsArray()->at(0);
  const json::Array& metrics = *scope.Find("metrics")->AsArray();
  ASSERT_EQ(metrics.size(), 2U);
  EXPECT_EQ(metrics[0].Find("sum")->Find("dataPoints")->AsArray()->size(), 2U);
}

}  // namespace
}  // namespace bearward::telemetry
