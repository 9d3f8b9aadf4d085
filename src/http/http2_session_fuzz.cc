// Fuzz target: any bytes after the preface. The session must stay within its bounds, answer no
// request twice, and serve only requests that pass the checks of HTTP/1.1.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "http/admission.h"
#include "http/http2_session.h"
#include "http/loop.h"
#include "http/parser.h"
#include "http/syntax.h"
#include "testing/fake_clock.h"

namespace bearward::http {
namespace {

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

// CheckRequest writes the request as HTTP/1.1, which the other parser must accept.
void CheckRequest(const Request& request, const Limits& limits) {
  Require(request.body.size() <= limits.body_bytes);
  Require(request.headers.size() <= limits.header_count + 1);
  std::string text =
      std::string(request.method_text) + " " + std::string(request.target) + " HTTP/1.1\r\n";
  for (const Header& header : request.headers) {
    Require(IsToken(header.name) && IsFieldValue(header.value));
    if (header.name == "expect") continue;
    text += std::string(header.name) + ": " + std::string(header.value) + "\r\n";
  }
  text += "\r\n";
  Limits wide;
  wide.header_count = 256;
  Head head;
  Require(ParseHead(text, wide, head) == 0);
  Require(head.path == request.path && head.query == request.query);
  Require(head.method == request.method && !head.chunked);
}

void Run(std::string_view bytes) {
  const testing::FakeClock clock;
  ServerOptions options;
  options.limits.body_bytes = 1'000;
  options.limits.head_bytes = 2'000;
  options.limits.header_count = 16;
  const Limits limits = options.limits;
  options.ignores_body = [](const Request& request) { return request.path == "/ignored"; };
  const auto shared = std::make_shared<Shared>(std::move(options), clock);
  const auto loop = std::make_shared<Loop>(shared);
  auto place = shared->admission.Enter("192.0.2.1");
  Http2Session session(*loop, *place, "192.0.2.1");
  std::string out;
  std::vector<std::shared_ptr<Http2Stream>> held;
  const auto answer = [&](Http2Stream& stream) {
    Response response;
    response.body = std::string(Http2Session::RequestOf(stream).path);
    session.Respond(stream, std::move(response));
  };
  session.Receive("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  // The first byte decides how the rest is divided, and which requests wait for their answer.
  const std::size_t step = bytes.empty() ? 1 : static_cast<unsigned char>(bytes.front()) + 1U;
  bytes.remove_prefix(std::min<std::size_t>(bytes.size(), 1));
  while (!bytes.empty() && !session.ended()) {
    session.Receive(bytes.substr(0, step));
    bytes.remove_prefix(std::min(bytes.size(), step));
    while (auto stream = session.TakeRequest()) {
      CheckRequest(Http2Session::RequestOf(*stream), limits);
      held.push_back(std::move(stream));
    }
    Require(held.size() <= Http2Session::kStreams);
    if (step % 2 == 0) {
      for (const auto& stream : std::exchange(held, {})) answer(*stream);
    }
    session.Collect(out, std::string::npos);
  }
  session.Expire(50'000'000'000);
  for (const auto& stream : held) answer(*stream);
  session.Collect(out, std::string::npos);
  session.Drain();
  session.Collect(out, std::string::npos);
}

}  // namespace
}  // namespace bearward::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bearward::http::Run(bearward::base::AsBytes({data, size}));
  return 0;
}
