#include "http/exchange.h"

#include <utility>

namespace bearward::http {

Exchange& Exchange::operator=(Exchange&& other) noexcept {
  if (this == &other) return *this;
  if (owner_ != nullptr) Abandon();
  owner_ = std::move(other.owner_);
  request_ = other.request_;
  answer_ = other.answer_;
  return *this;
}

void Exchange::Respond(Response&& response) {
  if (owner_ != nullptr) answer_(std::move(owner_), std::move(response));
}

void Exchange::Abandon() {
  Response response;
  response.status = 500;
  response.close = true;
  Respond(std::move(response));
}

}  // namespace bearward::http
