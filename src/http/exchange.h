// Exchange: one request and the one right to answer it.
#pragma once

#include <functional>
#include <memory>
#include <utility>

#include "http/message.h"

namespace bearward::http {

// Exchange is move-only: whoever holds it owes the answer. It may be moved to another thread and
// answered there. Dropped unanswered, it answers 500 and closes the connection.
class Exchange {
 public:
  // Answer takes the response on behalf of `owner`; called exactly once, from any thread.
  using Answer = void (*)(std::shared_ptr<void> owner, Response&& response);

  // Exchange binds a request, which `owner` keeps alive, to the function that sends its answer. The
  // server makes these; a test may make one around its own sink.
  Exchange(std::shared_ptr<void> owner, const Request& request, Answer answer)
      : owner_(std::move(owner)), request_(&request), answer_(answer) {}
  Exchange(Exchange&& other) noexcept = default;
  Exchange& operator=(Exchange&& other) noexcept;
  ~Exchange() {
    if (owner_ != nullptr) Abandon();
  }

  // request gives the request; not to be used once Respond was called.
  const Request& request() const { return *request_; }
  // Respond sends the answer and ends this exchange: the request's views are invalid afterwards. A
  // second call does nothing.
  void Respond(Response&& response);
  // answered says whether Respond was called (or the right moved elsewhere).
  bool answered() const { return owner_ == nullptr; }

 private:
  void Abandon();

  std::shared_ptr<void> owner_;
  const Request* request_;
  Answer answer_;
};

// Handler is given every exchange on the I/O thread of its connection, so it must not block: it
// answers at once or moves the exchange to a worker. It is called from several threads at a time.
// An exception that leaves it counts as an exchange dropped.
using Handler = std::function<void(Exchange)>;

}  // namespace bearward::http
