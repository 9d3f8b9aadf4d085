#include "log_streams/answer.h"

#include <string>
#include <utility>

namespace bearward::log_streams {

base::Status StatusOf(const egress::Response& response, std::string_view receiver) {
  const egress::Meaning meaning = egress::MeaningOf(response);
  if (meaning == egress::Meaning::kSuccess) return {};
  const std::string text =
      std::string(receiver) + " answered " + std::to_string(response.status) + ".";
  if (meaning == egress::Meaning::kRefused) return base::Fail(base::Denied("target_refused", text));
  base::Error error = base::Unavailable(std::string(kTargetFailed), text);
  error.public_text = text;
  error.retry_after = response.retry_after;
  return base::Fail(std::move(error));
}

}  // namespace bearward::log_streams
