#include "http/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <utility>

namespace bearward::http {
namespace {

using Bio = std::unique_ptr<BIO, int (*)(BIO*)>;
using Certificate = std::unique_ptr<X509, void (*)(X509*)>;
using Key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;

// Protocols in the format of ALPN: each name after its length, in the order of preference.
constexpr std::string_view kBothProtocols = "\x02h2\x08http/1.1";
constexpr std::string_view kHttp1Only = "\x08http/1.1";

// Without this callback OpenSSL would ask for a pass phrase on the terminal.
int NoPassPhrase(char*, int, int, void*) { return 0; }

Bio OpenText(std::string_view text) {
  return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

Certificate ReadCertificate(BIO* bio) {
  return {PEM_read_bio_X509(bio, nullptr, NoPassPhrase, nullptr), X509_free};
}

// A client that offers ALPN without a protocol of ours is refused (RFC 7301 section 3.2).
int ChooseProtocol(SSL*, const unsigned char** out, unsigned char* size,
                   const unsigned char* offered, unsigned offered_size, void* ours) {
  const std::string_view protocols = *static_cast<const std::string_view*>(ours);
  unsigned char* chosen = nullptr;
  const int result =
      SSL_select_next_proto(&chosen, size, reinterpret_cast<const unsigned char*>(protocols.data()),
                            static_cast<unsigned>(protocols.size()), offered, offered_size);
  if (result != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

bool Configure(SSL_CTX* context, bool http2) {
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  // The connection may retry a write with the same bytes at another address, and an idle connection
  // should not keep two record buffers.
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  // The callback only reads what it is passed.
  const std::string_view& protocols = http2 ? kBothProtocols : kHttp1Only;
  SSL_CTX_set_alpn_select_cb(context, ChooseProtocol, const_cast<std::string_view*>(&protocols));
  constexpr unsigned char kSessions[] = "bearward";
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
         SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1 &&
         SSL_CTX_set_num_tickets(context, 1) == 1 &&
         SSL_CTX_set_session_id_context(context, kSessions, sizeof kSessions - 1) == 1;
}

base::Status UseChain(SSL_CTX* context, std::string_view pem) {
  const Bio bio = OpenText(pem);
  Certificate leaf = ReadCertificate(bio.get());
  if (leaf == nullptr || SSL_CTX_use_certificate(context, leaf.get()) != 1) {
    return base::Fail(base::Invalid("bad_certificate", "The TLS certificate is not usable PEM."));
  }
  while (Certificate next = ReadCertificate(bio.get())) {
    if (SSL_CTX_add0_chain_cert(context, next.get()) != 1) {
      return base::Fail(
          base::Invalid("bad_certificate", "The TLS certificate chain cannot be used."));
    }
    static_cast<void>(next.release());
  }
  // The expected error is "no more PEM blocks"; any other error is a malformed block in the chain.
  const unsigned long error = ERR_peek_last_error();
  if (ERR_GET_LIB(error) != ERR_LIB_PEM || ERR_GET_REASON(error) != PEM_R_NO_START_LINE) {
    return base::Fail(base::Invalid("bad_certificate",
                                    "The TLS certificate chain contains a malformed PEM block."));
  }
  ERR_clear_error();
  return {};
}

base::Status UseKey(SSL_CTX* context, const base::Secret& pem) {
  const Bio bio = OpenText(pem.Reveal());
  const Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassPhrase, nullptr), EVP_PKEY_free);
  if (key == nullptr) {
    return base::Fail(base::Invalid("bad_key", "The TLS key is not an unencrypted PEM key."));
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1) {
    return base::Fail(
        base::Invalid("key_mismatch", "The TLS key does not belong to the certificate."));
  }
  return {};
}

}  // namespace

base::Status TlsContext::Load(std::string_view certificate_pem, const base::Secret& key_pem,
                              bool http2) {
  ERR_clear_error();
  const std::shared_ptr<SSL_CTX> fresh(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (fresh == nullptr || !Configure(fresh.get(), http2)) {
    return base::Fail(base::Internal("OpenSSL rejects the TLS settings"));
  }
  base::Status status = UseChain(fresh.get(), certificate_pem);
  if (status) status = UseKey(fresh.get(), key_pem);
  ERR_clear_error();
  if (!status) return status;
  const std::lock_guard lock(mutex_);
  current_ = fresh;
  return {};
}

std::shared_ptr<ssl_ctx_st> TlsContext::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

}  // namespace bearward::http
