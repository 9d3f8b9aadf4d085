// Fuzz target: any bytes after the preface. The session must stay within its bounds, answer no
// request twice, serve only requests that pass the checks of HTTP/1.1, and return its memory.
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

// kPeer is the address of the peer, and kLate a time that is after all deadlines, in ticks.
constexpr std::string_view kPeer = "192.0.2.1";
constexpr std::int64_t kLate = 50'000'000'000;

ServerOptions Options() {
  ServerOptions options;
  options.limits.body_bytes = 1'000;
  options.limits.head_bytes = 2'000;
  options.limits.header_count = 16;
  options.limits.body_memory = 2'000'000;
  options.ignores_body = [](const Request& request) { return request.path == "/ignored"; };
  return options;
}

// Requests handles the requests of a session.
class Requests {
 public:
  explicit Requests(Http2Session& session) : session_(session), limits_(Options().limits) {}

  // Serve takes requests and collects frames until neither is left: requests may wait for
  // responses. They are answered at once if `answers` is true, else they are held.
  void Serve(bool answers) {
    bool any = true;
    while (any) {
      any = Take();
      if (answers) Answer();
      std::string out;
      session_.Collect(out, std::string::npos);
    }
  }

 private:
  bool Take() {
    bool any = false;
    while (auto stream = session_.TakeRequest()) {
      CheckRequest(Http2Session::RequestOf(*stream), limits_);
      held_.push_back(std::move(stream));
      any = true;
    }
    Require(held_.size() <= Http2Session::kStreams);
    return any;
  }

  // One response in three is large, so that a few of them exceed the bounds on memory.
  void Answer() {
    for (const auto& stream : std::exchange(held_, {})) {
      Response response;
      response.body = std::string(Http2Session::RequestOf(*stream).path);
      if (++answered_ % 3 == 0) response.body.resize(300'000, 'x');
      session_.Respond(*stream, std::move(response));
    }
  }

  Http2Session& session_;
  const Limits limits_;
  std::vector<std::shared_ptr<Http2Stream>> held_;
  std::size_t answered_ = 0;
};

void Run(std::string_view bytes) {
  const testing::FakeClock clock;
  const auto shared = std::make_shared<Shared>(Options(), clock);
  const auto loop = std::make_shared<Loop>(shared);
  auto place = shared->admission.Enter(kPeer);
  auto session = std::make_unique<Http2Session>(*loop, *place, kPeer);
  Requests requests(*session);
  session->Receive("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  // The first byte decides how the rest is divided, and which requests wait for their answer.
  const std::size_t step = bytes.empty() ? 1 : static_cast<unsigned char>(bytes.front()) + 1U;
  bytes.remove_prefix(std::min<std::size_t>(bytes.size(), 1));
  while (!bytes.empty() && !session->ended()) {
    session->Receive(bytes.substr(0, step));
    bytes.remove_prefix(std::min(bytes.size(), step));
    requests.Serve(step % 2 == 0);
  }
  session->Expire(kLate);
  requests.Serve(true);
  session->Drain();
  // Each round ends the responses that the peer does not read, for which requests wait.
  for (std::uint32_t i = 0; i < Http2Session::kStreams && !session->ended(); ++i) {
    session->Expire(kLate);
    requests.Serve(true);
  }
  const Http2Session::Load load = session->load();
  session.reset();
  if (load.streams > 0) return;  // the connection has ended before its streams
  Require(load.unsent == 0 && load.unread == 0);
  auto other = shared->admission.Enter(kPeer);
  Require(other->Hold(Options().limits.body_memory / 4));
}

}  // namespace
}  // namespace bearward::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  bearward::http::Run(bearward::base::AsBytes({data, size}));
  return 0;
}
