// Exchange: one request together with the right, and the duty, to answer it once.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "http/message.h"

namespace bearward::http {

// Exchange is move-only: its owner must answer the request. It may be moved to another thread and
// answered there. If it is destroyed unanswered, it answers 500 and, with HTTP/1.x, closes.
class Exchange {
 public:
  // Answer sends the response to `owner`; called exactly once, from any thread.
  using Answer = void (*)(std::shared_ptr<void> owner, Response&& response);

  // Exchange binds a request, which `owner` keeps alive, to the function that sends its answer. The
  // server creates exchanges; a test may create one with its own answer function.
  Exchange(std::shared_ptr<void> owner, const Request& request, Answer answer)
      : owner_(std::move(owner)), request_(&request), answer_(answer) {}
  Exchange(Exchange&& other) noexcept = default;
  Exchange& operator=(Exchange&& other) noexcept;
  ~Exchange() {
    if (owner_ != nullptr) Abandon();
  }

  // request returns the request; it must not be used after Respond.
  const Request& request() const { return *request_; }
  // Respond sends the answer and ends this exchange: the request's views are invalid afterwards. A
  // second call has no effect.
  void Respond(Response&& response);
  // answered returns true after Respond, and after the exchange was moved from.
  bool answered() const { return owner_ == nullptr; }

 private:
  void Abandon();

  std::shared_ptr<void> owner_;
  const Request* request_;
  Answer answer_;
};

// Handler receives every exchange on the I/O thread of its connection, so it must not block: it
// answers at once or moves the exchange to a worker thread. Several threads call it concurrently.
// An exception that leaves it counts as a dropped exchange.
using Handler = std::function<void(Exchange)>;

}  // namespace bearward::http
