#include "http/exchange.h"

#include <utility>

namespace bearward::http {

Exchange::Exchange(std::shared_ptr<void> owner, const Request& request, Answer answer)
    : owner_(std::move(owner)), request_(&request), answer_(answer) {}

Exchange::Exchange(Exchange&& other) noexcept
    : owner_(std::move(other.owner_)), request_(other.request_), answer_(other.answer_) {
  other.owner_ = nullptr;
}

Exchange& Exchange::operator=(Exchange&& other) noexcept {
  if (this == &other) return *this;
  Abandon();
  owner_ = std::move(other.owner_);
  other.owner_ = nullptr;
  request_ = other.request_;
  answer_ = other.answer_;
  return *this;
}

Exchange::~Exchange() { Abandon(); }

void Exchange::Respond(Response response) {
  if (owner_ == nullptr) return;
  answer_(std::exchange(owner_, nullptr), std::move(response));
}

void Exchange::Abandon() {
  if (owner_ == nullptr) return;
  Response response;
  response.status = 500;
  response.close = true;
  Respond(std::move(response));
}

}  // namespace bearward::http
