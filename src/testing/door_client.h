// DoorClient: sends requests to a door in the same process, without a socket, and waits for the
// responses, including those from a worker thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "http/exchange.h"
#include "testing/contract_check.h"

namespace bearward::testing {

// ClientHeaders are the header fields of a request in order.
using ClientHeaders = std::vector<std::pair<std::string, std::string>>;

// ClientAnswer is a response.
struct ClientAnswer {
  int status = 0;
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  // Header returns the first value of this field, "" if absent; names are case-insensitive.
  std::string Header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
      if (base::EqualsIgnoreCase(key, name)) return value;
    }
    return {};
  }
};

// PendingAnswer is a request whose response has not yet arrived.
class PendingAnswer {
 public:
  PendingAnswer(http::Method method, std::string target, ClientHeaders headers, std::string body)
      : target_(std::move(target)), lines_(std::move(headers)), body_(std::move(body)) {
    for (const auto& [name, value] : lines_) headers_.push_back({name, value});
    const std::string_view whole = target_;
    const std::size_t mark = whole.find('?');
    request_.method = method;
    request_.method_text = http::MethodText(method);
    request_.target = whole;
    request_.path = whole.substr(0, mark);
    request_.query = mark == std::string::npos ? std::string_view() : whole.substr(mark + 1);
    request_.headers = headers_;
    request_.body = body_;
    request_.peer = "192.0.2.7";
  }

  // request may be changed before it is sent, for example to set a violation.
  http::Request& request() { return request_; }

  // SetRoute names the route whose contract the response must fit; nullptr: none.
  void SetRoute(const door::Route* route) { route_ = route; }

  // Take waits for the response. It throws after 30 seconds, because a missing response is a defect
  // of the door. A response that differs from the contract of its route fails the test.
  ClientAnswer Take() {
    std::unique_lock lock(mutex_);
    const bool came =
        changed_.wait_for(lock, std::chrono::seconds(30), [this] { return response_.has_value(); });
    if (!came) throw std::runtime_error("no answer to " + target_);
    CheckContract(route_, response_->status, response_->content_type, response_->body);
    return {response_->status, std::string(response_->content_type), response_->headers.Lines(),
            response_->body};
  }

  // Answer is the response callback of the Exchange.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): the callback's type takes it by value
  static void Answer(std::shared_ptr<void> owner, http::Response&& response) {
    auto& pending = *static_cast<PendingAnswer*>(owner.get());
    const std::lock_guard lock(pending.mutex_);
    pending.response_ = std::move(response);
    pending.changed_.notify_all();
  }

 private:
  const std::string target_;
  const ClientHeaders lines_;
  const std::string body_;
  std::vector<http::Header> headers_;
  http::Request request_;
  const door::Route* route_ = nullptr;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<http::Response> response_;
};

// DoorClient is safe from any thread.
class DoorClient {
 public:
  // DoorClient sends to a door::Door, or to any other object that serves exchanges.
  template <class Door>
  explicit DoorClient(Door& door)
      : handler_([&door](http::Exchange exchange) { door.Serve(std::move(exchange)); }) {
    if constexpr (requires(http::Request request) { door.RouteOf(request); }) {
      route_of_ = [&door](const http::Request& request) { return door.RouteOf(request); };
    }
  }

  // Send sends a request and waits for the response.
  ClientAnswer Send(http::Method method, std::string target, ClientHeaders headers = {},
                    std::string body = {}) {
    return Start(method, std::move(target), std::move(headers), std::move(body))->Take();
  }
  // Get is Send with the method GET and no body.
  ClientAnswer Get(std::string target, ClientHeaders headers = {}) {
    return Send(http::Method::kGet, std::move(target), std::move(headers));
  }
  // Start sends a request without waiting for the response.
  std::shared_ptr<PendingAnswer> Start(http::Method method, std::string target,
                                       ClientHeaders headers = {}, std::string body = {}) {
    auto pending = std::make_shared<PendingAnswer>(method, std::move(target), std::move(headers),
                                                   std::move(body));
    Start(pending);
    return pending;
  }
  // Start sends a request that the test has built itself.
  void Start(const std::shared_ptr<PendingAnswer>& pending) {
    if (route_of_) pending->SetRoute(route_of_(pending->request()));
    handler_(http::Exchange(pending, pending->request(), PendingAnswer::Answer));
  }

 private:
  http::Handler handler_;
  std::function<const door::Route*(const http::Request&)> route_of_;
};

}  // namespace bearward::testing
