// HttpSender: the only sender of requests to addresses that clients choose (incident class G1).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "egress/address_policy.h"

namespace bearward::egress {

// Limits bound one request. A longer response is cut.
struct Limits {
  std::chrono::milliseconds connect{5'000};
  std::chrono::milliseconds total{15'000};
  std::size_t body_bytes = 4'096;
};

// SenderSettings: `ca_file` has the certificates that may sign that of a receiver; empty: those of
// the system.
struct SenderSettings {
  AddressPolicy policy;
  std::string ca_file = {};
  Limits limits = {};
};

// AwsSigner signs a request with AWS Signature Version 4 for S3 in a region. The request then has
// the SHA-256 of its body in the header x-amz-content-sha256.
struct AwsSigner {
  std::string region;
  std::string key_id;
  base::Secret secret;
};

// Post is a request with a body: POST, or PUT if `is_put`. `headers` are lines such as
// "Content-Type: application/json". `most` bounds the request if it is shorter than Limits::total.
struct Post {
  std::string url;
  std::vector<std::string> headers = {};
  std::string_view body = {};
  bool is_put = false;
  std::optional<AwsSigner> signer = std::nullopt;
  std::optional<std::chrono::milliseconds> most = std::nullopt;
};

// Response is what a receiver answered. `retry_after` is the wait of a Retry-After header.
struct Response {
  long status = 0;
  std::string body = {};
  std::optional<std::chrono::seconds> retry_after = std::nullopt;
};

// Meaning is what a status says about a delivered message. kSuccess is any 2xx. kGone is 410: the
// receiver does not exist any more. kBusy is 429, 502, 503 or 504: the receiver has a problem that
// is not about this message. kRefused is 401 or 403: the receiver does not accept the credential.
// kOther is everything else, such as a redirect.
enum class Meaning : std::uint8_t { kSuccess, kGone, kBusy, kRefused, kOther };
Meaning MeaningOf(const Response& response);

// HttpSender keeps connections open between requests. It follows no redirect and uses no proxy,
// also none of the environment. One thread at a time may use it.
class HttpSender {
 public:
  // HttpSender loads no library; the first Send does.
  explicit HttpSender(SenderSettings settings);
  ~HttpSender();
  HttpSender(const HttpSender&) = delete;
  HttpSender& operator=(const HttpSender&) = delete;

  // Send returns the response, whatever its status. Errors: kInvalid "invalid_url" for a URL that
  // ParseUrl refuses; kDenied "address_refused" if the host has no address that the policy permits;
  // kUnavailable "unknown_host", "not_connected", "timed_out", "tls_failed", "no_response",
  // "stopped" or "libcurl". No error contains an address.
  base::Result<Response> Send(const Post& post, const std::stop_token& stop = {});

 private:
  class Handle;
  base::Result<Handle*> Open();

  const SenderSettings settings_;
  std::unique_ptr<Handle> handle_;
};

}  // namespace bearward::egress
