#include "app/injected_faults.h"

#include <algorithm>
#include <utility>

#include "json/writer.h"

namespace bearward::app {
namespace {

constexpr std::int64_t kMostTimes = 1'000'000;
constexpr std::int64_t kLongestDelay = 60'000;  // milliseconds

base::Error Wrong(const char* field, const std::string& text) {
  base::Error error = base::Invalid("invalid_fault", text);
  error.fields = {field};
  return error;
}

// ReadNumber returns the member of that name, `absent` if there is none.
base::Result<std::int64_t> ReadNumber(const json::Value& body, const char* name, std::int64_t least,
                                      std::int64_t most, std::int64_t absent) {
  const json::Value* found = body.Find(name);
  if (found == nullptr) return absent;
  const std::optional<std::int64_t> value = found->AsInt();
  if (value && *value >= least && *value <= most) return *value;
  return base::Fail(Wrong(name, std::string(name) + ": a whole number from " +
                                    std::to_string(least) + " to " + std::to_string(most) +
                                    " is required."));
}

base::Status CheckMembers(const json::Value& body) {
  static constexpr std::string_view kKnown[] = {"method", "path", "status", "delay_ms", "times"};
  if (!body.IsObject()) {
    return base::Fail(base::Invalid("invalid_fault", "The body must be a JSON object."));
  }
  for (const json::Member& member : *body.AsObject()) {
    if (std::ranges::find(kKnown, member.key) != std::end(kKnown)) continue;
    return base::Fail(base::Invalid(
        "unknown_field",
        "Unknown field " + member.key + ". Known fields: method, path, status, delay_ms, times."));
  }
  return {};
}

base::Result<http::Method> ReadMethod(const json::Value& body) {
  const json::Value* found = body.Find("method");
  if (found == nullptr) return http::Method::kAny;
  const http::Method method =
      found->IsString() ? http::MethodFromText(*found->AsString()) : http::Method::kOther;
  if (method != http::Method::kOther) return method;
  return base::Fail(Wrong("method", "method: a method in capitals is required, such as POST."));
}

// TakeSegment removes the first segment, with its slash, from a path.
std::string_view TakeSegment(std::string_view& path) {
  const std::size_t end = path.find('/', 1);
  const std::string_view segment = path.substr(0, end);
  path = end == std::string_view::npos ? std::string_view() : path.substr(end);
  return segment;
}

bool Matches(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = TakeSegment(pattern);
    const std::string_view segment = TakeSegment(path);
    const bool any = wanted.starts_with("/{") && wanted.ends_with('}');
    if (wanted != segment && !(any && segment.size() > 1)) return false;
  }
  return pattern.empty() && path.empty();
}

}  // namespace

base::Result<InjectedFault> ParseInjectedFault(const json::Value& body) {
  BW_TRY(CheckMembers(body));
  InjectedFault fault;
  BW_TRY_ASSIGN(fault.method, ReadMethod(body));
  const json::Value* path = body.Find("path");
  if (path == nullptr || !path->IsString() || !path->AsString()->starts_with('/')) {
    return base::Fail(Wrong("path", "path: the path of a route is required; it begins with /."));
  }
  fault.path = *path->AsString();
  BW_TRY_ASSIGN(const std::int64_t status, ReadNumber(body, "status", 400, 599, 0));
  if (status != 0) fault.status = static_cast<int>(status);
  BW_TRY_ASSIGN(const std::int64_t delay, ReadNumber(body, "delay_ms", 1, kLongestDelay, 0));
  fault.delay = std::chrono::milliseconds(delay);
  BW_TRY_ASSIGN(fault.times, ReadNumber(body, "times", 1, kMostTimes, 1));
  if (fault.status || delay > 0) return fault;
  return base::Fail(Wrong("status", "status or delay_ms is required."));
}

void InjectedFaults::Add(InjectedFault fault) {
  const std::lock_guard lock(mutex_);
  faults_.push_back(std::move(fault));
}

void InjectedFaults::Clear() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
}

std::optional<InjectedFault> InjectedFaults::Take(http::Method method, std::string_view path) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find_if(faults_, [&](const InjectedFault& fault) {
    return (fault.method == http::Method::kAny || fault.method == method) &&
           Matches(fault.path, path);
  });
  if (found == faults_.end()) return std::nullopt;
  InjectedFault fault = *found;
  if (--found->times == 0) faults_.erase(found);
  return fault;
}

std::string InjectedFaults::AsJson() const {
  const std::lock_guard lock(mutex_);
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("faults").BeginArray();
  for (const InjectedFault& fault : faults_) {
    writer.BeginObject().Key("method").String(http::MethodText(fault.method));
    writer.Key("path").String(fault.path);
    if (fault.status) writer.Key("status").Int(*fault.status);
    writer.Key("delay_ms").Int(fault.delay.count()).Key("times").Int(fault.times).EndObject();
  }
  writer.EndArray().EndObject();
  return text;
}

}  // namespace bearward::app
