// Form<RateLimit>: a rate limit in the answers of /v1.
#pragma once

#include "json/form.h"
#include "model/rate_limit.h"

template <>
struct bearward::json::Form<bearward::model::RateLimit> {
  static constexpr Schema kSchema = kText;
  static void Write(Writer& writer, const model::RateLimit& limit) {
    writer.String(model::RateLimitText(limit));
  }
};
