// TlsContext: a certificate and its key, ready for handshakes; replaceable while serving.
#pragma once

#include <memory>
#include <mutex>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

struct ssl_ctx_st;

namespace bearward::http {

// TlsContext holds the server side's TLS settings: TLS 1.2 and 1.3 only, forward secrecy and AEAD
// only, no compression, no renegotiation, one session ticket, ALPN `http/1.1`. Safe from any
// thread.
class TlsContext {
 public:
  TlsContext() = default;
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  // Load reads a PEM chain (leaf first) and its PEM key and uses them for every later handshake;
  // living connections keep theirs. On failure (kInvalid, reasons "bad_certificate", "bad_key",
  // "key_mismatch") what was loaded before stays in use. No pass phrase is asked for.
  base::Status Load(std::string_view certificate_pem, const base::Secret& key_pem);
  // current gives the loaded context, null before the first Load. The caller shares ownership.
  std::shared_ptr<ssl_ctx_st> current() const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<ssl_ctx_st> current_;
};

}  // namespace bearward::http
