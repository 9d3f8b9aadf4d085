// Harness: a session without a socket, which receives the frames of a test.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/admission.h"
#include "http/http2_frames_fixture.h"
#include "http/http2_session.h"
#include "http/loop.h"
#include "testing/fake_clock.h"

namespace bearward::http::frames {

// Harness is a session whose handler answers at once, or keeps requests while `hold` is true. The
// clock of its loop stands still at 0; Expire of the session takes any time.
class Harness {
 public:
  explicit Harness(Limits limits = {}, std::function<bool(const Request&)> ignores_body = nullptr,
                   std::function<bool(const Request&)> is_upload = nullptr) {
    ServerOptions options;
    options.limits = limits;
    options.ignores_body = std::move(ignores_body);
    options.is_upload = std::move(is_upload);
    options.on_own_answer = [this](const OwnAnswer& answer) {
      own.push_back(std::to_string(answer.status) + " " + std::string(answer.reason) + " " +
                    std::string(answer.method) + std::string(answer.path));
    };
    shared_ = std::make_shared<Shared>(std::move(options), clock_);
    loop = std::make_shared<Loop>(shared_);
    place_ = std::make_unique<Place>(*shared_->admission.Enter("192.0.2.1"));
    session = std::make_unique<Http2Session>(*loop, *place_, "192.0.2.1");
  }

  // Begin sends the preface, and drops what the session answers.
  Harness& Begin() {
    Send(std::string(kPreface) + Frame(kSettings, 0, 0));
    sent.clear();
    return *this;
  }

  // Send receives bytes, handles the requests and appends the frames of the session to `sent`.
  void Send(std::string_view bytes) {
    session->Receive(bytes);
    Serve();
    do {
      Collect();
    } while (Serve());
  }

  // Serve handles the requests; returns whether there was one.
  bool Serve() {
    bool any = false;
    while (auto stream = session->TakeRequest()) {
      any = true;
      requests.push_back(Describe(Http2Session::RequestOf(*stream)));
      if (hold) {
        held.push_back(std::move(stream));
      } else {
        session->Respond(*stream, respond());
      }
    }
    return any;
  }

  // Release answers the requests that were held.
  void Release() {
    for (const auto& stream : std::exchange(held, {})) session->Respond(*stream, respond());
    Collect();
  }

  void Collect() {
    std::string out;
    session->Collect(out, std::string::npos);
    for (Sent& frame : Split(out)) sent.push_back(std::move(frame));
  }

  // Find returns the first sent frame of a type and stream, null if there is none.
  const Sent* Find(std::uint8_t type, std::uint32_t stream) const {
    for (const Sent& frame : sent) {
      if (frame.type == type && frame.stream == stream) return &frame;
    }
    return nullptr;
  }

  // IsAlive says whether the session still answers a PING and serves a request.
  bool IsAlive(std::uint32_t next_stream) {
    sent.clear();
    Send(Ping("still on") + Get(next_stream));
    const Sent* const pong = Find(kPing, 0);
    return pong != nullptr && pong->payload == "still on" && Find(kData, next_stream) != nullptr &&
           Find(kGoAway, 0) == nullptr && !session->ended();
  }

  // Describe shows what the code above the protocol sees of a request.
  static std::string Describe(const Request& request) {
    std::string out = std::string(request.method_text) + " " + std::string(request.target);
    for (const Header& header : request.headers) {
      out += "\n" + std::string(header.name) + ": " + std::string(header.value);
    }
    if (request.violation == Violation::kBodyTooLarge) out += "\n\ntoo large";
    return out + "\n\n" + std::string(request.body);
  }

  bool hold = false;
  std::function<Response()> respond = [] {
    Response response;
    response.body = "hello";
    return response;
  };
  std::vector<std::shared_ptr<Http2Stream>> held;
  std::vector<std::string> requests;
  std::vector<std::string> own;  // answers of the session itself: status, reason, method and path
  std::vector<Sent> sent;

 private:
  testing::FakeClock clock_;
  std::shared_ptr<Shared> shared_;
  std::unique_ptr<Place> place_;

 public:
  std::shared_ptr<Loop> loop;
  std::unique_ptr<Http2Session> session;
};

}  // namespace bearward::http::frames
