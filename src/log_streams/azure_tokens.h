// AzureTokens: the access tokens with which batches are sent to the Logs Ingestion API of Azure
// Monitor.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "egress/http_sender.h"
#include "model/log_stream.h"

namespace bearward::log_streams {

// AzureTokens keeps each token in memory until kTokenMargin before its expiry, so that it does not
// expire on its way. It is safe from any thread, and none waits while another requests a token.
class AzureTokens {
 public:
  static constexpr std::chrono::seconds kTokenMargin{60};

  explicit AzureTokens(egress::SenderSettings settings);

  // TokenOf returns a token for a stream of the type azure_sentinel: a kept one, or a new one by
  // the grant client_credentials (RFC 6749 section 4.4) from TokenUrlOf (target.h), with `key_id`
  // and `secret` as the client. Errors contain nothing that the endpoint sent. kDenied
  // "target_refused": it refuses the client or the request (400, 401, 403). kInvalid
  // "missing_field": the stream names no token endpoint. Otherwise those of StatusOf (answer.h) and
  // of egress::HttpSender::Send, and kUnavailable kTargetFailed for an answer without a bearer
  // token.
  base::Result<base::Secret> TokenOf(const model::LogStream& stream, const base::Secret& secret,
                                     base::Time now, const std::stop_token& stop);
  // Forget drops the kept token of a stream, because the target refuses it.
  void Forget(const model::LogStream& stream);

 private:
  struct Kept {
    base::Secret token;
    base::Time until;
  };

  // Find returns a kept token, after those that expire are dropped.
  std::optional<base::Secret> Find(const std::string& key, base::Time now);

  const egress::SenderSettings settings_;
  std::mutex mutex_;                  // guards kept_
  std::map<std::string, Kept> kept_;  // by everything on which the token depends
};

}  // namespace bearward::log_streams
