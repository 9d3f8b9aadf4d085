// Any bytes are an unambiguous target or are refused. A plain path is compared with a reader that
// decodes and resolves it: both must return the same path.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/encode.h"
#include "gateway/asked_for.h"
#include "gateway/header_text.h"
#include "gateway/target.h"
#include "model/plain_path.h"

namespace {

// Resolved returns a path as a careless server reads it: decoded, then with dot segments resolved.
std::string Resolved(std::string_view path) {
  const auto decoded = bearward::base::PercentDecode(path, false);
  if (!decoded) __builtin_trap();
  std::vector<std::string> segments;
  std::string segment;
  const auto end = [&] {
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
    } else if (segment != ".") {
      segments.push_back(segment);
    }
    segment.clear();
  };
  for (const char c : *decoded) {
    if (c == '/' || c == '\\') {
      end();
    } else {
      segment += c;
    }
  }
  end();
  std::string out;
  for (const std::string& one : segments) out += (out.empty() && one.empty() ? "" : "/") + one;
  return out;
}

void CheckPlain(std::string_view path) {
  if (!bearward::model::IsPlainPath(path)) return;
  const auto decoded = *bearward::base::PercentDecode(path, false);
  if (Resolved(path) != decoded && decoded != "/") __builtin_trap();
  if (decoded.find('\0') != std::string::npos) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(bearward::base::AsBytes({data, size}));
  CheckPlain(text);
  if (const auto path = bearward::gateway::ReadUri(text)) CheckPlain(*path);
  if (const auto target = bearward::gateway::ReadUrl(text)) {
    CheckPlain(target->path);
    bearward::gateway::AskedFor asked{.method = "GET",
                                      .path = target->path,
                                      .host = target->host,
                                      .proto = target->proto,
                                      .client = {}};
    (void)bearward::gateway::CheckAsked(asked);
  }
  if (bearward::gateway::LastHop(text).size() > text.size()) __builtin_trap();
  const std::string header = bearward::gateway::HeaderText(text);
  // The decoder refuses NUL in every spelling.
  if (text.find('\0') == std::string_view::npos &&
      bearward::base::PercentDecode(header, false) != std::string(text))
    __builtin_trap();
  return 0;
}
