// TraceContext: the header `traceparent` of W3C Trace Context, which joins the spans of several
// services to one trace.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bearward::observe {

using TraceId = std::array<std::uint8_t, 16>;
using SpanId = std::array<std::uint8_t, 8>;

// TraceContext is what a caller sent: its trace, its own span, and whether it records the trace.
struct TraceContext {
  TraceId trace{};
  SpanId parent{};
  bool sampled = false;
};

// ParseTraceparent reads the value of the header; nullopt if it is malformed or has an id of zeros
// (Trace Context section 3.2). Further fields of versions later than 00 are ignored.
std::optional<TraceContext> ParseTraceparent(std::string_view value);

}  // namespace bearward::observe
