// TlsContext: a certificate with its key for TLS handshakes; replaceable while serving.
#pragma once

#include <memory>
#include <mutex>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

struct ssl_ctx_st;

namespace bearward::http {

// TlsContext holds the server's TLS settings: only TLS 1.2 and 1.3, only cipher suites with forward
// secrecy and AEAD, no compression, no renegotiation, one session ticket. ALPN selects `h2` or
// `http/1.1`, in this order. Safe from any thread.
class TlsContext {
 public:
  TlsContext() = default;
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  // Load parses a PEM certificate chain (leaf first) and its PEM key and uses them for every later
  // handshake; existing connections keep their own. On failure (kInvalid, reasons
  // "bad_certificate", "bad_key", "key_mismatch") the previous context stays in use. Encrypted keys
  // are not supported: no pass phrase is requested. Without `http2` only `http/1.1` is selected.
  base::Status Load(std::string_view certificate_pem, const base::Secret& key_pem,
                    bool http2 = true);
  // current returns the loaded context, null before the first Load. The caller shares ownership.
  std::shared_ptr<ssl_ctx_st> current() const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<ssl_ctx_st> current_;
};

}  // namespace bearward::http
