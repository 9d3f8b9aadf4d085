#include "observe/spans.h"

#include <array>
#include <limits>

namespace bearward::observe {
namespace {

// AttributesOf uses the names of OpenTelemetry's semantic conventions for HTTP where they exist.
std::vector<std::pair<std::string, std::string>> AttributesOf(const RequestLine& line) {
  const std::string_view route = line.route.substr(line.route.find(' ') + 1);
  std::vector<std::pair<std::string, std::string>> attributes;
  for (const auto& [name, value] :
       {std::pair("http.request.method", line.method), std::pair("http.route", route),
        std::pair("error.type", line.reason), std::pair("bearward.dialect", line.dialect),
        std::pair("bearward.environment_id", line.environment),
        std::pair("bearward.organization_id", line.organization),
        std::pair("bearward.request_id", line.request_id)}) {
    if (!value.empty()) attributes.emplace_back(name, value);
  }
  return attributes;
}

}  // namespace

bool Spans::IsChosen() const {
  if (ratio_ <= 0) return false;
  std::array<std::uint8_t, 4> random{};
  entropy_.Fill(random);
  std::uint32_t number = 0;
  for (const std::uint8_t byte : random) number = number << 8U | byte;
  return number <= ratio_ * std::numeric_limits<std::uint32_t>::max();
}

void Spans::Note(const RequestLine& line, std::int64_t duration_ns, std::string_view traceparent) {
  const auto context = ParseTraceparent(traceparent);
  if (context ? !context->sampled : !IsChosen()) return;
  Span span;
  if (context) {
    span.trace = context->trace;
    span.parent = context->parent;
  } else {
    entropy_.Fill(span.trace);
  }
  entropy_.Fill(span.id);
  span.name = line.route.empty() ? line.method : line.route;
  span.start = line.time;
  span.duration_ns = duration_ns;
  span.status = line.status;
  span.attributes = AttributesOf(line);
  const std::lock_guard lock(mutex_);
  if (waiting_.size() == kMost) {
    ++dropped_;
  } else {
    waiting_.push_back(std::move(span));
  }
}

std::vector<Span> Spans::Take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(waiting_, {});
}

std::uint64_t Spans::dropped() const {
  const std::lock_guard lock(mutex_);
  return dropped_;
}

}  // namespace bearward::observe
