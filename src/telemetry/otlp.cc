#include "telemetry/otlp.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/digest.h"
#include "base/encode.h"
#include "json/writer.h"

namespace bearward::telemetry {
namespace {

// The numbers of the protocol's enumerations.
constexpr std::int64_t kServerSpan = 2;
constexpr std::int64_t kStatusError = 2;
constexpr std::int64_t kCumulative = 2;
constexpr int kFirstServerError = 500;

// Nanos writes a 64-bit integer as the protocol does in JSON, as a text.
void Nanos(json::Writer& writer, base::Time time, std::int64_t more_ns = 0) {
  writer.String(std::to_string(base::ToMillis(time) * 1'000'000 + more_ns));
}

std::string Hex(std::span<const std::uint8_t> id) { return base::HexEncode(base::AsBytes(id)); }

void WriteAttribute(json::Writer& writer, std::string_view key, std::string_view value) {
  writer.BeginObject().Key("key").String(key).Key("value").BeginObject();
  writer.Key("stringValue").String(value).EndObject().EndObject();
}

// Begin writes the document up to the items of the only scope; End writes the rest.
void Begin(json::Writer& writer, const Resource& resource, const char* resources,
           const char* scopes, const char* items) {
  writer.BeginObject().Key(resources).BeginArray().BeginObject();
  writer.Key("resource").BeginObject().Key("attributes").BeginArray();
  WriteAttribute(writer, "service.name", "bearward");
  WriteAttribute(writer, "service.version", resource.version);
  WriteAttribute(writer, "service.instance.id", resource.instance);
  writer.EndArray().EndObject().Key(scopes).BeginArray().BeginObject();
  writer.Key("scope").BeginObject().Key("name").String("bearward").EndObject();
  writer.Key(items).BeginArray();
}

void End(json::Writer& writer) {
  writer.EndArray().EndObject().EndArray().EndObject().EndArray().EndObject();
}

void WriteSpan(json::Writer& writer, const observe::Span& span) {
  writer.BeginObject().Key("traceId").String(Hex(span.trace)).Key("spanId").String(Hex(span.id));
  if (span.parent) writer.Key("parentSpanId").String(Hex(*span.parent));
  writer.Key("name").String(span.name).Key("kind").Int(kServerSpan).Key("startTimeUnixNano");
  Nanos(writer, span.start);
  writer.Key("endTimeUnixNano");
  Nanos(writer, span.start, span.duration_ns);
  writer.Key("attributes").BeginArray();
  for (const auto& [key, value] : span.attributes) WriteAttribute(writer, key, value);
  writer.BeginObject().Key("key").String("http.response.status_code").Key("value").BeginObject();
  writer.Key("intValue").String(std::to_string(span.status)).EndObject().EndObject();
  writer.EndArray();
  if (span.status >= kFirstServerError) {
    writer.Key("status").BeginObject().Key("code").Int(kStatusError).EndObject();
  }
  writer.EndObject();
}

void WriteHistogram(json::Writer& writer, const observe::Histogram& histogram) {
  const observe::Histogram::Snapshot snapshot = histogram.Read();
  std::uint64_t count = 0;
  for (const std::uint64_t one : snapshot.counts) count += one;
  writer.Key("count").String(std::to_string(count)).Key("sum").Double(snapshot.sum);
  writer.Key("bucketCounts").BeginArray();
  for (const std::uint64_t one : snapshot.counts) writer.String(std::to_string(one));
  writer.EndArray().Key("explicitBounds").BeginArray();
  for (const double bound : histogram.bounds()) writer.Double(bound);
  writer.EndArray();
}

void WritePoint(json::Writer& writer, const Resource& resource,
                const observe::Registry::Reading& reading, base::Time now) {
  writer.BeginObject().Key("attributes").BeginArray();
  for (const auto& [key, value] : reading.labels) WriteAttribute(writer, key, value);
  writer.EndArray().Key("startTimeUnixNano");
  Nanos(writer, resource.started);
  writer.Key("timeUnixNano");
  Nanos(writer, now);
  if (reading.histogram != nullptr) {
    WriteHistogram(writer, *reading.histogram);
  } else {
    writer.Key("asDouble").Double(reading.value);
  }
  writer.EndObject();
}

// MemberOf returns the member that has the points of a kind of metric.
const char* MemberOf(std::string_view kind) {
  if (kind == "counter") return "sum";
  return kind == "histogram" ? "histogram" : "gauge";
}

void WriteMetric(json::Writer& writer, const Resource& resource,
                 std::span<const observe::Registry::Reading> series, base::Time now) {
  const observe::Registry::Reading& first = series.front();
  writer.BeginObject().Key("name").String(first.name).Key("description").String(first.help);
  writer.Key(MemberOf(first.kind)).BeginObject().Key("dataPoints").BeginArray();
  for (const auto& reading : series) WritePoint(writer, resource, reading, now);
  writer.EndArray();
  if (first.kind != "gauge") writer.Key("aggregationTemporality").Int(kCumulative);
  if (first.kind == "counter") writer.Key("isMonotonic").Bool(true);
  writer.EndObject().EndObject();
}

}  // namespace

std::string EncodeSpans(const Resource& resource, std::span<const observe::Span> spans) {
  std::string text;
  json::Writer writer(text);
  Begin(writer, resource, "resourceSpans", "scopeSpans", "spans");
  for (const observe::Span& span : spans) WriteSpan(writer, span);
  End(writer);
  return text;
}

std::string EncodeMetrics(const Resource& resource,
                          const std::vector<observe::Registry::Reading>& readings, base::Time now) {
  std::string text;
  json::Writer writer(text);
  Begin(writer, resource, "resourceMetrics", "scopeMetrics", "metrics");
  for (std::size_t begin = 0; begin < readings.size();) {
    std::size_t end = begin + 1;
    while (end < readings.size() && readings[end].name == readings[begin].name) ++end;
    WriteMetric(writer, resource, std::span(readings).subspan(begin, end - begin), now);
    begin = end;
  }
  End(writer);
  return text;
}

}  // namespace bearward::telemetry
